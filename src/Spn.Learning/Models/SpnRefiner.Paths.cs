using Spn.Imaging;
using static TorchSharp.torch;

namespace Spn.Learning;

public sealed partial class SpnRefiner
{
    /// <summary>Pixels of the image, each way, for one pixel of the map that is propagated: 1 or 2.</summary>
    public int Stride => _stride;

    /// <summary>
    /// A map at the size that is propagated, as the refiner comes to it: continued to the right and below with its last column and row
    /// up to whole blocks, then the mean of each <see cref="Stride"/>×<see cref="Stride"/> pixels.
    /// </summary>
    /// <param name="map">N×C×H×W in [0, 1], of the size of the image: the image itself, or class probabilities.</param>
    /// <returns>N×C×h×w in [0, 1], h and w those of <see cref="Weights"/>.</returns>
    public FeatureMap AtPropagatedSize(FeatureMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        var shape = map.Shape with { Height = Whole(map.Height), Width = Whole(map.Width) };
        var whole = shape == map.Shape ? map : FeatureMap.Generate(
            shape, (n, c, row, column) => map[n, c, Math.Min(row, map.Height - 1), Math.Min(column, map.Width - 1)]);
        if (_stride == 1)
            return whole;
        var mean = Resize.Area(whole, shape.Height / _stride, shape.Width / _stride);

        // Means of ones may pass one by a last digit.
        return new FeatureMap(mean.Shape, Array.ConvertAll(mean.Values, value => Math.Clamp(value, 0f, 1f)));
    }

    /// <summary>
    /// Labels at the size that is propagated: the margin to the right and below, which the refiner adds, is ignored; then the label under
    /// the centre of each <see cref="Stride"/>×<see cref="Stride"/> pixels.
    /// </summary>
    /// <param name="labels">H×W, of the size of the image.</param>
    /// <returns>h×w, the size of <see cref="Weights"/>.</returns>
    public LabelMap AtPropagatedSize(LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var whole = LabelMap.Generate(Whole(labels.Height), Whole(labels.Width), (row, column) =>
            row < labels.Height && column < labels.Width ? labels[row, column] : LabelMap.Ignore);
        return Resize.Nearest(whole, whole.Height / _stride, whole.Width / _stride);
    }

    private int Whole(int extent) => (extent + _multiple - 1) / _multiple * _multiple;

    /// <summary>
    /// The ways of the classes through the two transforms: at [i, j] how much the score of class i rises, before the softmax, where the
    /// coarse map is sure of class j everywhere, beside its mean over all j. What is propagated is left out: a constant map is a fixed
    /// point of the propagation. In a sound model the largest entry of a column stands on the diagonal.
    /// </summary>
    /// <returns>classes×classes.</returns>
    public double[,] ClassPaths()
    {
        var scores = Applied.Run(this, () =>
        {
            // Large enough that the middle sees no border; item j is sure of class j.
            var side = 8 * _stride;
            var coarse = eye(Classes).view(Classes, Classes, 1, 1).expand(Classes, Classes, side, side).contiguous();
            var log = Applied.Like(this, coarse).clamp_min(Kept.Scalar(Options.Floor)).log();
            return _output.call(Input(log)).ToFeatureMap();
        });
        var paths = new double[Classes, Classes];
        for (var i = 0; i < Classes; i++)
        {
            var mean = Enumerable.Range(0, Classes).Average(j => (double)scores[j, i, scores.Height / 2, scores.Width / 2]);
            for (var j = 0; j < Classes; j++)
                paths[i, j] = scores[j, i, scores.Height / 2, scores.Width / 2] - mean;
        }

        return paths;
    }
}
