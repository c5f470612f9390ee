using static TorchSharp.torch;

namespace Spn.Learning;

public sealed partial class SpnRefiner
{
    /// <summary>Pixels of the image, each way, for one pixel of the map that is propagated: 1 or 2.</summary>
    public int Stride => _stride;

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
            return _output.call(_input.call(log)).ToFeatureMap();
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
