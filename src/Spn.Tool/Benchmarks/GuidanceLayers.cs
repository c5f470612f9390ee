using Spn.Learning;

namespace Spn.Tool.Benchmarks;

/// <summary>The guidance network of the preset for 128×128 patches, the one that <c>torch_guidance.py</c> builds.</summary>
internal static class GuidanceLayers
{
    /// <summary>Its convolutions, all 3×3 of stride 1.</summary>
    public static IReadOnlyList<ConvolutionShape> Convolutions(int batch) =>
    [
        new(batch, 3, 16, 128, 128, 3, 1), new(batch, 16, 32, 64, 64, 3, 1), new(batch, 32, 64, 32, 32, 3, 1), new(batch, 64, 64, 16, 16, 3, 1),
        new(batch, 128, 64, 32, 32, 3, 1), new(batch, 96, 64, 64, 64, 3, 1), new(batch, 64, 384, 64, 64, 3, 1),
    ];

    /// <summary>Floating-point operations of the convolutions; backward is both gradients of all but the first, which needs none at the image.</summary>
    public static double Operations(int batch, bool backward)
    {
        var forward = 2.0 * Convolutions(batch).Sum(shape => shape.MultiplyAdds);
        return backward ? 3 * forward - 2.0 * Convolutions(batch)[0].MultiplyAdds : forward;
    }

    /// <summary>The network.</summary>
    public static Network Build() => new NetworkBuilder(seed: 1)
        .Input("image", 3)
        .Convolution("encode1", 16)
        .MaxPool("pool1")
        .Convolution("encode2", 32)
        .MaxPool("pool2")
        .Convolution("encode3", 64)
        .MaxPool("pool3")
        .Convolution("encode4", 64)
        .Resize("up3", like: "encode3")
        .Concat("skip3", "up3", "encode3")
        .Convolution("decode3", 64)
        .Resize("up2", like: "encode2")
        .Concat("skip2", "up2", "encode2")
        .Convolution("decode2", 64)
        .Convolution("weights", 384, ConvolutionOptions.Default.WithActivation(Activation.None))
        .Build();
}
