using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// The paper's guidance network: a symmetric convolutional network with skip connections from an image to the raw propagation weights,
/// or, with as many outputs as classes, to scores.
/// <code>
/// using var guidance = new GuidanceNetwork(new GuidanceOptions(), outputs: 4 * 3 * 32);      // three-way, for 32 channels
/// var weights = guidance.call(image);                                                        // N×384×H/2×W/2
/// </code>
/// </summary>
/// <remarks>
/// Parameters are <c>encode1.weight</c>, … on the way down (<c>encode1_1</c>, <c>encode1_2</c> where a level has several convolutions),
/// or those of <c>resnet</c>, named as in torchvision; <c>decode3.weight</c>, … on the way up, named by the level they end at; and
/// <c>head.weight</c>.
/// <c>mean</c> and <c>deviation</c> are buffers.
/// </remarks>
public sealed class GuidanceNetwork : nn.Module<Tensor, Tensor>
{
    private readonly List<List<Conv2d>> _encode = [];
    private readonly List<Conv2d> _decode = [];
    private readonly HandAffinity? _hand;

    [ComponentName(Name = "resnet")]
    private readonly ResNet18Encoder? _resNet;

    [ComponentName(Name = "head")]
    private readonly Conv2d _head;

    [ComponentName(Name = "mean")]
    private readonly Tensor _mean;

    [ComponentName(Name = "deviation")]
    private readonly Tensor _deviation;

    /// <summary>An untrained network.</summary>
    /// <param name="options">Its structure.</param>
    /// <param name="outputs">
    /// Channels of what it gives: 4·K·C for a propagation of C channels with weights of their own, 4·K for shared ones.
    /// </param>
    /// <param name="seed">Of the random weights: the same on every machine.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public GuidanceNetwork(GuidanceOptions options, int outputs, int seed = 0) : this(options, new GuidanceHead(outputs), new Random(seed))
    {
    }

