using Spn.Learning;
using static TorchSharp.torch;

namespace Spn.Tool.Benchmarks;

/// <summary>How long a tensor in <c>channels_last</c> takes to become planes, by the op and by torch, and to become that again.</summary>
/// <param name="Shape">N×C×H×W.</param>
/// <param name="Turn">The op, to planes.</param>
/// <param name="TurnBack">The op, back.</param>
/// <param name="Copy">torch's <c>contiguous()</c>.</param>
internal sealed record LayoutFigure(MapShape Shape, Timing Turn, Timing TurnBack, Timing Copy)
{
    public static LayoutFigure Measure(MapShape shape)
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var last = randn(shape.Batch, shape.Height, shape.Width, shape.Channels).permute(0, 3, 1, 2);
        var planes = ChannelsLast.Planes(last);
        return new LayoutFigure(
            shape,
            Timing.Of(() => ChannelsLast.Planes(last).Dispose()),
            Timing.Of(() => ChannelsLast.Like(last, planes).Dispose()),
            Timing.Of(() => last.contiguous().Dispose(), leastRuns: 3));
    }
}
