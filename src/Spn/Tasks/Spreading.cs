using System.Numerics.Tensors;

namespace Spn.Tasks;

/// <summary>What a spreading of known values gave.</summary>
/// <param name="Values">1×C×H×W; known values as they were.</param>
/// <param name="Confidence">1×1×H×W in [0, 1]: how much of what is known arrives; 1 at known pixels, 0 where nothing did.</param>
/// <param name="Passes">Passes that were made.</param>
/// <param name="Unreached">Pixels that nothing reached; they hold <see cref="SpreadOptions.Fallback"/>.</param>
public sealed record SpreadResult(FeatureMap Values, FeatureMap Confidence, int Passes, int Unreached);

/// <summary>
/// Known values carried along the edges of a photograph by linear propagation. Masked values and the mask itself are scanned in all four
/// directions, the scans are averaged, and the quotient of the two is the answer: a mean of known values, weighted by how much of
/// each arrives.
/// </summary>
/// <remarks>
/// A known pixel has no weights, so it is a source: it hands on its own value and keeps it. The maximum over directions, by which a network
/// integrates its scans, would prefer large values to small ones; a mean does not.
/// </remarks>
public static class Spreading
{
    /// <summary>Less evidence than this counts as none: its quotient would be one of rounding errors.</summary>
    private const float Nothing = 1e-30f;

    /// <summary>Spreads known values with weights made by hand from a photograph.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="known">Values at some of its pixels.</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="progress">The share of the passes that are made, 0 to 1.</param>
    /// <param name="cancellation">Stops the work between scans.</param>
    /// <exception cref="ArgumentException">The sizes differ, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SpreadResult Along(
        FeatureMap photo, SparseMap known, SpreadOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        known.CheckPhoto(photo);
        var settings = (options ?? SpreadOptions.Default).Check();
        var weights = settings.Connection == Connection.OneWay
            ? HandWeights.DomainTransform(photo, settings.DomainTransform)
            : HandWeights.ColourDistance(photo, settings.ColourDistance);
        return Run(weights, known, settings, progress, cancellation);
    }

    /// <summary>Spreads known values with weights that are given, made by hand or learned.</summary>
    /// <param name="weights">1×4×K×1×H×W, shared by all channels; those of known pixels are taken as zero.</param>
    /// <param name="known">Values at some pixels.</param>
    /// <param name="options">All defaults when null; of the weights nothing is read.</param>
    /// <param name="progress">The share of the passes that are made, 0 to 1.</param>
    /// <param name="cancellation">Stops the work between scans.</param>
    /// <exception cref="ArgumentException">The sizes differ, a weight is negative, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SpreadResult With(
        PropagationWeights weights, SparseMap known, SpreadOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(known);
        if (weights.Shape != known.Known.Shape)
            throw new ArgumentException(
                $"expected weights of {known.Known.Shape}, shared by all channels, got {weights.Shape}; give those of this picture.",
                nameof(weights));
        if (weights.InputGate is not null)
            throw new ArgumentException(
                "expected weights without an input gate, since known pixels keep their values, got some with one; leave it out.",
                nameof(weights));
        if (!(TensorPrimitives.Min<float>(weights.Values) >= 0))
            throw new ArgumentException(
                "expected weights of at least 0, since a confidence is spread, got a negative one or NaN.", nameof(weights));
        return Run(weights.Copy(), known, (options ?? SpreadOptions.Default).Check(), progress, cancellation);
    }

    private static SpreadResult Run(
        PropagationWeights weights, SparseMap known, SpreadOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        MakeSources(weights, known);
        var evidence = Masked(known);
        var (hidden, sum) = (new FeatureMap(evidence.Shape), new FeatureMap(evidence.Shape));
        var propagation = new PropagationOptions { Threads = options.Threads };
        for (int pass = 1, before = -1; ; pass++)
        {
            Array.Clear(sum.Values);
            foreach (var direction in Directions.All)
            {
                cancellation.ThrowIfCancellationRequested();
                Propagation.ScanInto(evidence, weights, direction, hidden, propagation);
                TensorPrimitives.Add(sum.Values, hidden.Values, sum.Values);
            }

            TensorPrimitives.Multiply(sum.Values, 0.25f, evidence.Values);
            var unreached = Unreached(evidence);
            progress?.Report(Math.Min(1, (double)pass / options.Passes));
            // A pass that reaches nobody new is followed by none that does.
            if (pass >= options.Passes && (unreached == 0 || unreached == before || pass >= options.MostPasses))
                return Divided(evidence, known, options, pass, unreached);
            before = unreached;
        }
    }

    /// <summary>Known pixels listen to nobody.</summary>
    private static void MakeSources(PropagationWeights weights, SparseMap known)
    {
        var plane = weights.Shape.PlaneSize;
        for (var i = 0; i < plane; i++)
            for (var at = i; known.Known.Values[i] == 1 && at < weights.Values.Length; at += plane)
                weights.Values[at] = 0;
    }

    /// <summary>The masked values of all channels, and the mask as one channel more.</summary>
    private static FeatureMap Masked(SparseMap known)
    {
        var shape = known.Values.Shape;
        var masked = new FeatureMap(shape with { Channels = shape.Channels + 1 });
        for (var c = 0; c < shape.Channels; c++)
        {
            Span<float> from = known.Values.Plane(0, c), to = masked.Plane(0, c);
            for (var i = 0; i < to.Length; i++)
                to[i] = known.Known.Values[i] == 1 ? from[i] : 0;
        }

        known.Known.Values.CopyTo(masked.Plane(0, shape.Channels));
        return masked;
    }

    /// <summary>Counts the pixels with next to no evidence, and takes that little away: numbers that small are slow.</summary>
    private static int Unreached(FeatureMap evidence)
    {
        var (plane, count) = (evidence.Shape.PlaneSize, 0);
        var confidence = evidence.Plane(0, evidence.Channels - 1);
        for (var i = 0; i < plane; i++)
            if (confidence[i] < Nothing)
            {
                count++;
                for (var at = i; at < evidence.Values.Length; at += plane)
                    evidence.Values[at] = 0;
            }

        return count;
    }

    private static SpreadResult Divided(FeatureMap evidence, SparseMap known, SpreadOptions options, int passes, int unreached)
    {
        var values = new FeatureMap(known.Values.Shape);
        var confidence = evidence.Plane(0, values.Channels);
        for (var c = 0; c < values.Channels; c++)
        {
            var fallback = (float)(double.IsNaN(options.Fallback) ? known.Mean(c) : options.Fallback);
            Span<float> from = evidence.Plane(0, c), to = values.Plane(0, c);
            for (var i = 0; i < to.Length; i++)
                to[i] = confidence[i] > 0 ? from[i] / confidence[i] : fallback;
        }

        return new SpreadResult(values, new FeatureMap(known.Known.Shape, confidence.ToArray()), passes, unreached);
    }
}
