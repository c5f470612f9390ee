namespace Spn.Learning;

/// <summary>A model that a training loop can train and a user can apply: a baseline segmenter or a refiner.</summary>
public interface ITrainable
{
    /// <summary>All trained arrays, in the order of the layers.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>One forward and backward pass: adds to every <see cref="Parameter.Gradient"/>.</summary>
    /// <param name="batch">Images, labels, and coarse maps where the model takes them.</param>
    /// <returns>The mean loss over the pixels that are not ignored.</returns>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    /// <exception cref="NonFiniteException">A layer gave NaN or infinity; the message names it.</exception>
    LossResult ForwardBackward(TrainingBatch batch);

    /// <summary>Class probabilities at the image's size, which may be any.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1].</param>
    /// <param name="coarse">N×classes×H×W probabilities for a refiner, null for a baseline.</param>
    /// <returns>N×classes×H×W, summing to one over the classes.</returns>
    /// <exception cref="ArgumentException">Shapes do not match the model or one another.</exception>
    FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null);
}