    internal GuidanceNetwork(GuidanceOptions options, GuidanceHead head, Random random) : base(TorchLibrary.Loaded(nameof(GuidanceNetwork)))
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingsCheck.Check(options);
        if (head.Outputs < 1)
            throw new ArgumentOutOfRangeException("outputs", $"expected at least one output, got {head.Outputs}.");
        Options = options.Check();
        _hand = head.Hand;
        _mean = Channels(options.Mean);
        _deviation = Channels(options.Deviation);
        _resNet = options.Backbone == Backbone.ResNet18 ? new ResNet18Encoder(random, options.Frozen) : null;
        var inputs = _resNet is null
            ? AddDecoder(AddEncoder(head.Beside, random), 0, random)
            : AddDecoder(ResNet18Encoder.Channels, head.Beside, random);
        _head = InitialWeights.Convolution(random, inputs + (_hand?.Channels ?? 0), head.Outputs, head.Kernel, gain: head.Gain);
        if (head.Bias is { } bias)
            InitialWeights.Fill(_head.bias!, bias);
        if (_hand is not null)
            StartAsCopy(_head.weight, _hand.Channels);
        RegisterComponents();
    }

    /// <summary>Its structure.</summary>
    public GuidanceOptions Options { get; }

    /// <summary>From an image to the outputs.</summary>
    /// <param name="image">N×3×H×W, sRGB in [0, 1]; any size.</param>
    /// <returns>
    /// N×outputs×h×w. With extents that are multiples of 2 to the number of levels, h and w are halves, quarters, … of them exactly.
    /// </returns>
    public override Tensor forward(Tensor image) => forward(image, null);

    /// <summary>The same with a second map that the network sees, for one that was made for it.</summary>
    internal Tensor forward(Tensor image, Tensor? beside)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (image.dim() != 4 || image.shape[1] != 3)
            throw new ArgumentException($"expected an image N×3×H×W, got {Applied.Shape(image)}.", nameof(image));
        using var scope = NewDisposeScope();
        var levels = Encode((image - _mean) / _deviation, beside);
        var x = levels[^1];
        for (var i = 0; i < _decode.Count; i++)
        {
            var skip = levels[^(i + 2)];
            var up = Interpolation.Like(x, skip);
            x = _decode[i].call(cat(Joins(i) && beside is not null ? [up, skip, Interpolation.Like(beside, skip)] : [up, skip], 1)).relu_();
        }

        if (_hand is not null)
            x = cat([x, _hand.Of(Interpolation.Like(image, x))], 1);
        return _head.call(x).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether the second map goes into this convolution of the way up: the last one beside ResNet-18, whose trained layers see the image
    /// alone; a U-net sees it after its first.
    /// </summary>
    private bool Joins(int decoder) => _resNet is not null && decoder == Options.Decoder.Count - 1;

    /// <summary>What each level gives on the way down, the image's own size first.</summary>
    private List<Tensor> Encode(Tensor x, Tensor? beside)
    {
        if (_resNet is not null)
            return _resNet.Stages(x);
        List<Tensor> levels = [];
        foreach (var level in _encode)
        {
            if (levels.Count > 0)
                x = nn.functional.max_pool2d(x, 2, ceil_mode: true);
            foreach (var convolution in level)
            {
                x = convolution.call(x).relu_();
                if (beside is not null && convolution == _encode[0][0])
                    x = cat([x, Interpolation.Like(beside, x)], 1);
            }

            levels.Add(x);
        }

        return levels;
    }

    /// <summary>Gives the channels of each level.</summary>
    private IReadOnlyList<int> AddEncoder(int beside, Random random)
    {
        List<int> skips = [];
        var inputs = 3;
        for (var level = 1; level <= Options.Encoder.Count; level++)
        {
            List<Conv2d> convolutions = [];
            var count = Options.Convolutions.Count == 0 ? 1 : Options.Convolutions[level - 1];
            for (var i = 1; i <= count; i++)
            {
                var first = level == 1 && i == 1;
                var name = count == 1 ? $"encode{level}" : $"encode{level}_{i}";
                var stride = first ? Options.Stride : 1;
                var convolution = Add(name, InitialWeights.Convolution(random, inputs, Options.Encoder[level - 1], stride: stride));
                foreach (var parameter in level <= Options.Frozen ? convolution.parameters() : [])
                    parameter.requires_grad = false;
                convolutions.Add(convolution);
                inputs = Options.Encoder[level - 1] + (first ? beside : 0);
            }

            _encode.Add(convolutions);
            skips.Add(inputs);
        }

        return skips;
    }

    /// <summary>Gives the channels at the end of the way up.</summary>
    private int AddDecoder(IReadOnlyList<int> skips, int beside, Random random)
    {
        var inputs = skips[^1];
        for (var i = 0; i < Options.Decoder.Count; i++)
        {
            var kernel = i == Options.Decoder.Count - 1 ? Options.LastKernel : 3;
            var convolution = InitialWeights.Convolution(
                random, inputs + skips[^(i + 2)] + (Joins(i) ? beside : 0), Options.Decoder[i], kernel);
            _decode.Add(Add($"decode{skips.Count - 1 - i}", convolution));
            inputs = Options.Decoder[i];
        }

        return inputs;
    }

    private Conv2d Add(string name, Conv2d convolution)
    {
        register_module(name, convolution);
        return convolution;
    }

    /// <summary>The head starts as the copy, for every channel, of the weights by hand, which are the last of its inputs.</summary>
    private static void StartAsCopy(Tensor weight, int hand)
    {
        using var scope = NewDisposeScope();
        using var quiet = NoCollection.Begin();
        using var fixedNow = no_grad();
        var (outputs, middle) = ((int)weight.shape[0], weight.shape[2] / 2);
        weight[.., ^hand..] = 0;
        for (var o = 0; o < outputs; o++)
            weight[o, weight.shape[1] - hand + o / (outputs / hand), middle, middle] = 1;
    }

    private static Tensor Channels(IReadOnlyList<double> values) =>
        tensor([.. values.Select(value => (float)value)], [1, 3, 1, 1]).DetachFromDisposeScope();
}

/// <summary>The last convolution of a guidance network, and what goes into it beside the image.</summary>
/// <param name="Outputs">Channels of the network's output.</param>
/// <param name="Kernel">1 or 3.</param>
/// <param name="Gain">What its initial weights are multiplied by.</param>
/// <param name="Beside">Channels of a map that the network sees beside the image.</param>
/// <param name="Hand">Weights by hand that it takes beside its features, and starts as their copy; null for none.</param>
internal sealed record GuidanceHead(int Outputs, int Kernel = 3, double Gain = 1, int Beside = 0, HandAffinity? Hand = null)
{
    /// <summary>Of the outputs, at the start; zeros where it is null.</summary>
    public float[]? Bias { get; init; }
}
