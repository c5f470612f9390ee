namespace Spn.Visuals;

/// <summary>
/// Weights of one batch item and one channel as whole numbers, q ≈ p · <see cref="Steps"/>, |q| ≤ 127. Rounding is made so that it
/// does not add up along a scan: the sum over the neighbours of a pixel is rounded first, what that loses is passed on to the next
/// pixel of the scan, and the neighbours share the rounded sum.
/// </summary>
internal sealed class QuantisedWeights
{
    /// <summary>From so many pixels on (512×512) weights take seven bits: the page stays below 4 MB.</summary>
    private const int Large = 1 << 18;

    private readonly int _height, _width, _most;

    private QuantisedWeights(Connection connection, int height, int width, float largest)
    {
        _most = height * width < Large ? 127 : 63;
        (Connection, _height, _width, Steps) = (connection, height, width, _most / (double)largest);
        Planes = new sbyte[Directions.All.Count * (int)connection * height * width];
    }

    public Connection Connection { get; }

    /// <summary>What q is for p = 1: 127, of large maps 63; less where weights without the constraint pass one.</summary>
    public double Steps { get; }

    /// <summary>4×K×H×W, directions and neighbours in their order.</summary>
    public sbyte[] Planes { get; }

    /// <summary>Weights as they are used: constrained already, or raw by choice.</summary>
    public static QuantisedWeights Of(PropagationWeights weights, int batch, int channel)
    {
        var shape = weights.Shape;
        var largest = 1f;
        foreach (var direction in Directions.All)
            for (var n = 0; n < weights.Neighbours; n++)
                foreach (var value in weights.Plane(batch, direction, n, channel))
                    largest = MathF.Max(largest, MathF.Abs(value));
        var quantised = new QuantisedWeights(weights.Connection, shape.Height, shape.Width, largest);
        foreach (var direction in Directions.All)
            quantised.Fill(weights, batch, channel, direction);
        return quantised;
    }

    /// <summary>The weights that the page works with: 1×4×K×1×H×W.</summary>
    public PropagationWeights ToWeights() =>
        new(Connection, new MapShape(1, 1, _height, _width), Array.ConvertAll(Planes, q => (float)(q / Steps)));

    private void Fill(PropagationWeights weights, int batch, int channel, Direction direction)
    {
        var neighbours = weights.Neighbours;
        var (lines, length) = direction.IsHorizontal() ? (_width, _height) : (_height, _width);
        var carried = new double[length];
        Span<double> exact = stackalloc double[3];
        Span<int> rounded = stackalloc int[3];
        for (var line = 1; line < lines; line++)
            for (var across = 0; across < length; across++)
            {
                var at = direction.IsReversed() ? lines - 1 - line : line;
                var offset = direction.IsHorizontal() ? across * _width + at : at * _width + across;
                for (var n = 0; n < neighbours; n++)
                    exact[n] = neighbours == 1 || (uint)(across + n - 1) < (uint)length
                        ? Steps * weights.Plane(batch, direction, n, channel)[offset] : 0;
                carried[across] = Round(exact[..neighbours], rounded[..neighbours], carried[across]);
                for (var n = 0; n < neighbours; n++)
                    Planes[(((int)direction * neighbours) + n) * _height * _width + offset] = (sbyte)rounded[n];
            }
    }

    /// <summary>Rounds so that the sum is that of the exact ones and what was carried, rounded; returns what is left over.</summary>
    private double Round(ReadOnlySpan<double> exact, Span<int> rounded, double carried)
    {
        var sum = carried;
        for (var n = 0; n < exact.Length; n++)
        {
            sum += exact[n];
            rounded[n] = Math.Clamp((int)Math.Round(exact[n]), -_most, _most);
        }

        var missing = (int)Math.Round(sum) - Sum(rounded);
        for (var turn = 0; turn < exact.Length && missing != 0; turn++)
        {
            // The one that is furthest from its exact value on the side that helps. A weight of zero, a wall, stays one.
            var best = -1;
            for (var n = 0; n < exact.Length; n++)
                if (exact[n] != 0 && Math.Abs(rounded[n] + Math.Sign(missing)) <= _most
                    && (best < 0 || Math.Sign(missing) * (exact[n] - rounded[n]) > Math.Sign(missing) * (exact[best] - rounded[best])))
                    best = n;
            if (best < 0)
                break;
            rounded[best] += Math.Sign(missing);
            missing -= Math.Sign(missing);
        }

        // Σ|p| ≤ 1 stays true after rounding, and with it every bound that follows from it.
        for (var magnitudes = Magnitudes(rounded); magnitudes > _most && Total(exact) <= _most + 1e-3; magnitudes = Magnitudes(rounded))
        {
            var largest = 0;
            for (var n = 1; n < rounded.Length; n++)
                if (Math.Abs(rounded[n]) > Math.Abs(rounded[largest]))
                    largest = n;
            rounded[largest] -= Math.Sign(rounded[largest]);
        }

        return Math.Clamp(sum - Sum(rounded), -1, 1);
    }

    private static int Sum(ReadOnlySpan<int> values)
    {
        var sum = 0;
        foreach (var value in values)
            sum += value;
        return sum;
    }

    private static int Magnitudes(ReadOnlySpan<int> values)
    {
        var sum = 0;
        foreach (var value in values)
            sum += Math.Abs(value);
        return sum;
    }

    private static double Total(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += Math.Abs(value);
        return sum;
    }
}
