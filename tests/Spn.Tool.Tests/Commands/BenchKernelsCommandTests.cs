using System.Text.Json;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn bench kernels</c>.</summary>
public class BenchKernelsCommandTests
{
    [Fact]
    public void Every_piece_has_a_time_and_the_bound_is_made_of_them_and_of_bytes()
    {
        using var json = JsonDocument.Parse(CommandLine.Run(BenchKernelsCommand.Create(), "--json"));
        var root = json.RootElement;
        Assert.Equal(6, root.GetProperty("pieces").GetArrayLength());
        Assert.All(root.GetProperty("pieces").EnumerateArray(), piece => Assert.True(piece.GetProperty("seconds").GetDouble() > 0));
        var bound = root.GetProperty("bound");
        // x once a scan, output and winners written once and merged three times, weights once for eight channels.
        Assert.Equal((51 * 32 + 4 * 12 * 4) * 512.0 * 512, bound.GetProperty("bytes").GetDouble());
        Assert.Equal(
            bound.GetProperty("bytes").GetDouble() / root.GetProperty("triad").GetDouble(), bound.GetProperty("moving").GetDouble(), 9);
        Assert.True(bound.GetProperty("computing").GetDouble() > 0 && bound.GetProperty("measured").GetDouble() > 0);
        Assert.Equal(2, root.GetProperty("layouts").GetArrayLength());
    }
}
