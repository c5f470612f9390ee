using Spn.Arrays;

namespace Spn.Tests;

/// <summary>Weights that PyTorch saved, its outputs, and the gradients of its autograd, against ours.</summary>
public class TorchLayoutsTests
{
    private const double Tolerance = 1e-5;

    [TorchFact]
    public void Outputs_and_gradients_of_all_layouts_are_those_of_PyTorch()
    {
        var folder = Directory.CreateTempSubdirectory("spn-torch").FullName;
        try
        {
            TorchFactAttribute.Run(Path.Combine(AppContext.BaseDirectory, "torch_layouts.py"), folder);
            Cspn(folder);
            foreach (var backend in new[] { PropagationBackend.Reference, PropagationBackend.Cpu })
            {
                PytorchSpn(folder, backend);
                Gspn(folder, backend);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void PytorchSpn(string folder, PropagationBackend backend)
    {
        float[] Of(string key) => Npy.Read(Path.Combine(folder, $"pytorch-spn.{key}.npy")).Values;
        var file = Layouts.Read(Path.Combine(folder, "pytorch-spn.safetensors"), WeightLayout.PytorchSpn);
        var shape = new MapShape(2, 2, 6, 7);
        var result = Propagation.Forward(new FeatureMap(shape, Of("x")), file.Weights, file.Options with { Backend = backend });
        Near.Assert_near(Of("out"), result.Output.Values, Tolerance);
        var gradient = Propagation.Backward(result, new FeatureMap(shape, Of("grad")));
        Near.Assert_near(Of("grad_x"), gradient.Input.Values, Tolerance);
        Near.Assert_near(Of("grad_weights"), gradient.Weights.Values, Tolerance);
        Near.Assert_near(Of("grad_g"), file.GradientOfFile(gradient.Weights).Values, Tolerance);
    }

    private static void Gspn(string folder, PropagationBackend backend)
    {
        float[] Of(string key) => Npy.Read(Path.Combine(folder, $"gspn.{key}.npy")).Values;
        var file = Layouts.Read(Path.Combine(folder, "gspn.safetensors"), WeightLayout.Gspn);
        Assert.Equal((Normalisation.RowStochastic, 3), (file.Normalisation, file.Chunk));
        var options = file.Options with { Backend = backend };
        var shape = new MapShape(2, 2, 7, 7);
        var (x, all) = (new FeatureMap(shape, Of("x")), new MapShape(2, 8, 7, 7));
        var (grads, expected) = (new FeatureMap(all, Of("grad")), new FeatureMap(all, Of("out")));
        var (input, weights, gate) = (new FeatureMap(shape), new PropagationWeights(Connection.ThreeWay, shape), new FeatureMap(all));
        Direction[] order = [Direction.LeftToRight, Direction.TopToBottom, Direction.RightToLeft, Direction.BottomToTop];
        for (var slot = 0; slot < 4; slot++)
        {
            FeatureMap Slot(FeatureMap map) => FeatureMap.Generate(shape, (n, c, row, column) => map[n, 2 * slot + c, row, column]);
            Near.Assert_near(Slot(expected).Values, Propagation.Scan(x, file.Weights, order[slot], options).Values, Tolerance);
            var gradient = Propagation.ScanBackward(x, file.Weights, order[slot], Slot(grads), options);
            Add(input.Values, gradient.Input.Values);
            Add(weights.Values, gradient.Weights.Values);
            Add(gate.Values, gradient.Weights.InputGate!.Values);
        }

        Near.Assert_near(Of("grad_x"), input.Values, Tolerance);
        // Gradients lie as weights do: turned back by the layout itself.
        var turned = Path.Combine(folder, "gradient.safetensors");
        Layouts.Write(turned, WeightLayout.Gspn, new LayoutWeights(weights.WithInputGate(gate), Normalisation.Raw, 0));
        var written = SafeTensors.Read(turned);
        foreach (var (name, key) in new[] { ("G1", "grad_g1"), ("G2", "grad_g2"), ("G3", "grad_g3"), ("B", "grad_lambda") })
            Near.Assert_near(Of(key), written[name].Values, Tolerance);
    }

    private static void Cspn(string folder)
    {
        float[] Of(string key) => Npy.Read(Path.Combine(folder, $"cspn.{key}.npy")).Values;
        var file = Layouts.ReadIterated(Path.Combine(folder, "cspn.safetensors"));
        var shape = new MapShape(2, 1, 6, 8);
        var x = new FeatureMap(shape, Of("x"));
        var result = IteratedPropagation.Forward(x, file.Weights, file.Options, file.Hints(x));
        Assert.InRange(result.Hints!.Count, 5, 90);
        Near.Assert_near(Of("out"), result.Output.Values, Tolerance);
        var gradient = IteratedPropagation.Backward(result, new FeatureMap(shape, Of("grad")));
        Add(gradient.Input.Values, gradient.Hints!.Values);
        Near.Assert_near(Of("grad_x"), gradient.Input.Values, Tolerance);
        var moved = Path.Combine(folder, "guidance.safetensors");
        Layouts.WriteIterated(moved, file with { Weights = gradient.Weights });
        Near.Assert_near(Of("grad_guidance"), SafeTensors.Read(moved)["guidance"].Values, Tolerance);
    }

    private static void Add(float[] sum, float[] values)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += values[i];
    }
}
