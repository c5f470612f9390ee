using System.Text.Json;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn bench crf</c>, small.</summary>
[Collection(TorchCollection.Name)]
public class BenchCrfCommandTests
{
    [Fact]
    public void Each_part_of_an_iteration_has_its_time_and_what_cannot_be_timed_says_why()
    {
        var output = CommandLine.Run(BenchCrfCommand.Create(), "--size", "64", "--classes", "5", "--runs", "1", "--threads", "1", "--json");
        using var json = JsonDocument.Parse(output);
        var figures = json.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(f => f.GetProperty("work").GetString()!);
        double Best(string work) => figures[work].GetProperty("best_ms").GetDouble();
        string[] timed =
        [
            "dense CRF, 10 iterations", "start", "splat", "blur", "update", "propagation alone, 32 channels at 512×512",
            "propagation alone, 32 channels at 256×256",
        ];
        Assert.All(timed, work => Assert.True(Best(work) > 0));
        Assert.All(figures.Values, f => Assert.True(
            f.GetProperty("median_ms").ValueKind == JsonValueKind.Number || f.GetProperty("note").GetString()!.Length > 10));
        Assert.Contains("pydensecrf", figures.Keys);
        Assert.Contains("1 to 4.4 s (CPU)", json.RootElement.GetProperty("paper").GetString());
    }
}
