namespace Spn;

/// <summary>How far apart the features of two pixels of one batch item are; pixels are offsets in the plane.</summary>
internal sealed class PixelDistances(FeatureMap features, int batch)
{
    private readonly float[] _values = features.Values;
    private readonly int _plane = features.Shape.PlaneSize;
    private readonly int _first = batch * features.Channels * features.Shape.PlaneSize;
    private readonly int _end = (batch + 1) * features.Channels * features.Shape.PlaneSize;

    /// <summary>The Euclidean distance over channels.</summary>
    public double Distance(int pixel, int other)
    {
        var sum = 0.0;
        for (var channel = _first; channel < _end; channel += _plane)
        {
            var difference = (double)_values[channel + pixel] - _values[channel + other];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The sum of absolute differences over channels.</summary>
    public double AbsoluteDistance(int pixel, int other)
    {
        var sum = 0.0;
        for (var channel = _first; channel < _end; channel += _plane)
            sum += Math.Abs((double)_values[channel + pixel] - _values[channel + other]);
        return sum;
    }

    /// <summary>The mean Euclidean distance of pixels side by side and one above the other; zero for a map of one pixel.</summary>
    public double MeanAdjacentDistance()
    {
        var (sum, pairs) = (0.0, 0L);
        for (var row = 0; row < features.Height; row++)
            for (var column = 0; column < features.Width; column++)
            {
                var pixel = row * features.Width + column;
                if (column > 0)
                    (sum, pairs) = (sum + Distance(pixel, pixel - 1), pairs + 1);
                if (row > 0)
                    (sum, pairs) = (sum + Distance(pixel, pixel - features.Width), pairs + 1);
            }

        return pairs == 0 ? 0 : sum / pairs;
    }
}
