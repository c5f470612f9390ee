using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// A network that a training loop can train and a user can apply: a <see cref="BaselineSegmenter"/> or an <see cref="SpnRefiner"/>. Both
/// are ordinary modules.
/// </summary>
public interface ISegmenter : IDisposable
{
    /// <summary>Number of classes.</summary>
    int Classes { get; }

    /// <summary>How it is applied.</summary>
    InferenceOptions Inference { get; set; }

    /// <summary>The module itself: its parameters, its device, its state.</summary>
    nn.Module Module { get; }

    /// <summary>The loss of a batch as a scalar to go backward from: the weighted mean over the pixels that are not ignored.</summary>
    /// <param name="batch">Images, labels, and coarse maps where the model takes them.</param>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    Tensor Loss(TrainingBatch batch);

    /// <summary>What the learning rate is multiplied by for a parameter of this name.</summary>
    double RateFactor(string parameter);

    /// <summary>Class probabilities at the image's size, which may be any.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">N×classes×H×W probabilities for a refiner, null for a baseline.</param>
    /// <returns>N×classes×H×W, summing to one over the classes.</returns>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null);
}
