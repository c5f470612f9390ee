using Spn.Arrays;
using TorchSharp;

namespace Spn.Learning;

/// <summary>Trained weights of VGG-16 for a refiner whose guidance network is <see cref="GuidanceOptions.Vgg16"/>.</summary>
public static class Vgg16
{
    /// <summary>Where torchvision's <c>vgg16().features</c> has its thirteen convolutions.</summary>
    private static readonly int[] FeatureIndices = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28];

    /// <summary>Loads the thirteen convolutions, from conv1_1 to conv5_3; the way up keeps its initial weights.</summary>
    /// <param name="model">Its guidance network begins as VGG-16.</param>
    /// <param name="path">
    /// A safetensors file with tensors <c>conv1_1.weight</c> (64×3×3×3), <c>conv1_1.bias</c> (64) … <c>conv5_3.bias</c>, or with
    /// torchvision's names <c>features.0.weight</c> … <c>features.28.bias</c>. Others in it are ignored. Input channels are red, green,
    /// blue, and the image is normalised as <see cref="GuidanceOptions.Mean"/> says, by default as torchvision does; weights trained by
    /// Caffe on blue, green, red in 0 to 255 need their first tensor's input channels reversed, a deviation of 1/255 and their own mean
    /// over 255.
    /// </param>
    /// <exception cref="ArgumentException">The model's guidance network is another one.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or a tensor is missing or of another shape; the model has not changed.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(SpnRefiner model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        var parameters = model.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        var tensors = SafeTensors.Read(path).Tensors.ToDictionary(tensor => tensor.Name);
        List<(SafeTensor From, torch.Tensor To)> found = [];
        for (var (level, convolution) = (1, 0); level <= 5; level++)
            for (var i = 1; i <= (level < 3 ? 2 : 3); i++, convolution++)
                foreach (var part in (string[])["weight", "bias"])
                {
                    if (!parameters.TryGetValue($"guidance.encode{level}_{i}.{part}", out var parameter))
                        throw new ArgumentException(
                            $"expected a guidance network that begins as VGG-16, got one without encode{level}_{i}; "
                            + "use GuidanceOptions.Vgg16.", nameof(model));
                    var (name, other) = ($"conv{level}_{i}.{part}", $"features.{FeatureIndices[convolution]}.{part}");
                    if (!tensors.TryGetValue(name, out var tensor) && !tensors.TryGetValue(other, out tensor))
                        throw new InvalidDataException(
                            $"{path}: expected a tensor '{name}' or '{other}', got a file without it; convert the weights of VGG-16.");
                    if (!tensor.Shape.Select(extent => (long)extent).SequenceEqual(parameter.shape))
                        throw new InvalidDataException(
                            $"{path}: expected tensor '{tensor.Name}' of shape [{string.Join(", ", parameter.shape)}], "
                            + $"got [{string.Join(", ", tensor.Shape)}]; convert the weights of VGG-16.");
                    found.Add((tensor, parameter));
                }

        foreach (var (from, to) in found)
            InitialWeights.Fill(to, from.Values);
    }
}
