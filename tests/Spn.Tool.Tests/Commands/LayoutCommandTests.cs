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
            weights.WithInputGate(FeatureMap.Random(new(1, 4, 24, 24), 3)), Normalisation.RowStochastic, 7));
        Layouts.WriteIterated(At("cspn.safetensors"), new LayoutIterated(
            IteratedWeights.Random(new(1, 1, 24, 24), 4), new IteratedOptions { Steps = 5, Centre = IteratedCentre.Start },
            FeatureMap.Random(new(1, 1, 24, 24), 5), KeepsInput: true));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("pytorch-spn", "spn", "as the peer does it (always)")]
    [InlineData("gspn", "gspn", "a row of G does not sum to one")]
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
        Assert.Equal(layout == "gspn" ? 7 : 0, (int)data["chunk"]!);

        Run(InspectCommand.Create(), "--x", At("x.npy"), "--weights", At($"{file}.safetensors"), "--layout", layout, "--out", At("i.html"));
        var inspected = File.ReadAllText(At("i.html"));
        Assert.Contains(note, inspected, StringComparison.Ordinal);
        Assert.Equal(layout == "cspn", inspected.Contains("It has no scans", StringComparison.Ordinal));
        Assert.Contains("id=\"explorer\"", inspected, StringComparison.Ordinal);
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

    private void Explore(params string[] more) =>
        Run(ExploreCommand.Create(), ["--image", At("photo.png"), "--out", At("a.html"), .. more]);

    private void Refused(string sentence, params string[] more) =>
        Assert.Contains(sentence, Assert.ThrowsAny<Exception>(() => Explore(more)).Message, StringComparison.Ordinal);

    private static void Run(System.CommandLine.Command command, params string[] arguments) => CommandLine.Run(command, arguments);

    private string At(string name) => Path.Combine(_folder, name);
}
