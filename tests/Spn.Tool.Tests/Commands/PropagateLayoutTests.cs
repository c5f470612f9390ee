using Spn.Arrays;
using Spn.Tests;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>
/// <c>spn propagate</c> of weights in the layouts of others: outputs against plain loops in double, gradients against their central
/// differences.
/// </summary>
public sealed class PropagateLayoutTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-propagate-layout-").FullName;
    private readonly Random _random = new(1);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("clip")]
    [InlineData("always")]
    [InlineData("raw")]
    public void Of_pytorch_spn_the_maximum_of_four_and_its_gradients_are_those_of_its_own_loops(string normalisation)
    {
        var (x, g, all) = (New(2, 4, 5), New(2, 4, 5), New(24, 4, 5));
        Save("w.safetensors", new() { ["normalisation"] = normalisation }, ("G", all));
        Run(x, g, "--weights", At("w.safetensors"), "--layout", "pytorch-spn", "--grad-weights", At("gw.safetensors"));
        Nchw Peer()
        {
            var scans = Directions.All.Select(one => OfPytorchSpn(x, all, one, normalisation)).ToArray();
            return new Nchw(1, 2, 4, 5).Fill((n, c, h, w) => scans.Max(scan => scan[n, c, h, w]));
        }

        Assert_near(Peer(), Output());
        double Loss() => Dot(Peer(), g);
        Assert_near(Differences(x, Loss), GradInput());
        Assert_near(Differences(all, Loss), SafeTensors.Read(At("gw.safetensors"))["G"].Values);

        Run(x, g, "--weights", At("w.safetensors"), "--layout", "pytorch-spn", "--grad-weights", At("gw.npy"));
        Assert.Equal(SafeTensors.Read(At("gw.safetensors"))["G"].Values, Npy.Read(At("gw.npy")).Values);
        Assert.Equal([1, 4, 3, 2, 4, 5], Npy.Read(At("gw.npy")).Shape);
    }

    [Fact]
    public void A_file_of_one_direction_is_that_scan_as_AnyNet_has_it()
    {
        var (x, g, all) = (New(2, 4, 5), New(2, 4, 5), New(24, 4, 5));
        Save("w.safetensors", new() { ["normalisation"] = "always" }, ("top_bottom", all.Channels(12, 6)));
        var said = Run(x, g, "--weights", At("w.safetensors"), "--layout", "pytorch-spn", "--grad-weights", At("gw.safetensors"));
        Assert.Contains("The file holds top to bottom alone", said, StringComparison.Ordinal);
        Assert_near(OfPytorchSpn(x, all, Direction.TopToBottom, "always"), Output());
        var expected = Differences(all, () => Dot(OfPytorchSpn(x, all, Direction.TopToBottom, "always"), g))[(12 * 20)..(18 * 20)];
        Assert_near(expected, SafeTensors.Read(At("gw.safetensors"))["top_bottom"].Values);
        Refused(
            "expected --direction top-to-bottom, which w.safetensors holds, got left-to-right", x, g, "--weights", At("w.safetensors"),
            "--layout", "pytorch-spn", "--direction", "left-to-right");
        Save(
            "w.safetensors", new() { ["normalisation"] = "always" }, ("top_bottom", all.Channels(12, 6)),
            ("left_right", all.Channels(0, 6)));
        Refused(
            "expected --direction left-to-right, top-to-bottom for w.safetensors, whose network does not take the maximum of four", x, g,
            "--weights", At("w.safetensors"), "--layout", "pytorch-spn");
    }

    [Theory]
    [InlineData("left-to-right", 0, "cpu")]
    [InlineData("top-to-bottom", 1, "cpu")]
    [InlineData("right-to-left", 2, "reference")]
    [InlineData("bottom-to-top", 3, "cpu")]
    public void Of_gspn_one_scan_and_its_gradients_are_those_of_its_own_loops(string direction, int slot, string backend)
    {
        var (x, g, gates) = (New(2, 5, 5), New(2, 5, 5), Enumerable.Range(0, 4).Select(_ => New(8, 5, 5)).ToArray());
        string[] names = ["G1", "G2", "G3", "B"];
        Save(
            "w.safetensors", new() { ["normalisation"] = "row-stochastic", ["chunk"] = "2" }, [.. names.Zip(gates)]);
        Nchw Peer(int chunk) =>
            NaivePeers.Gspn(NaivePeers.Turned(x), gates[3], NaivePeers.Stochastic(gates[..3]), chunk).Channels(2 * slot, 2);
        foreach (var chunk in new[] { 2, 3 })
        {
            Run(x, g, ["--weights", At("w.safetensors"), "--layout", "gspn", "--direction", direction, "--backend", backend,
                "--grad-weights", At("gw.safetensors"), .. chunk == 2 ? Array.Empty<string>() : ["--chunk", "3"]]);
            var turned = NaivePeers.Turned(new Nchw(1, 2, 5, 5, Array.ConvertAll(Output(), v => (double)v))).Channels(2 * slot, 2);
            Near.Assert_near(Peer(chunk).Values, turned.Values, Tolerance);
            double Loss() => Dot(Peer(chunk), NaivePeers.Turned(g).Channels(2 * slot, 2));
            Assert_near(Differences(x, Loss), GradInput());
            for (var i = 0; i < 4; i++)
                Assert_near(Differences(gates[i], Loss), SafeTensors.Read(At("gw.safetensors"))[names[i]].Values);
        }
    }

    [Theory]
    [InlineData("8sum", true)]
    [InlineData("8sum", false)]
    [InlineData("8sum_abs", false)]
    public void Of_cspn_the_steps_and_their_gradients_are_those_of_its_own_loops(string norm, bool hinted)
    {
        var (x, g, guidance) = (New(2, 5, 6), New(2, 5, 6), New(8, 5, 6));
        var sparse = new Nchw(1, 1, 5, 6).Fill((_, _, _, _) => Math.Max(0, _random.NextDouble() - 0.7));
        (string, Nchw)[] tensors = hinted ? [("guidance", guidance), ("sparse_depth", sparse)] : [("guidance", guidance)];
        Save("w.safetensors", new() { ["steps"] = "9", ["norm_type"] = norm }, tensors);
        var said = Run(
            x, g, "--weights", At("w.safetensors"), "--layout", "cspn", "--steps", "4", "--grad-weights", At("gw.safetensors"));
        Assert.Contains("4 steps over eight neighbours", said, StringComparison.Ordinal);
        Nchw Peer() => NaivePeers.Cspn(x, guidance, hinted ? sparse : null, 4, norm == "8sum_abs");
        double Loss() => Dot(Peer(), g);
        Assert_near(Peer(), Output());
        Assert_near(Differences(x, Loss), GradInput());
        var gradient = SafeTensors.Read(At("gw.safetensors"));
        Assert_near(Differences(guidance, Loss), gradient["guidance"].Values);
        Assert.Single(gradient.Tensors);
    }

    [Fact]
    public void Hints_that_cspn_sets_have_a_gradient_of_their_own()
    {
        var (x, g, weights) = (New(1, 4, 6), New(1, 4, 6), IteratedWeights.Random(new MapShape(1, 1, 4, 6), 2));
        var sparse = new Nchw(1, 1, 4, 6).Fill((_, _, h, w) => (h + w) % 3 == 0 ? (float)(_random.NextDouble() + 0.1) : 0);
        Layouts.WriteIterated(At("w.safetensors"), new LayoutIterated(
            weights, new IteratedOptions { Steps = 3, Centre = IteratedCentre.Current }, sparse.ToMap(), KeepsInput: false));
        var p = new Nchw(1, 8, 4, 6, Array.ConvertAll(weights.Values, v => (double)v));
        var naive = new NaiveIterated(4, 6, 3, IteratedNormalisation.AbsoluteSum, IteratedCentre.Current)
        {
            Hinted = [.. sparse.Values.Select(v => v > 0)],
        };
        Nchw Peer() => new(1, 1, 4, 6, naive.Run(x.Values, p.Values, sparse.Values));
        double Loss() => Dot(Peer(), g);
        foreach (var name in new[] { "gw.safetensors", "gw.npy" })
            Run(x, g, "--weights", At("w.safetensors"), "--layout", "cspn", "--grad-weights", At(name));
        Assert_near(Peer(), Output());
        Assert_near(Differences(x, Loss), GradInput());
        Assert_near(Differences(sparse, Loss), SafeTensors.Read(At("gw.safetensors"))["sparse_depth"].Values);
        Assert_near(Differences(p, Loss), Npy.Read(At("gw.npy")).Values);
        Assert.Equal([1, 8, 1, 4, 6], Npy.Read(At("gw.npy")).Shape);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("right-to-left")]
    public void Our_own_file_brings_its_input_gate_normalisation_and_chunk(string direction)
    {
        var shape = new MapShape(2, 3, 6, 7);
        var weights = PropagationWeights.Random(Connection.ThreeWay, shape, 3)
            .WithInputGate(FeatureMap.Random(shape with { Channels = 4 }, 4));
        var file = new LayoutWeights(weights, Normalisation.Always, 4);
        Layouts.Write(At("w.safetensors"), WeightLayout.Own, file);
        var (x, g) = (Nchw.Random(2, 3, 6, 7, _random), Nchw.Random(2, 3, 6, 7, _random));
        Run(x, g, "--weights", At("w.safetensors"), "--direction", direction, "--grad-weights", At("gw.safetensors"));
        var options = file.Options with { Backend = PropagationBackend.Reference };
        var result = Propagation.Forward(x.ToMap(), weights, options);
        var gradient = direction == "all" ? Propagation.Backward(result, g.ToMap())
            : Propagation.ScanBackward(x.ToMap(), weights, Direction.RightToLeft, g.ToMap(), options);
        var output = direction == "all" ? result.Output : Propagation.Scan(x.ToMap(), weights, Direction.RightToLeft, options);
        Near.Assert_near(output.Values, Output(), Tolerance);
        Near.Assert_near(gradient.Input.Values, GradInput(), Tolerance);
        var written = SafeTensors.Read(At("gw.safetensors"));
        Near.Assert_near(gradient.Weights.Values, written["weights"].Values, Tolerance);
        Near.Assert_near(gradient.Weights.InputGate!.Values, written["input_gate"].Values, Tolerance);
        Refused(
            "expected a name that ends in .safetensors for --grad-weights of weights with an input gate", x, g, "--weights",
            At("w.safetensors"), "--grad-weights", At("gw.npy"));
    }

    [Fact]
    public void What_does_not_go_together_is_refused_before_anything_is_written()
    {
        var (x, g) = (New(1, 5, 5), New(1, 5, 5));
        Save("cspn.safetensors", [], ("guidance", New(8, 5, 5)));
        Save("spn.safetensors", [], ("G", New(12, 5, 5)));
        Save("gspn.safetensors", new() { ["normalisation"] = "raw", ["chunk"] = "0" },
            ("G1", New(4, 5, 5)), ("G2", New(4, 5, 5)), ("G3", New(4, 5, 5)), ("B", New(4, 5, 5)));
        string[] cspn = ["--weights", At("cspn.safetensors"), "--layout", "cspn"];
        string[] spn = ["--weights", At("spn.safetensors"), "--layout", "pytorch-spn"];
        string[] gspn = ["--weights", At("gspn.safetensors"), "--layout", "gspn"];
        Refused("expected --direction only with a layout of scans, got cspn", x, g, [.. cspn, "--direction", "all"]);
        Refused("expected --backend only with a layout of scans, got cspn", x, g, [.. cspn, "--backend", "cpu"]);
        Refused("expected --normalisation only with a layout of scans, got cspn", x, g, [.. cspn, "--normalisation", "raw"]);
        Refused("expected --steps only with --layout cspn, got gspn", x, g, [.. gspn, "--steps", "3"]);
        Refused("expected normalisation = clip, always, raw in its metadata or as an option, got none", x, g, spn);
        Refused("whose network does not take the maximum of four scans, got none; name one, or all", x, g, gspn);
        Refused("expected weights of shape 1×1×4×5 for a map of shape 1×1×4×5, got 1×1×5×5", New(1, 4, 5), New(1, 4, 5), cspn);
        Refused("expected --grad-output of the shape of --input", x, New(1, 4, 5), cspn);
        Refused("expected a file name that ends in .npy or .safetensors, got 'gw.pt'", x, g, [.. cspn, "--grad-weights", At("gw.pt")]);
        Assert.Contains("not by their maximum", Run(x, g, [.. gspn, "--direction", "all"]), StringComparison.Ordinal);
        Assert.Equal(
            Propagation.Forward(x.ToMap(), Layouts.Read(gspn[1], WeightLayout.Gspn).Weights, new() { Normalisation = Normalisation.Raw })
                .Output.Values, Output());
    }

    private static Nchw OfPytorchSpn(Nchw x, Nchw all, Direction direction, string normalisation)
    {
        var gates = Enumerable.Range(0, 3).Select(k => all.Channels((int)direction * 6 + 2 * k, 2)).ToArray();
        var used = normalisation == "raw" ? gates : NaivePeers.Divided(gates, normalisation == "always");
        return NaivePeers.PytorchSpn(x, used, direction.IsHorizontal(), direction.IsReversed());
    }

    private static double Dot(Nchw a, Nchw b) => a.Values.Zip(b.Values, (one, other) => one * other).Sum();

    /// <summary>Central differences of a loss with respect to what an array holds.</summary>
    private static double[] Differences(Nchw at, Func<double> loss)
    {
        const double Step = 1e-5;
        var differences = new double[at.Values.Length];
        for (var i = 0; i < differences.Length; i++)
        {
            var value = at.Values[i];
            at.Values[i] = value + Step;
            var up = loss();
            at.Values[i] = value - Step;
            differences[i] = (up - loss()) / (2 * Step);
            at.Values[i] = value;
        }

        return differences;
    }

    private static void Assert_near(Nchw expected, float[] actual) => Assert_near(expected.Values, actual);

    private static void Assert_near(double[] expected, float[] actual) =>
        Near.Assert_near(expected, Array.ConvertAll(actual, v => (double)v), Tolerance);

    private Nchw New(int channels, int height, int width) => Nchw.Random(1, channels, height, width, _random);

    private float[] Output() => Npy.ReadFeatureMap(At("y.npy")).Values;

    private float[] GradInput() => Npy.ReadFeatureMap(At("gx.npy")).Values;

    private string Run(Nchw x, Nchw g, params string[] more)
    {
        Npy.Write(At("x.npy"), x.ToMap());
        Npy.Write(At("g.npy"), g.ToMap());
        return CommandLine.Run(
            PropagateCommand.Create(),
            ["--input", At("x.npy"), "--output", At("y.npy"), "--grad-output", At("g.npy"), "--grad-input", At("gx.npy"), .. more]);
    }

    private void Refused(string sentence, Nchw x, Nchw g, params string[] more)
    {
        File.Delete(At("y.npy"));
        Assert.Contains(sentence, Assert.ThrowsAny<Exception>(() => Run(x, g, more)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("y.npy")));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Save(string name, Dictionary<string, string> metadata, params (string Name, Nchw Values)[] tensors) =>
        SafeTensors.Write(At(name), [.. tensors.Select(t =>
            new SafeTensor(t.Name, [t.Values.N, t.Values.C, t.Values.H, t.Values.W], t.Values.ToMap().Values))], metadata);
}
