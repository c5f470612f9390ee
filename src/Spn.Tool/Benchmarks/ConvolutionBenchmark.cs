using System.Globalization;
using System.Text.Json;
using Spn.Learning;

namespace Spn.Tool.Benchmarks;

/// <summary>One pass of one layer.</summary>
/// <param name="Shape">The layer.</param>
/// <param name="Pass">Forward, data gradient or weight gradient.</param>
/// <param name="Time">How long it took.</param>
internal sealed record ConvolutionFigure(ConvolutionShape Shape, string Pass, Timing Time)
{
    /// <summary>Floating-point operations per second at the median, two for each multiply-add.</summary>
    public double Rate => 2.0 * Shape.MultiplyAdds / Time.Median;

    /// <summary>Channels in and out, and rows of the map.</summary>
    public string Layer => FormattableString.Invariant($"{Shape.Inputs}→{Shape.Outputs} at {Shape.Height}×{Shape.Width}");
}

/// <summary>The figures of one run of <c>spn bench convolution</c>.</summary>
/// <param name="Threads">Threads that were used.</param>
/// <param name="Batch">N.</param>
/// <param name="Peak">What the registers give, in floating-point operations per second.</param>
/// <param name="Figures">All passes of all layers.</param>
internal sealed record ConvolutionBenchmark(int Threads, int Batch, double Peak, IReadOnlyList<ConvolutionFigure> Figures)
{
    public const string Forward = "forward", DataGradient = "data gradient", WeightGradient = "weight gradient";

    public static string Header { get; } = Row("layer", "pass", "median ms", "best ms", "GFLOP/s", "of peak");

    /// <summary>The three passes of a layer; the first layer needs no gradient at the image.</summary>
    public static IEnumerable<ConvolutionFigure> Run(ConvolutionShape shape, int threads)
    {
        var x = FeatureMap.Random(new MapShape(shape.Batch, shape.Inputs, shape.Height, shape.Width), 1);
        var y = FeatureMap.Random(new MapShape(shape.Batch, shape.Outputs, shape.OutHeight, shape.OutWidth), 2);
        var (gradX, gradY) = (new FeatureMap(x.Shape), y.Copy());
        var (weights, bias) = (FeatureMap.Random(new MapShape(1, 1, 1, shape.WeightCount), 3).Values, new float[shape.Outputs]);
        var (gradWeights, gradBias) = (new float[weights.Length], new float[bias.Length]);
        yield return new(shape, Forward, Timing.Of(() => Convolution.Forward(x, weights, bias, y, shape.Stride, threads)));
        if (shape.Inputs > 3)
            yield return new(shape, DataGradient, Timing.Of(() => Convolution.BackwardInput(gradY, weights, gradX, shape.Stride, threads)));
        yield return new(shape, WeightGradient, Timing.Of(() => Convolution.BackwardWeights(x, gradY, gradWeights, gradBias, shape.Stride, threads)));
    }

    public string Introduction() => FormattableString.Invariant(
        $"{PropagationReport.Machine}, {Threads} threads, batch {Batch}; multiply-adds in registers {Peak / 1e9:f0} GFLOP/s");

    public string Line(ConvolutionFigure f) => Row(
        f.Layer, f.Pass, Number(1e3 * f.Time.Median, 2), Number(1e3 * f.Time.Best, 2), Number(f.Rate / 1e9, 0), Number(100 * f.Rate / Peak, 0) + " %");

    public string Sum()
    {
        var (seconds, operations) = (Figures.Sum(f => f.Time.Median), Figures.Sum(f => 2.0 * f.Shape.MultiplyAdds));
        return Row("all", "", Number(1e3 * seconds, 2), Number(1e3 * Figures.Sum(f => f.Time.Best), 2), Number(operations / seconds / 1e9, 0), Number(100 * operations / seconds / Peak, 0) + " %");
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine = PropagationReport.Machine,
            threads = Threads,
            batch = Batch,
            peak_gflop_per_s = Peak / 1e9,
            figures = Figures.Select(f => new
            {
                inputs = f.Shape.Inputs,
                outputs = f.Shape.Outputs,
                extent = new[] { f.Shape.Height, f.Shape.Width },
                pass = f.Pass,
                median_ms = 1e3 * f.Time.Median,
                best_ms = 1e3 * f.Time.Best,
                runs = f.Time.Runs,
                gflop_per_s = f.Rate / 1e9,
            }),
        },
        new JsonSerializerOptions { WriteIndented = true });

    private static string Row(string layer, string pass, string median, string best, string rate, string share) =>
        $"{layer,-20} {pass,-16} {median,10} {best,10} {rate,8} {share,8}";

    private static string Number(double value, int digits) => value.ToString($"f{digits}", CultureInfo.InvariantCulture);
}
