namespace Spn;

/// <summary>Computes a <see cref="StabilityReport"/>. Arguments have been checked.</summary>
internal static class StabilityAnalysis
{
    public static StabilityReport Of(PropagationWeights weights, Direction direction, int batch, int channel, Normalisation normalisation)
    {
        var (height, width) = (weights.Shape.Height, weights.Shape.Width);
        var clips = normalisation == Normalisation.Clip;
        // What is clipped is seen before it is; of the other kinds the raw maps say nothing about the sum.
        var given = new ScanSteps(weights, direction, batch, channel, clips ? Normalisation.Raw : normalisation);
        var used = clips ? new ScanSteps(weights, direction, batch, channel, normalisation) : given;
        var lines = given.Lines;
        var absoluteSum = new FeatureMap(new MapShape(1, 1, height, width));
        var (constrained, largest) = (0L, 0.0);
        var steps = new Tridiagonal[lines.Count - 1];
        for (var line = 1; line < lines.Count; line++)
        {
            var raw = Tridiagonal.Of(given, line);
            for (var pixel = 0; pixel < lines.Length; pixel++)
            {
                var sum = raw.AbsoluteSum(pixel);
                if (!double.IsFinite(sum))
                    throw NotFinite(lines.Offset(line, pixel), width);
                absoluteSum.Values[lines.Offset(line, pixel)] = (float)sum;
                largest = Math.Max(largest, sum);
                constrained += sum > 1 ? 1 : 0;
            }

            steps[line - 1] = clips ? Tridiagonal.Of(used, line) : raw;
        }

        return new StabilityReport
        {
            Direction = direction,
            Connection = weights.Connection,
            Normalisation = normalisation,
            AbsoluteSum = absoluteSum,
            ConstrainedShare = steps.Length == 0 ? 0 : constrained / ((double)steps.Length * lines.Length),
            MaxAbsoluteSum = largest,
            Steps = Analyze(steps),
        };

        ArgumentException NotFinite(int offset, int columns) => new(
            $"expected finite weights, got NaN or infinity at pixel {new Pixel(offset / columns, offset % columns)}, "
            + $"{direction.ToWords()}, batch item {batch}, channel {channel}; look for a diverged network or a division by zero.",
            nameof(weights));
    }

    private static StabilityStep[] Analyze(Tridiagonal[] steps)
    {
        var products = RunningProduct.InfinityNorms(steps);
        var analyzed = new StabilityStep[steps.Length];
        Parallel.For(0, steps.Length, t => analyzed[t] = new StabilityStep
        {
            Line = t + 2,
            InfinityNorm = steps[t].InfinityNorm(),
            SpectralNorm = SpectralNorm.Of(steps[t]),
            SpectralRadius = SpectralRadius.Of(steps[t], Stability.SpectralRadiusLimit),
            ProductInfinityNorm = products[t],
        });
        return analyzed;
    }
}
