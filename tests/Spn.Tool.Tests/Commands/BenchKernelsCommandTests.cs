using System.Text.Json;
using Spn.Learning;
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
        // Forward: x once a scan, output and winners written once and merged three times, weights once for eight channels.
        const double weights = 4 * 12 * 512 * 512, values = 32 * 512 * 512;
        AssertBound(0, 9 * values + weights, 51 * values + 4 * weights);
        AssertBound(1, (9 + 13) * values + 3 * weights, (51 + 112) * values + (4 + 8 + 9) * weights);
        void AssertBound(int index, double least, double bytes)
        {
            var bound = root.GetProperty("bounds")[index];
            Assert.Equal(least, bound.GetProperty("least").GetDouble());
            Assert.Equal(bytes, bound.GetProperty("bytes").GetDouble());
            Assert.Equal(bytes / root.GetProperty("triad").GetDouble(), bound.GetProperty("moving").GetDouble(), 9);
            Assert.True(bound.GetProperty("computing").GetDouble() > 0 && bound.GetProperty("measured").GetDouble() > 0);
        }

        Assert.Equal(TorchLibrary.Status().IsAvailable ? 2 : 0, root.GetProperty("layouts").GetArrayLength());
    }
}
