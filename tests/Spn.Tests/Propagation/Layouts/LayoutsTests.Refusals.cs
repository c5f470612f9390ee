using Spn.Arrays;

namespace Spn.Tests;

/// <content>What is wrong with a file, or cannot be written.</content>
public sealed partial class LayoutsTests
{
    [Fact]
    public void What_is_wrong_with_a_file_is_said_in_one_sentence()
    {
        var random = new Random(6);
        var raw = new Dictionary<string, string> { ["normalisation"] = "raw" };
        var g = Nchw.Random(1, 12, 4, 4, random);
        Refused(WeightLayout.PytorchSpn, raw, "expected a tensor 'G', N×12C×H×W, or one of left_right", []);
        Refused(
            WeightLayout.PytorchSpn, raw, "expected tensors named G, left_right, right_left, top_bottom, bottom_top, got 'gates'",
            ("gates", g));
        Refused(
            WeightLayout.PytorchSpn, raw,
            "expected 'G' of shape N×12C×H×W (four directions of three maps of C channels), got [1, 11, 4, 4]", ("G", g.Channels(0, 11)));
        Refused(
            WeightLayout.PytorchSpn, [], "expected normalisation = clip, always, raw in its metadata or as an option, got none", ("G", g));
        Refused(WeightLayout.PytorchSpn, new() { ["normalisation"] = "softmax" }, "got 'softmax'", ("G", g));
        Refused(WeightLayout.PytorchSpn, new() { ["normalisation"] = "a\u202Eb\e" }, "got 'a?b?'", ("G", g));
        Refused(WeightLayout.PytorchSpn, raw, "expected 'right_left' of shape 1×3×4×4 like 'left_right', got [1, 3, 4, 5]",
            ("left_right", g.Channels(0, 3)), ("right_left", Nchw.Random(1, 3, 4, 5, random)));
        var nan = Nchw.Random(1, 12, 4, 4, random);
        nan[0, 7, 2, 1] = double.NaN;
        Refused(WeightLayout.PytorchSpn, raw, "expected finite values in 'G', got NaN at [0, 7, 2, 1]", ("G", nan));

        var gates = Nchw.Random(1, 4, 5, 5, random);
        (string, Nchw)[] Of(params string[] names) => [.. names.Select(name => (name, gates))];
        Refused(WeightLayout.Gspn, raw, "expected a tensor 'B', 1×(4·C)×5×5, got 'G1', 'G2', 'G3'", Of("G1", "G2", "G3"));
        Refused(WeightLayout.Gspn, raw, "expected chunk, GSPN's items_each_chunk", Of("G1", "G2", "G3", "B"));
        Refused(
            WeightLayout.Gspn, new() { ["normalisation"] = "raw", ["chunk"] = "-2" },
            "expected chunk in its metadata as a whole number from 0 to 2147483647, got '-2'", Of("G1", "G2", "G3", "B"));
        Refused(
            WeightLayout.Gspn, new() { ["normalisation"] = "raw", ["chunk"] = "2147483648" },
            "expected chunk in its metadata as a whole number from 0 to 2147483647, got '2147483648'", Of("G1", "G2", "G3", "B"));
        Refused(WeightLayout.Gspn, raw, "square), got [1, 4, 4, 5]", ("G1", Nchw.Random(1, 4, 4, 5, random)));
        Refused(WeightLayout.Own, [], "expected 'weights' of shape N×4×K×C×H×W", ("weights", g));

        Refused(WeightLayout.PytorchSpn, raw, "got 'G' and 'left_right'; leave one of them out", ("G", g), ("left_right", g));
        Npy.Write(At("gated.npy"), PropagationWeights.Gated(Connection.ThreeWay, new(1, 1, 2, 2), new float[64]));
        Assert.Contains("expected 1 or 3 maps a direction for the normalisation clip, got 4, as a gate has",
            Fault(() => Layouts.Read(At("gated.npy"), WeightLayout.Own)));
        Npy.Write(At("plain.npy"), new PropagationWeights(Connection.ThreeWay, new(1, 1, 2, 2)));
        Assert.Contains("expected 2 or 4 maps a direction, K + 1 of a gate, for the normalisation gate, got 3",
            Fault(() => Layouts.Read(At("plain.npy"), WeightLayout.Own, new LayoutOptions { Normalisation = Normalisation.Gate })));

        Save(At("bad.safetensors"), new() { ["steps"] = "10001" }, ("guidance", Nchw.Random(1, 8, 4, 4, random)));
        Assert.Contains("expected steps in its metadata from 1 to 10000, got 10001",
            Fault(() => Layouts.ReadIterated(At("bad.safetensors"))));
        Save(At("bad.safetensors"), [], ("guidance", Nchw.Random(1, 9, 4, 4, random)));
        Assert.Contains("expected 'guidance' of shape N×8×H×W, got [1, 9, 4, 4]", Fault(() => Layouts.ReadIterated(At("bad.safetensors"))));
        Save(
            At("bad.safetensors"), [], ("guidance", Nchw.Random(1, 8, 4, 4, random)), ("sparse_depth", Nchw.Random(1, 1, 4, 5, random)));
        Assert.Contains("expected 'sparse_depth' of shape 1×1×4×4 like 'guidance', got [1, 1, 4, 5]",
            Fault(() => Layouts.ReadIterated(At("bad.safetensors"))));
        File.WriteAllText(At("weights.pt"), "");
        Assert.Contains("ends in .safetensors or .npy", Fault(() => Layouts.Read(At("weights.pt"), WeightLayout.Own)));
        var zeros = new LayoutWeights(new PropagationWeights(Connection.ThreeWay, new(1, 1, 3, 3)), Normalisation.Clip, 0);
        Assert.Contains("for GSPN's layout", Assert.Throws<ArgumentException>(
            () => Layouts.Write(At("no.safetensors"), WeightLayout.Gspn, zeros)).Message);
        Assert.Contains("expected a chunk of 0 (the whole scan) or more lines, got -1", Assert.Throws<ArgumentOutOfRangeException>(
            () => Layouts.Write(At("no.safetensors"), WeightLayout.Own, zeros with { Chunk = -1 })).Message);
        foreach (var held in new Direction[][] { [], [Direction.LeftToRight, Direction.LeftToRight], [(Direction)4] })
            Assert.Contains("expected one to four directions, each once, got", Assert.Throws<ArgumentException>(
                () => Layouts.Write(At("no.safetensors"), WeightLayout.PytorchSpn, zeros with { Directions = held })).Message);
        var steps = new LayoutIterated(
            new IteratedWeights(new MapShape(1, 1, 4, 5)), new(), new FeatureMap(new MapShape(1, 1, 5, 4)), KeepsInput: true);
        Assert.Contains("expected a sparse map of 1×1×4×5, like the weights, got 1×1×5×4", Assert.Throws<ArgumentException>(
            () => Layouts.WriteIterated(At("no.safetensors"), steps)).Message);
        Assert.Contains("expected steps from 1 to 10000, got 20000", Assert.Throws<ArgumentOutOfRangeException>(
            () => Layouts.WriteIterated(At("no.safetensors"), steps with { Options = new() { Steps = 20_000 } })).Message);
        Assert.False(File.Exists(At("no.safetensors")));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Layouts.Read(At("plain.npy"), WeightLayout.Own, new LayoutOptions { Chunk = -1 }));
        Assert.Contains("expected the normalisation Clip, Always, RowStochastic", Assert.Throws<ArgumentOutOfRangeException>(
            () => Layouts.Read(At("plain.npy"), WeightLayout.Own, new LayoutOptions { Normalisation = (Normalisation)9 })).Message);
        Assert.False(File.Exists(At("no.safetensors")));
    }

    private void Refused(
        WeightLayout layout, Dictionary<string, string> metadata, string words, params (string Name, Nchw Values)[] tensors)
    {
        Save(At("bad.safetensors"), metadata, tensors);
        var message = Fault(() => Layouts.Read(At("bad.safetensors"), layout));
        Assert.StartsWith(At("bad.safetensors") + ": expected", message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    private static string Fault(Action read) => Assert.Throws<InvalidDataException>(read).Message;
}
