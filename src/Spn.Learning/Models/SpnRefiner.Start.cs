using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <content>How a refiner begins: its guidance network, or the check of one that was given, and the weights of its own layers.</content>
public sealed partial class SpnRefiner
{
    private static GuidanceNetwork OwnGuidance(RefinerOptions options, Random random)
    {
        if (options.Guidance.Check().Level is not (0 or 1))
            throw new ArgumentException(
                "expected a guidance network that ends at the image's size or half of it, "
                + $"got one that ends {options.Guidance.Level} levels below.", nameof(options));
        return new GuidanceNetwork(options.Guidance, new GuidanceHead(options.Outputs)
        {
            Bias = options.Normalisation == Normalisation.Gate ? GateBias(options) : null,
            Kernel = options.WeightKernel,
            Gain = options.WeightGain,
            Beside = options.GuidanceSeesCoarse ? options.Classes : 0,
            Hand = options.HandStrength > 0 ? new HandAffinity(options.Connection, options.HandStrength) : null,
        }, random);
    }

    /// <summary>
    /// A gate starts closed, g = 0, near the identity, and, where it has three neighbours, with most of its share in the middle one,
    /// a = −2, 0, −2: evidence then goes straight until the image says otherwise.
    /// </summary>
    private static float[] GateBias(RefinerOptions options)
    {
        var maps = options.Normalisation.Maps(options.Connection);
        var (bias, channels) = (new float[options.Outputs], options.Outputs / (4 * maps));
        for (var i = 0; i < bias.Length && options.Connection == Connection.ThreeWay; i++)
            bias[i] = i / channels % maps is 0 or 2 ? -2 : 0;
        return bias;
    }

    /// <summary>How much smaller than the image the weights are that a network gives, found by trying.</summary>
    private static int StrideOf(nn.Module<Tensor, Tensor> guidance, RefinerOptions options)
    {
        if (options.GuidanceSeesCoarse || options.HandStrength > 0)
            throw new ArgumentException(
                "expected guidanceSeesCoarse off and handStrength 0 with a guidance network of your own, which sees the image alone; "
                + "leave them out.", nameof(options));
        const int side = 2 * MultipleOfOthers;
        return Applied.Run(guidance, () =>
        {
            var weights = guidance.call(Applied.Like(guidance, zeros(1, 3, side, side))) ?? throw new ArgumentException(
                "expected a guidance network that gives a tensor, the weights, got none; return it from forward.", nameof(guidance));
            var parameters = guidance.parameters().FirstOrDefault()?.dtype ?? ScalarType.Float32;
            if (!weights.is_floating_point() || weights.dtype != parameters)
                throw new ArgumentException(
                    $"expected a guidance network that gives weights of {parameters}, got {weights.dtype}; convert them in forward.",
                    nameof(guidance));
            var shared = 4 * options.Normalisation.Maps(options.Connection);
            long[] shape = weights.shape;
            var each = shared * options.Channels;
            if (shape is not [1, _, side or side / 2, _] || shape[2] != shape[3] || (shape[1] != shared && shape[1] != each))
                throw new ArgumentException(
                    $"expected a guidance network that gives {each} channels (or {shared}, shared) at {side}×{side} or half of it for an "
                    + $"image of {side}×{side}, got {Applied.Shape(weights)}; change its last layers.", nameof(guidance));
            return side / (int)shape[2];
        });
    }

    /// <summary>
    /// The first channels start as the classes: on the way in the mean of the stride×stride pixels under each propagated one, on the way
    /// out as they are. With pairs the next ones start as their negatives, and each of a pair counts half. The other channels start as
    /// small random filters that the output does not see yet.
    /// </summary>
    private void PassClassesThrough()
    {
        using var scope = NewDisposeScope();
        using var quiet = NoCollection.Begin();
        using var fixedNow = no_grad();
        var started = Options.Pairs ? 2 * Classes : Classes;
        var middle = Options.OutputKernel / 2;
        _input.weight[..started] = 0;
        for (var channel = 0; channel < started; channel++)
        {
            var (c, sign) = (channel % Classes, channel < Classes ? 1.0 : -1.0);
            // Row and column 1 of a kernel of 3 lie on the pixel itself; one of 1 sees the mean already.
            if (Options.InputKernel == 1)
                _input.weight[channel, c] = sign;
            else
                _input.weight[channel, c, 1..(1 + _stride), 1..(1 + _stride)] = sign / (_stride * _stride);
            _output.weight[c, channel, middle, middle] = sign / (Options.Pairs ? 2 : 1);
        }
    }
}
