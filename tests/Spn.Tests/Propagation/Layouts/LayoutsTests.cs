using Spn.Arrays;

namespace Spn.Tests;

public sealed partial class LayoutsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-layouts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("clip", false)]
    [InlineData("always", false)]
    [InlineData("raw", false)]
    [InlineData("always", true)]
    public void Pytorch_spn_computes_what_its_own_recurrence_does(string normalisation, bool asNpy)
    {
        var random = new Random(1);
        var (x, all) = (Nchw.Random(2, 2, 6, 9, random), Nchw.Random(2, 24, 6, 9, random));
        var path = At(asNpy ? "w.npy" : "w.safetensors");
        if (asNpy)
            Npy.Write(path, all.ToMap());
        else
            Save(path, new() { ["normalisation"] = normalisation }, ("G", all));
        var file = Layouts.Read(path, WeightLayout.PytorchSpn, new LayoutOptions { Normalisation = asNpy ? Normalisation.Always : null });
        Assert.Equal(Normalisation.Raw, file.Normalisation);
        foreach (var direction in Directions.All)
        {
            var gates = Enumerable.Range(0, 3).Select(k => all.Channels((int)direction * 6 + 2 * k, 2)).ToArray();
            var used = normalisation == "raw" ? gates : NaivePeers.Divided(gates, normalisation == "always");
            var expected = NaivePeers.PytorchSpn(x, used, direction.IsHorizontal(), direction.IsReversed());
            var actual = Propagation.Scan(x.ToMap(), file.Weights, direction, file.Options);
            Near.Assert_near(expected.Values, Array.ConvertAll(actual.Values, v => (double)v), 1e-6);
        }
    }

    [Fact]
    public void Of_pytorch_spn_one_direction_alone_comes_in_as_AnyNet_has_it()
    {
        var random = new Random(2);
        var (x, spn) = (Nchw.Random(1, 4, 5, 8, random), Nchw.Random(1, 12, 5, 8, random));
        Save(At("anynet.safetensors"), new() { ["normalisation"] = "always" }, ("left_right", spn));
        var file = Layouts.Read(At("anynet.safetensors"), WeightLayout.PytorchSpn);
        Assert.Equal([Direction.LeftToRight], file.Directions);
        Assert.Contains(file.Notes, note => note.Contains("left to right alone", StringComparison.Ordinal));
        var expected = NaivePeers.PytorchSpn(
            x, NaivePeers.Divided([.. Enumerable.Range(0, 3).Select(k => spn.Channels(4 * k, 4))], always: true), true, false);
        var actual = Propagation.Scan(x.ToMap(), file.Weights, Direction.LeftToRight, file.Options);
        Near.Assert_near(expected.Values, Array.ConvertAll(actual.Values, v => (double)v), 1e-6);
        Assert.Equal(x.ToMap().Values, Propagation.Scan(x.ToMap(), file.Weights, Direction.TopToBottom, file.Options).Values);
        Layouts.Write(At("again.safetensors"), WeightLayout.PytorchSpn, file);
        var again = Layouts.Read(At("again.safetensors"), WeightLayout.PytorchSpn);
        Assert.Equal(actual.Values, Propagation.Scan(x.ToMap(), again.Weights, Direction.LeftToRight, again.Options).Values);
    }

    [Theory]
    [InlineData(Normalisation.Clip)]
    [InlineData(Normalisation.Always)]
    public void What_is_written_for_pytorch_spn_gives_there_what_it_gives_here_at_the_border_too(Normalisation normalisation)
    {
        var shape = new MapShape(2, 2, 6, 7);
        var (x, weights) = (FeatureMap.Random(shape, 1), PropagationWeights.Random(Connection.ThreeWay, shape, 2));
        var file = new LayoutWeights(weights, normalisation, 0);
        Layouts.Write(At("ours.safetensors"), WeightLayout.PytorchSpn, file);
        var theirs = Layouts.Read(At("ours.safetensors"), WeightLayout.PytorchSpn);
        Near.Assert_near(
            Array.ConvertAll(Propagation.Forward(x, weights, file.Options).Output.Values, v => (double)v),
            Array.ConvertAll(Propagation.Forward(x, theirs.Weights, theirs.Options).Output.Values, v => (double)v), 1e-6);
    }

    [Theory]
    [InlineData("clip")]
    [InlineData("always")]
    public void A_gradient_goes_back_through_the_division_of_pytorch_spn_at_the_border_too(string normalisation)
    {
        var random = new Random(7);
        var (all, reaching) = (Nchw.Random(1, 24, 3, 4, random), PropagationWeights.Random(Connection.ThreeWay, new(1, 2, 3, 4), 8));
        Save(At("w.safetensors"), new() { ["normalisation"] = normalisation }, ("G", all));
        var file = Layouts.Read(At("w.safetensors"), WeightLayout.PytorchSpn);
        double Loss() => Directions.All.Sum(direction =>
        {
            var used = NaivePeers.Divided(
                [.. Enumerable.Range(0, 3).Select(k => all.Channels((int)direction * 6 + 2 * k, 2))], normalisation == "always");
            return Enumerable.Range(0, 3 * 2 * 12).Sum(i => reaching.Values[(int)direction * 72 + i] * used[i / 24].Values[i % 24]);
        });
        var expected = new double[all.Values.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            var value = all.Values[i];
            all.Values[i] = value + 1e-5;
            var up = Loss();
            all.Values[i] = value - 1e-5;
            expected[i] = (up - Loss()) / 2e-5;
            all.Values[i] = value;
        }

        Near.Assert_near(expected, Array.ConvertAll(file.GradientOfFile(reaching).Values, v => (double)v), 1e-6);
        Assert.Throws<ArgumentException>(
            () => file.GradientOfFile(PropagationWeights.Random(Connection.ThreeWay, new(1, 1, 3, 4), 1)));
        var raw = Layouts.Read(At("w.safetensors"), WeightLayout.PytorchSpn, new LayoutOptions { Normalisation = Normalisation.Raw });
        Assert.Same(reaching, raw.GradientOfFile(reaching));
    }

    [Fact]
    public void Pytorch_spn_with_our_border_keeps_the_raw_maps_and_differs_at_the_border_alone()
    {
        var random = new Random(3);
        var (x, all) = (Nchw.Random(1, 1, 7, 6, random), Nchw.Random(1, 12, 7, 6, random));
        Save(At("w.safetensors"), new() { ["normalisation"] = "always" }, ("G", all));
        var (theirs, ours) = (Layouts.Read(At("w.safetensors"), WeightLayout.PytorchSpn),
            Layouts.Read(At("w.safetensors"), WeightLayout.PytorchSpn, new LayoutOptions { OwnBorder = true }));
        Assert.Equal(all.ToMap().Values, ours.Weights.Values);
        Assert.Equal(Normalisation.Always, ours.Normalisation);
        var used = Propagation.Normalise(ours.Weights, ours.Options);
        for (var row = 0; row < 7; row++)
            Assert.Equal(
                row is > 0 and < 6,
                Math.Abs(theirs.Weights[0, Direction.LeftToRight, 1, 0, row, 3] - used[0, Direction.LeftToRight, 1, 0, row, 3]) < 1e-6);
    }

    [Theory]
    [InlineData("row-stochastic", 3, false)]
    [InlineData("row-stochastic", 7, true)]
    [InlineData("raw", 4, false)]
    public void Gspn_computes_what_its_own_recurrence_does(string normalisation, int chunk, bool asNpy)
    {
        var random = new Random(4);
        var x = Nchw.Random(2, 2, 7, 7, random);
        var gates = Enumerable.Range(0, 4).Select(_ => Nchw.Random(2, 8, 7, 7, random)).ToArray();
        var path = At(asNpy ? "w.npy" : "w.safetensors");
        if (asNpy)
            Npy.Write(
                path, [.. Enumerable.Range(0, 2).SelectMany(n => gates.SelectMany(g => g.ToMap().Values.Skip(n * 392).Take(392)))],
                2, 4, 8, 7, 7);
        else
            Save(path, new() { ["normalisation"] = normalisation, ["chunk"] = $"{chunk}" },
                [.. gates.Select((gate, i) => (new[] { "G1", "G2", "G3", "B" }[i], gate))]);
        var file = Layouts.Read(path, WeightLayout.Gspn, !asNpy ? null : new LayoutOptions
        {
            Normalisation = Normalisation.RowStochastic, Chunk = chunk,
        });
        Assert.Equal(chunk, file.Chunk);
        var used = normalisation == "raw" ? gates[..3] : NaivePeers.Stochastic(gates[..3]);
        var expected = NaivePeers.Gspn(NaivePeers.Turned(x), gates[3], used, chunk);
        Direction[] order = [Direction.LeftToRight, Direction.TopToBottom, Direction.RightToLeft, Direction.BottomToTop];
        foreach (var backend in new[] { PropagationBackend.Reference, PropagationBackend.Cpu })
            for (var slot = 0; slot < 4; slot++)
            {
                var hidden = Propagation.Scan(x.ToMap(), file.Weights, order[slot], file.Options with { Backend = backend });
                var turned = NaivePeers.Turned(new Nchw(2, 2, 7, 7, Array.ConvertAll(hidden.Values, v => (double)v)));
                Near.Assert_near(expected.Channels(2 * slot, 2).Values, turned.Channels(2 * slot, 2).Values, 1e-6);
            }

        Layouts.Write(At("again.safetensors"), WeightLayout.Gspn, file);
        Same(file, Layouts.Read(At("again.safetensors"), WeightLayout.Gspn));
        var written = SafeTensors.Read(At("again.safetensors"));
        Assert.Equal(gates[0].ToMap().Values, written["G1"].Values);
        Assert.Equal(gates[3].ToMap().Values, written["B"].Values);
    }

    [Theory]
    [InlineData("8sum", true, false)]
    [InlineData("8sum_abs", false, false)]
    [InlineData("8sum", false, true)]
    public void Cspn_computes_what_its_own_recurrence_does(string norm, bool hinted, bool asNpy)
    {
        var random = new Random(5);
        var (x, guidance) = (Nchw.Random(2, 1, 6, 8, random), Nchw.Random(2, 8, 6, 8, random));
        var sparse = new Nchw(2, 1, 6, 8).Fill((_, _, _, _) => Math.Max(0, random.NextDouble() - 0.7));
        var path = At(asNpy ? "w.npy" : "w.safetensors");
        (string, Nchw)[] tensors = hinted ? [("guidance", guidance), ("sparse_depth", sparse)] : [("guidance", guidance)];
        if (asNpy)
            Npy.Write(path, guidance.ToMap());
        else
            Save(path, new() { ["steps"] = "5", ["norm_type"] = norm }, tensors);
        var file = Layouts.ReadIterated(path, asNpy ? new LayoutOptions { Steps = 5 } : null);
        var actual = IteratedPropagation.Forward(x.ToMap(), file.Weights, file.Options, file.Hints(x.ToMap())).Output;
        var expected = NaivePeers.Cspn(x, guidance, hinted ? sparse : null, 5, norm == "8sum_abs");
        Near.Assert_near(expected.Values, Array.ConvertAll(actual.Values, v => (double)v), 1e-6);

        Layouts.WriteIterated(At("again.safetensors"), file);
        var again = Layouts.ReadIterated(At("again.safetensors"));
        Assert.Equal(file.Weights.Values, again.Weights.Values);
        Assert.Equal((file.Options, file.KeepsInput), (again.Options, again.KeepsInput));
        Assert.Equal(file.Sparse?.Values, again.Sparse?.Values);
    }

    [Theory]
    [InlineData(Normalisation.Gate)]
    [InlineData(Normalisation.RowStochastic)]
    public void Our_own_layout_keeps_gates_and_how_weights_are_used(Normalisation normalisation)
    {
        var shape = new MapShape(2, 3, 4, 5);
        var values = FeatureMap.Random(new MapShape(1, 1, 1, 2 * 4 * 3 * 20 * (normalisation == Normalisation.Gate ? 4 : 3)), 1).Values;
        var weights = normalisation == Normalisation.Gate ? PropagationWeights.Gated(Connection.ThreeWay, shape, values)
            : new PropagationWeights(Connection.ThreeWay, shape, values).WithInputGate(FeatureMap.Random(shape with { Channels = 4 }, 2));
        var file = new LayoutWeights(weights, normalisation, 3);
        Layouts.Write(At("own.safetensors"), WeightLayout.Own, file);
        var again = Layouts.Read(At("own.safetensors"), WeightLayout.Own);
        Same(file, again);
        Assert.Equal(weights.IsGated, again.Weights.IsGated);
    }

    [Fact]
    public void Our_own_npy_file_of_one_way_weights_is_clipped_unless_said_otherwise()
    {
        var weights = PropagationWeights.Random(Connection.OneWay, new MapShape(1, 2, 3, 4), 1);
        Npy.Write(At("own.npy"), weights);
        Same(new LayoutWeights(weights, Normalisation.Clip, 0), Layouts.Read(At("own.npy"), WeightLayout.Own));
    }

    private static void Same(LayoutWeights expected, LayoutWeights actual)
    {
        Assert.Equal(expected.Weights.Values, actual.Weights.Values);
        Assert.Equal(expected.Weights.Shape, actual.Weights.Shape);
        Assert.Equal(expected.Weights.InputGate?.Values, actual.Weights.InputGate?.Values);
        Assert.Equal((expected.Normalisation, expected.Chunk), (actual.Normalisation, actual.Chunk));
        Assert.Equal(expected.Directions, actual.Directions);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static void Save(string path, Dictionary<string, string> metadata, params (string Name, Nchw Values)[] tensors) =>
        SafeTensors.Write(path, [.. tensors.Select(t =>
            new SafeTensor(t.Name, [t.Values.N, t.Values.C, t.Values.H, t.Values.W], t.Values.ToMap().Values))], metadata);
}
