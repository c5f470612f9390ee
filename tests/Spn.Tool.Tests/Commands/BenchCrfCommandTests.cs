using System.Text.Json;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn bench crf</c>, small.</summary>
[Collection(TorchCollection.Name)]
public class BenchCrfCommandTests
{
    [Fact]
    public void The_parts_of_an_iteration_are_less_than_the_whole_and_what_cannot_be_timed_says_why()
    {
        var output = CommandLine.Run(BenchCrfCommand.Create(), "--size", "64", "--classes", "5", "--runs", "1", "--threads", "1", "--json");
        using var json = JsonDocument.Parse(output);
        var figures = json.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(f => f.GetProperty("work").GetString()!);
        double Best(string work) => figures[work].GetProperty("best_ms").GetDouble();
        var whole = Best("dense CRF, 10 iterations");
        foreach (var part in new[] { "start", "splat", "blur", "update" })
            Assert.InRange(Best(part), 1e-4, whole);
        Assert.True(Best("propagation alone, 32 channels at 512×512") > Best("propagation alone, 32 channels at 256×256"));
        Assert.All(figures.Values, f => Assert.True(
            f.GetProperty("median_ms").ValueKind == JsonValueKind.Number || f.GetProperty("note").GetString()!.Length > 10));
        Assert.Contains("pydensecrf", figures.Keys);
        Assert.Contains("1 to 4.4 s (CPU)", json.RootElement.GetProperty("paper").GetString());
    }
}
