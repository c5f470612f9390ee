using Spn.Arrays;
using TorchSharp;
using TorchSharp.Modules;

namespace Spn.Learning;

/// <summary>
/// ResNet-18 trained on ImageNet, as a refiner's guidance network may begin (<see cref="Backbone.ResNet18"/>): from the ONNX file of the
/// NuGet package <c>Microsoft.ML.DnnImageFeaturizer.ResNet18</c> (MIT, trained with CNTK, 60 MB).
/// </summary>
public static class ResNet18
{
    private const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18", Version = "0.23.1";

    /// <summary>
    /// Where the package's file is on this machine. A build with <c>-p:ImageNet=true</c> fetches it into NuGet's package folder.
    /// </summary>
    /// <exception cref="FileNotFoundException">It is not here.</exception>
    public static string FindFile() => TorchFolders.PackageFolders()
        .Select(packages => Path.Combine(packages, Package.ToLowerInvariant(), Version, "tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx"))
        .FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            $"expected ResNet18.onnx of {Package} {Version} in NuGet's package folder, found none; "
            + "build with -p:ImageNet=true, or name the file.");

    /// <summary>Loads the encoder of a refiner's guidance network, as <see cref="Load(GuidanceNetwork, string)"/> does.</summary>
    /// <param name="model">Its guidance network is one of <see cref="GuidanceOptions.ResNet18"/>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The model's guidance network is another one.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another network; the model has not changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(SpnRefiner model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        Load(model.Guidance as GuidanceNetwork ?? throw Other(nameof(model)), path);
    }

    /// <summary>Loads the encoder, its statistics among it; the way up keeps its initial weights.</summary>
    /// <param name="network">
    /// One of <see cref="GuidanceOptions.ResNet18"/>: the <see cref="SpnRefiner.Guidance"/> of a refiner, the
    /// <see cref="BaselineSegmenter.Network"/> of a baseline.
    /// </param>
    /// <param name="path">
    /// The package's file, or another ResNet-18 of its form. It is for blue, green, red from 0 to 255 less a mean; the weights of its
    /// first convolution are reordered and scaled for red, green, blue in [0, 1], less <see cref="GuidanceOptions.Mean"/> and divided by
    /// <see cref="GuidanceOptions.Deviation"/>.
    /// </param>
    /// <exception cref="ArgumentException">The network is another one.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another network; this one has not changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(GuidanceNetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        var encoder = network.named_children().Select(child => child.module).OfType<ResNet18Encoder>().FirstOrDefault()
            ?? throw Other(nameof(network));
        var layers = OnnxTensors.Read(path).Where(node => node.Type is "Conv" or "BatchNormalization");
        var stored = layers.SelectMany(node => node.Tensors).ToList();
        List<torch.Tensor> wanted = [.. InOrderOfTheFile(encoder)];
        if (stored.Count != wanted.Count)
            throw new InvalidDataException(
                $"{path}: expected {wanted.Count} tensors of ResNet-18, got {stored.Count}; use the file of {Package}.");
        foreach (var (from, to) in stored.Zip(wanted))
            if (!from.Shape.Select(extent => (long)extent).SequenceEqual(to.shape))
                throw new InvalidDataException(
                    $"{path}: expected tensor '{from.Name}' of shape [{string.Join(", ", to.shape)}], "
                    + $"got [{string.Join(", ", from.Shape)}]; use the file of {Package}.");
        foreach (var (from, to) in stored.Zip(wanted))
            InitialWeights.Fill(to, to.shape is [_, 3, ..] ? ForRedGreenBlue(from, network.Options.Deviation) : from.Values);
    }

    private static ArgumentException Other(string name) =>
        new("expected a network that begins as ResNet-18, got another one; use GuidanceOptions.ResNet18.", name);

    /// <summary>
    /// Weights of each convolution; scale, offset, mean and variance of each normalisation. In a block that shrinks, the shortcut comes
    /// first.
    /// </summary>
    private static IEnumerable<torch.Tensor> InOrderOfTheFile(ResNet18Encoder encoder)
    {
        var modules = encoder.named_modules().Where(one => one.module is Conv2d or BatchNorm2d).ToList();
        return modules.GroupBy(one => string.Join('.', one.name.Split('.').TakeWhile(part => !IsModule(part))))
            .SelectMany(block => block.OrderByDescending(one => one.name.Contains("downsample", StringComparison.Ordinal)))
            .SelectMany(one => one.module is BatchNorm2d norm
                ? (torch.Tensor[])[norm.weight!, norm.bias!, norm.running_mean!, norm.running_var!]
                : [((Conv2d)one.module).weight]);

        // The rest of a name is that of the block: layer2.0 of layer2.0.conv1 and of layer2.0.downsample.0.
        static bool IsModule(string part) => part is "downsample" or ['c', 'o', 'n', 'v', _] or ['b', 'n', _];
    }

    /// <summary>O×3×k×k with the input channels in the opposite order, each times what a deviation of the image is in 0 to 255.</summary>
    private static float[] ForRedGreenBlue(SafeTensor weight, IReadOnlyList<double> deviation)
    {
        var plane = weight.Shape[2] * weight.Shape[3];
        var values = new float[weight.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (filter, channel) = (i / (3 * plane), i / plane % 3);
            values[i] = (float)(weight.Values[(filter * 3 + 2 - channel) * plane + i % plane] * 255 * deviation[channel]);
        }

        return values;
    }
}
