using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spn.Arrays;
using Spn.Imaging;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn explore</c> and <c>spn inspect</c> of weights in the layouts of others.</summary>
public sealed class LayoutCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-layout-").FullName;

    public LayoutCommandTests()
    {
        Png.Write(At("photo.png"), Image.FromFeatureMap(
            FeatureMap.Generate(new(1, 3, 24, 24), (_, c, row, column) => (row * 3 + column * c) % 24 / 24f)));
        Npy.Write(At("x.npy"), FeatureMap.Random(new(1, 1, 24, 24), 1));
        var weights = PropagationWeights.Random(Connection.ThreeWay, new(1, 1, 24, 24), 2);
        Layouts.Write(At("spn.safetensors"), WeightLayout.PytorchSpn, new LayoutWeights(weights, Normalisation.Always, 0));
        Layouts.Write(At("gspn.safetensors"), WeightLayout.Gspn, new LayoutWeights(
            weights.WithInputGate(FeatureMap.Random(new(1, 4, 24, 24), 3)), Normalisation.RowStochastic, 12));
        Layouts.WriteIterated(At("cspn.safetensors"), new LayoutIterated(
            IteratedWeights.Random(new(1, 1, 24, 24), 4), new IteratedOptions { Steps = 5, Centre = IteratedCentre.Start },
            FeatureMap.Generate(new(1, 1, 24, 24), (_, _, row, column) => (row * 24 + column) % 5 == 0 ? 1 : 0), KeepsInput: true));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pytorch-spn", "spn", "as the peer does it (always)")]
    [InlineData("gspn", "gspn", "its row of G need not sum to 1")]
    [InlineData("cspn", "cspn", "5 steps over eight neighbours")]
    public void Each_layout_opens_in_the_explorer_and_under_the_inspector(string layout, string file, string note)
    {
        Explore("--weights", At($"{file}.safetensors"), "--layout", layout);
        var page = File.ReadAllText(At("a.html"));
        Assert.Contains(note, page, StringComparison.Ordinal);
        var data = JsonNode.Parse(
            Regex.Match(page, "<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)!;
        Assert.Equal(layout == "cspn" ? 8 : 3, (int)data["sets"]![0]!["neighbours"]!);
        Assert.Equal(layout == "gspn", data["sets"]![0]!["channels"]![0]!["gate"] is not null);
        Assert.Equal(layout == "gspn" ? 12 : 0, (int)data["chunk"]!);
        // The first pixel shows more than itself: it is no hint, and no first line of a chunk.
        var (row, column) = ((int)data["start"]![0]!, (int)data["start"]![1]!);
        Assert.True(layout != "gspn" || column % 12 != 0);
        Assert.True(layout != "cspn" || (row * 24 + column) % 5 != 0);

        Inspect("--weights", At($"{file}.safetensors"), "--layout", layout);
        var inspected = File.ReadAllText(At("i.html"));
        Assert.Contains(note, inspected, StringComparison.Ordinal);
        Assert.Equal(layout == "cspn", inspected.Contains("It has no scans", StringComparison.Ordinal));
        Assert.Contains("id=\"explorer\"", inspected, StringComparison.Ordinal);
        Assert.Equal(layout == "cspn", inspected.Contains("named by the neighbour that a pixel takes from", StringComparison.Ordinal));
        Assert.Equal(layout == "gspn", inspected.Contains(
            "the last chunk begins: it has 12 lines in horizontal scans, 12 lines in vertical ones.", StringComparison.Ordinal));
        Assert.Equal(layout == "gspn", inspected.Contains("λ, how much of its own x a pixel lets in", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_divided_is_said_with_its_own_sums_and_without_a_limit()
    {
        string Page(string normalisation)
        {
            Inspect("--weights", At("own.safetensors"), "--normalisation", normalisation, "--chunk", "5");
            return File.ReadAllText(At("i.html"));
        }

        Layouts.Write(At("own.safetensors"), WeightLayout.Own, new LayoutWeights(
            PropagationWeights.Random(Connection.ThreeWay, new(1, 1, 24, 24), 2), Normalisation.Clip, 0));
        var (clipped, divided) = (Page("clip"), Page("row-stochastic"));
        foreach (var words in new[] { "Σ|p|", "the limit", "before the constraint", "≥ 1" })
        {
            Assert.Contains(words, clipped, StringComparison.Ordinal);
            Assert.DoesNotContain(words, divided, StringComparison.Ordinal);
        }

        Assert.Contains("Σ|q| of the weights that are used", divided, StringComparison.Ordinal);
        Assert.DoesNotContain("Σ|q|", clipped, StringComparison.Ordinal);
        Assert.Contains("<figcaption>the mean of x over its channels", divided, StringComparison.Ordinal);
        Assert.DoesNotContain("<figcaption>photograph", divided, StringComparison.Ordinal);
        Inspect("--weights", At("own.safetensors"), "--chunk", "1");
        Assert.Contains(
            "No pixel has a neighbour, so there is no weight to sum.", File.ReadAllText(At("i.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_direction_is_said_to_lose_a_maximum_that_the_network_does_not_take()
    {
        // From bottom to top nothing enters, so it never wins.
        var gate = FeatureMap.Generate(new(1, 4, 24, 24), (_, d, _, _) => d == (int)Direction.BottomToTop ? 0 : 1 + d);
        var weights = PropagationWeights.Random(Connection.ThreeWay, new(1, 1, 24, 24), 2).WithInputGate(gate);
        Npy.Write(At("x.npy"), FeatureMap.Constant(new(1, 1, 24, 24), 1));
        Layouts.Write(At("w.safetensors"), WeightLayout.Own, new LayoutWeights(weights, Normalisation.RowStochastic, 0));
        Assert.Contains("(↑) never wins", Inspect("--weights", At("w.safetensors")), StringComparison.Ordinal);
        Layouts.Write(At("w.safetensors"), WeightLayout.Gspn, new LayoutWeights(weights, Normalisation.RowStochastic, 0));
        Assert.DoesNotContain("never wins", Inspect("--weights", At("w.safetensors"), "--layout", "gspn"), StringComparison.Ordinal);
        var page = File.ReadAllText(At("i.html"));
        Assert.DoesNotContain("never wins", page, StringComparison.Ordinal);
        Assert.Contains("does not take the maximum of four scans", page, StringComparison.Ordinal);
        Explore("--weights", At("w.safetensors"), "--layout", "gspn");
        Assert.Single(Regex.Matches(File.ReadAllText(At("a.html")).Split("<script")[0], "1 − Σp"));
    }

    [Fact]
    public void Of_a_file_of_one_direction_the_others_are_no_fault()
    {
        Layouts.Write(At("w.safetensors"), WeightLayout.PytorchSpn, new LayoutWeights(
            PropagationWeights.Random(Connection.ThreeWay, new(1, 1, 24, 24), 2), Normalisation.Always, 0, [Direction.LeftToRight], []));
        var said = Inspect("--weights", At("w.safetensors"), "--layout", "pytorch-spn");
        Assert.DoesNotContain("never wins", said, StringComparison.Ordinal);
        Assert.DoesNotContain("switched off:", said, StringComparison.Ordinal);
        var page = File.ReadAllText(At("i.html"));
        Assert.Contains("The file holds left to right alone; the other rows are of scans without weights.", page, StringComparison.Ordinal);
        Assert.Contains("does not take the maximum of four scans", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_commands_take_an_input_gate_of_several_channels_beside_shared_weights_and_no_other_count_beside_own_ones()
    {
        void Write(int channels, int gates) => SafeTensors.Write(
            At("w.safetensors"),
            [.. new[] { "G1", "G2", "G3", "B" }.Select((name, i) => (name, count: i < 3 ? channels : gates)).Select(one => new SafeTensor(
                one.name, [1, 4 * one.count, 24, 24], FeatureMap.Random(new(1, 4 * one.count, 24, 24), one.count).Values))],
            new Dictionary<string, string> { ["normalisation"] = "row-stochastic", ["chunk"] = "0" });

        string[] given = ["--weights", At("w.safetensors"), "--layout", "gspn"];
        Npy.Write(At("x.npy"), FeatureMap.Random(new(1, 2, 24, 24), 1));
        Npy.Write(At("coarse.npy"), FeatureMap.Constant(new(1, 2, 24, 24), 0.5f));
        Write(1, 2);
        Inspect(given);
        Explore([.. given, "--coarse", At("coarse.npy")]);
        Assert.Contains("each class goes through the weights of its own channel", File.ReadAllText(At("a.html")), StringComparison.Ordinal);

        const string Sentence = "expected 'B' of shape 1×(4·C)×24×24, C = 1 or the 3 channels of the weights, got [1, 8, 24, 24]";
        Write(3, 2);
        Refused(Sentence, given);
        Assert.Contains(Sentence, Assert.Throws<InvalidDataException>(() => Inspect(given)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_hints_the_page_says_what_it_does_with_them()
    {
        string Page(float hint)
        {
            Layouts.WriteIterated(At("w.safetensors"), new LayoutIterated(
                IteratedWeights.Random(new(1, 1, 24, 24), 4), new IteratedOptions { Steps = 2 },
                FeatureMap.Constant(new(1, 1, 24, 24), hint), KeepsInput: false));
            Npy.Write(At("coarse.npy"), FeatureMap.Constant(new(1, 2, 24, 24), 0.5f));
            Explore("--weights", At("w.safetensors"), "--layout", "cspn", "--coarse", At("coarse.npy"));
            return File.ReadAllText(At("a.html"));
        }

        Assert.Contains(
            "set again after each step, to their value in the file. In the refined map hint pixels keep their coarse evidence.", Page(3),
            StringComparison.Ordinal);
        var none = Page(0);
        Assert.Contains("; no hints.", none, StringComparison.Ordinal);
        Assert.DoesNotContain("In the refined map", none, StringComparison.Ordinal);
        Inspect("--weights", At("w.safetensors"), "--layout", "cspn");
        Assert.Contains("<figcaption>the mean of x over its channels", File.ReadAllText(At("i.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_says_how_many_maps_gated_weights_have()
    {
        foreach (var command in new[] { InspectCommand.Create(), ExploreCommand.Create() })
        {
            var help = Run(new System.CommandLine.RootCommand { command }, command.Name, "--help");
            Assert.Contains("K + 1 maps, 2 or 4, with --normalisation gate", Regex.Replace(help, @"\s+", " "), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_command_line_goes_before_the_file_and_what_does_not_belong_is_refused()
    {
        Npy.Write(At("g.npy"), FeatureMap.Random(new(1, 12, 24, 24), 1));
        Refused("expected normalisation = clip, always, raw", "--weights", At("g.npy"), "--layout", "pytorch-spn");
        Explore("--weights", At("g.npy"), "--layout", "pytorch-spn", "--normalisation", "always");
        Assert.Contains("(always)", File.ReadAllText(At("a.html")), StringComparison.Ordinal);
        Explore("--weights", At("cspn.safetensors"), "--layout", "cspn", "--steps", "3");
        Assert.Contains("3 steps over eight neighbours", File.ReadAllText(At("a.html")), StringComparison.Ordinal);
        Refused("expected --steps only with --layout cspn", "--weights", At("g.npy"), "--steps", "3");
        Refused("expected --chunk only with a layout of scans", "--weights", At("cspn.safetensors"), "--layout", "cspn", "--chunk", "3");
        Refused("expected a whole number from 0 to 2147483647 for --chunk, got '-1'", "--weights", At("g.npy"), "--chunk", "-1");
        Refused(
            "expected --channels only with weights of scans", "--weights", At("cspn.safetensors"), "--layout", "cspn", "--channels", "0");
        Refused("expected --layout only with --weights", "--layout", "gspn");
        Refused("expected own, pytorch-spn, gspn or cspn for --layout, got 'caffe'", "--weights", At("g.npy"), "--layout", "caffe");
        Refused(
            "expected tensors named G, left_right, right_left, top_bottom, bottom_top, got 'guidance'",
            "--weights", At("cspn.safetensors"), "--layout", "pytorch-spn");
    }

    private string Inspect(params string[] more) =>
        Run(InspectCommand.Create(), ["--x", At("x.npy"), "--out", At("i.html"), .. more]);

    private void Explore(params string[] more) =>
        Run(ExploreCommand.Create(), ["--image", At("photo.png"), "--out", At("a.html"), .. more]);

    private void Refused(string sentence, params string[] more) =>
        Assert.Contains(sentence, Assert.ThrowsAny<Exception>(() => Explore(more)).Message, StringComparison.Ordinal);

    private static string Run(System.CommandLine.Command command, params string[] arguments) => CommandLine.Run(command, arguments);

    private string At(string name) => Path.Combine(_folder, name);
}
