using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// ResNet-18 (He et al. 2016, https://doi.org/10.1109/CVPR.2016.90) down to 1/32 of the image, without its classifier; modules are named
/// as in torchvision. It is the one of the package that <see cref="ResNet18"/> names, which has three blocks in its last layer, one more
/// than the paper's.
/// </summary>
/// <remarks>
/// Batch normalisation keeps the statistics it was loaded with, in training too; its scales and offsets are trained. Those of a few
/// patches of one photograph each would be noise beside those of ImageNet, and a network that was trained with other statistics than it
/// is applied with is another network.
/// </remarks>
internal sealed class ResNet18Encoder : nn.Module<Tensor, Tensor>
{
    /// <summary>Channels of what the five stages give, at 1/2, 1/4, 1/8, 1/16 and 1/32 of the image.</summary>
    public static readonly IReadOnlyList<int> Channels = [64, 64, 128, 256, 512];

    private static readonly IReadOnlyList<int> Blocks = [2, 2, 2, 3];

    [ComponentName(Name = "conv1")]
    private readonly Conv2d _first;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm2d _norm;

    private readonly List<Sequential> _layers = [];

    /// <summary>An untrained one.</summary>
    /// <param name="random">Of its weights.</param>
    /// <param name="frozen">How many of the five stages stay as they are.</param>
    public ResNet18Encoder(Random random, int frozen = 0) : base("ResNet18")
    {
        _first = InitialWeights.Convolution(random, 3, Channels[0], kernel: 7, stride: 2, bias: false);
        _norm = nn.BatchNorm2d(Channels[0]);
        for (var layer = 1; layer <= 4; layer++)
        {
            List<(string, nn.Module<Tensor, Tensor>)> list = [];
            for (var block = 0; block < Blocks[layer - 1]; block++)
                list.Add(($"{block}", new ResidualBlock(
                    random, Channels[block == 0 ? layer - 1 : layer], Channels[layer], stride: block == 0 && layer > 1 ? 2 : 1)));
            var blocks = nn.Sequential(list);
            register_module($"layer{layer}", blocks);
            _layers.Add(blocks);
        }

        RegisterComponents();
        nn.Module[] stages = [_first, .. _layers];
        foreach (var parameter in (frozen > 0 ? _norm.parameters() : []).Concat(stages.Take(frozen).SelectMany(one => one.parameters())))
            parameter.requires_grad = false;
        train();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x) => Stages(x)[^1];

    /// <summary>What the five stages give; the first is the one before the first pooling.</summary>
    public List<Tensor> Stages(Tensor x)
    {
        List<Tensor> stages = [_norm.call(_first.call(x)).relu_()];
        var pooled = nn.functional.max_pool2d(stages[0], 3, stride: 2, padding: 1);
        foreach (var layer in _layers)
            stages.Add(layer.call(stages.Count == 1 ? pooled : stages[^1]));
        return stages;
    }

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (var norm in modules().OfType<BatchNorm2d>())
            norm.eval();
    }
}

/// <summary>
/// Two 3×3 convolutions with batch normalisation, and the input added to what they give. Untrained, it passes its input on.
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "conv1")]
    private readonly Conv2d _first;

    [ComponentName(Name = "bn1")]
    private readonly BatchNorm2d _firstNorm;

    [ComponentName(Name = "conv2")]
    private readonly Conv2d _second;

    [ComponentName(Name = "bn2")]
    private readonly BatchNorm2d _secondNorm;

    [ComponentName(Name = "downsample")]
    private readonly Sequential? _shortcut;

    public ResidualBlock(Random random, int inputs, int outputs, int stride) : base(nameof(ResidualBlock))
    {
        _first = InitialWeights.Convolution(random, inputs, outputs, stride: stride, bias: false);
        _firstNorm = nn.BatchNorm2d(outputs);
        _second = InitialWeights.Convolution(random, outputs, outputs, bias: false);
        _secondNorm = nn.BatchNorm2d(outputs);
        InitialWeights.Fill(_secondNorm.weight!, new float[outputs]);
        if (stride > 1)
            _shortcut = nn.Sequential(
                ("0", InitialWeights.Convolution(random, inputs, outputs, kernel: 1, stride, bias: false)), ("1", nn.BatchNorm2d(outputs)));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var y = _firstNorm.call(_first.call(x)).relu_();
        return (_secondNorm.call(_second.call(y)) + (_shortcut?.call(x) ?? x)).relu_().MoveToOuterDisposeScope();
    }
}
