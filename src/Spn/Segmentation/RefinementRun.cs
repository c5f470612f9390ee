using System.Numerics.Tensors;

namespace Spn.Segmentation;

/// <summary>One refinement: its evidence and weights, and the classes, as many at a time as the memory allows.</summary>
internal sealed unsafe class RefinementRun
{
    private readonly FeatureMap _image;
    private readonly RefinementOptions _options;
    private readonly RefinementEvidence _evidence;
    private readonly IProgress<double>? _progress;
    private readonly RowWork _work;

    public RefinementRun(
        FeatureMap image, CoarseClasses coarse, RefinementOptions? options, IProgress<double>? progress, CancellationToken cancellation)
    {
        _options = (options ?? RefinementOptions.Default).Check();
        _evidence = Evidence(image, coarse, _options);
        (_image, _progress, _work) = (image, progress, new RowWork(_options.Propagation.Threads, cancellation));
    }

    private int Pixels => _evidence.Height * _evidence.Width;

    /// <summary>What is propagated over an image, not weighed yet.</summary>
    public static RefinementEvidence Evidence(FeatureMap image, CoarseClasses coarse, RefinementOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.Batch != 1)
            throw new ArgumentException($"expected one image, 1×C×H×W, got {image.Shape}; refine batch items one by one.", nameof(image));
        return new RefinementEvidence(image.Height, image.Width, coarse, options.CellSize);
    }

    public FeatureMap Probabilities()
    {
        _ = RefinementMemory.ClassesAtOnce(_options, _image.Shape, _evidence.Coarse.Count, labels: false);
        var refined = new FeatureMap(_image.Shape with { Channels = _evidence.Coarse.Count });
        fixed (float* first = refined.Values)
            Scan(0, new Planes(first, refined.Channels, Pixels), Prepare(), share => _progress?.Report(share));
        var width = refined.Width;
        _work.For(refined.Height, row =>
        {
            var sum = new float[width];
            for (var c = 0; c < refined.Channels; c++)
                TensorPrimitives.Add(sum, refined.Plane(0, c).Slice(row * width, width), sum);
            sum.AsSpan().Replace(0, 1);
            for (var c = 0; c < refined.Channels; c++)
            {
                var values = refined.Plane(0, c).Slice(row * width, width);
                TensorPrimitives.Divide(values, sum, values);
            }
        });
        return refined;
    }

    public LabelMap Labels()
    {
        var classes = _evidence.Coarse.Classes;
        if (classes.Length == 0)
            throw new ArgumentException(
                $"expected at most {LabelMap.Ignore} classes for labels, got {_evidence.Coarse.Count}; refine probabilities.", "coarse");
        var atOnce = RefinementMemory.ClassesAtOnce(_options, _image.Shape, classes.Length, labels: true);
        var weights = Prepare();
        var (maximum, labels, width) = (new RunningMaximum(Pixels), new byte[Pixels], _evidence.Width);
        Array.Fill(labels, LabelMap.Ignore);
        using var outputs = Floats.Rent((long)atOnce * Pixels);
        for (var first = 0; first < classes.Length; first += atOnce)
        {
            var (start, count) = (first, Math.Min(atOnce, classes.Length - first));
            var planes = new Planes(outputs.First, count, Pixels);
            Scan(first, planes, weights, share => _progress?.Report((start + share * count) / classes.Length));
            _work.For(_evidence.Height, row =>
            {
                for (var c = 0; c < count; c++)
                    maximum.Add(
                        new ReadOnlySpan<float>(planes[c] + (nint)row * width, width), classes[start + c], row * width,
                        labels.AsSpan(row * width, width));
            });
        }

        _work.For(_evidence.Height, row => maximum.Finish(row * width, labels.AsSpan(row * width, width)));
        return new LabelMap(_evidence.Height, width, labels);
    }

    /// <summary>Weighs the evidence, and gets the image ready for weights.</summary>
    private HandWeightRows Prepare()
    {
        HandWeights.Checked(_image);
        var rows = _options.Connection == Connection.OneWay
            ? HandWeightRows.DomainTransform(_image, 0, _options.DomainTransform.Check(), _work)
            : HandWeightRows.ColourDistance(_image, 0, _options.ColourDistance.Check(), _work);
        _evidence.WeighByConfidence(_options.Confidence, _work);
        return rows;
    }

    private void Scan(int first, Planes outputs, HandWeightRows weights, Action<double> progress)
    {
        if (_options.Propagation.Backend != PropagationBackend.Cpu)
        {
            ScanElsewhere(first, outputs);
            return;
        }

        using var scans = new RefinementScans(weights, _evidence, _options.Propagation.Normalisation == Normalisation.Clip, _work);
        scans.Run(first, outputs, progress);
    }

    /// <summary>By a backend that takes whole maps and whole weights.</summary>
    private void ScanElsewhere(int first, Planes outputs)
    {
        var x = new FeatureMap(_image.Shape with { Channels = outputs.Count });
        for (var c = 0; c < outputs.Count; c++)
            _evidence.Weighed(first + c, _work).Values.CopyTo(x.Plane(0, c));
        var refined = Propagation.Forward(x, Refinement.Weights(_image, _options), _options.Propagation).Output;
        for (var c = 0; c < outputs.Count; c++)
            refined.Plane(0, c).CopyTo(new Span<float>(outputs[c], Pixels));
    }
}
