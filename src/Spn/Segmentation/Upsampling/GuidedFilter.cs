namespace Spn.Segmentation;

/// <summary>
/// The guided filter (He, Sun, Tang, ECCV 2010 and TPAMI 2013, doi:10.1109/TPAMI.2012.213): in each window a map is a linear function of
/// the photograph's colours, and a pixel takes the mean of the functions of all windows that hold it.
/// </summary>
public static class GuidedFilter
{
    /// <summary>Guided upsampling: bilinear, then filtered with the photograph as the guide.</summary>
    /// <param name="coarse">1×C×h×w in [0, 1], h ≤ H and w ≤ W.</param>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1]; a grey one is taken as three equal channels.</param>
    /// <param name="options">All defaults when null.</param>
    /// <param name="cancellation">Stops the work between classes.</param>
    /// <returns>1×C×H×W in [0, 1]: what a linear function overshoots is cut, and the classes then sum to what they did before.</returns>
    /// <exception cref="ArgumentException">A shape, a value or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Upsample(
        FeatureMap coarse, FeatureMap photo, GuidedFilterOptions? options = null, CancellationToken cancellation = default)
    {
        var settings = (options ?? GuidedFilterOptions.Default).Check();
        _ = UpsamplingInput.Check(coarse, photo, settings.CellSize);
        var work = new RowWork(settings.Threads, cancellation);
        var upsampled = UpsamplingInput.Bilinear(coarse, photo, settings.CellSize, work);
        var box = new BoxMean(photo.Height, photo.Width, settings.Radius);
        var guide = new Guide(photo, box, settings.Epsilon);
        var result = new FeatureMap(upsampled.Shape);
        work.For(coarse.Channels, c => guide.Filter(upsampled.Plane(0, c), result.Plane(0, c)));
        work.For(photo.Height, row => SumAsBefore(upsampled, result, row));
        return result;
    }

    /// <summary>Edge-aware smoothing: a photograph filtered along its own edges, or along those of another one of its size.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <param name="guide">1×(1|3)×H×W in [0, 1]; the photograph itself when null.</param>
    /// <param name="options">All defaults when null; the cell size is not read.</param>
    /// <param name="cancellation">Stops the work between channels.</param>
    /// <returns>Of the photograph's shape, in [0, 1].</returns>
    /// <exception cref="ArgumentException">A shape, a value or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static FeatureMap Smooth(
        FeatureMap photo, FeatureMap? guide = null, GuidedFilterOptions? options = null, CancellationToken cancellation = default)
    {
        var settings = (options ?? GuidedFilterOptions.Default).Check();
        _ = UpsamplingInput.CheckPhoto(photo);
        guide = UpsamplingInput.CheckPhoto(guide ?? photo);
        Expect.SameShape(photo.Shape, guide.Shape with { Channels = photo.Channels }, nameof(guide));
        var filter = new Guide(guide, new BoxMean(photo.Height, photo.Width, settings.Radius), settings.Epsilon);
        var result = new FeatureMap(photo.Shape);
        new RowWork(settings.Threads, cancellation).For(photo.Channels, c => filter.Filter(photo.Plane(0, c), result.Plane(0, c)));
        return result;
    }

    private static void SumAsBefore(FeatureMap before, FeatureMap after, int row)
    {
        for (var i = row * after.Width; i < (row + 1) * after.Width; i++)
        {
            double old = 0, sum = 0;
            for (var at = i; at < after.Values.Length; at += after.Shape.PlaneSize)
                (old, sum) = (old + before.Values[at], sum + after.Values[at]);
            for (var at = i; at < after.Values.Length && after.Channels > 1 && sum > 0; at += after.Shape.PlaneSize)
                after.Values[at] = (float)Math.Min(1, after.Values[at] * old / sum);
        }
    }

    /// <summary>What of the filter depends on the photograph alone: the means of its colours, and (Σ + εU)⁻¹ of each window.</summary>
    private sealed class Guide
    {
        /// <summary>Rows and columns of a symmetric matrix that its six numbers stand for.</summary>
        private static readonly (int I, int J)[] Pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];

        private readonly BoxMean _box;
        private readonly float[][] _colours, _means, _inverse;

        public Guide(FeatureMap photo, BoxMean box, double epsilon)
        {
            _box = box;
            _colours = [.. Enumerable.Range(0, 3).Select(c => photo.Plane(0, Math.Min(c, photo.Channels - 1)).ToArray())];
            _means = Array.ConvertAll(_colours, Mean);
            float[][] products = [.. Pairs.Select(pair => Mean(Product(_colours[pair.I], _colours[pair.J])))];
            _inverse = [.. products.Select(_ => new float[box.Height * box.Width])];
            for (var i = 0; i < box.Height * box.Width; i++)
                Invert(products, i, epsilon);
        }

        /// <summary>Filters one class.</summary>
        public void Filter(ReadOnlySpan<float> source, Span<float> target)
        {
            var p = source.ToArray();
            var mean = Mean(p);
            float[][] a = [.. _colours.Select(colour => Mean(Product(colour, p)))];
            var b = new float[p.Length];
            for (var i = 0; i < b.Length; i++)
            {
                double x = a[0][i] - (double)_means[0][i] * mean[i], y = a[1][i] - (double)_means[1][i] * mean[i];
                var z = a[2][i] - (double)_means[2][i] * mean[i];
                a[0][i] = (float)(_inverse[0][i] * x + _inverse[1][i] * y + _inverse[2][i] * z);
                a[1][i] = (float)(_inverse[1][i] * x + _inverse[3][i] * y + _inverse[4][i] * z);
                a[2][i] = (float)(_inverse[2][i] * x + _inverse[4][i] * y + _inverse[5][i] * z);
                b[i] = mean[i] - a[0][i] * _means[0][i] - a[1][i] * _means[1][i] - a[2][i] * _means[2][i];
            }

            a = Array.ConvertAll(a, Mean);
            b = Mean(b);
            for (var i = 0; i < b.Length; i++)
                target[i] = Math.Clamp(a[0][i] * _colours[0][i] + a[1][i] * _colours[1][i] + a[2][i] * _colours[2][i] + b[i], 0, 1);
        }

        private float[] Mean(float[] values)
        {
            var mean = new float[values.Length];
            _box.Apply(values, mean);
            return mean;
        }

        private static float[] Product(float[] a, float[] b)
        {
            var product = new float[a.Length];
            System.Numerics.Tensors.TensorPrimitives.Multiply(a, b, product);
            return product;
        }

        private void Invert(float[][] products, int i, double epsilon)
        {
            Span<double> m = stackalloc double[6];
            for (var k = 0; k < m.Length; k++)
            {
                var (row, column) = Pairs[k];
                m[k] = products[k][i] - (double)_means[row][i] * _means[column][i] + (row == column ? epsilon : 0);
            }

            double a = m[3] * m[5] - m[4] * m[4], b = m[2] * m[4] - m[1] * m[5], c = m[1] * m[4] - m[2] * m[3];
            var determinant = m[0] * a + m[1] * b + m[2] * c;
            _inverse[0][i] = (float)(a / determinant);
            _inverse[1][i] = (float)(b / determinant);
            _inverse[2][i] = (float)(c / determinant);
            _inverse[3][i] = (float)((m[0] * m[5] - m[2] * m[2]) / determinant);
            _inverse[4][i] = (float)((m[1] * m[2] - m[0] * m[4]) / determinant);
            _inverse[5][i] = (float)((m[0] * m[3] - m[1] * m[1]) / determinant);
        }
    }
}
