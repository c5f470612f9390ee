using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>Tensors with the channel fastest in memory are read without a copy of torch's, and what belongs to them lies alike.</summary>
public class ChannelsLastTests
{
    static ChannelsLastTests() => TorchLibrary.Load();

    [Theory]
    [InlineData(1, 16, 40, 30, false)]
    [InlineData(3, 5, 33, 47, true)]
    [InlineData(2, 19, 70, 35, false)]
    [InlineData(1, 33, 128, 160, true)]
    public void Results_and_gradients_have_the_bits_of_planes_and_lie_as_what_they_belong_to(
        int batch, int channels, int height, int width, bool shared)
    {
        foreach (var normalisation in new[] { Normalisation.Clip, Normalisation.Gate })
        {
            using var scope = NewDisposeScope();
            var maps = 4 * normalisation.Maps(Connection.ThreeWay) * (shared ? 1 : channels);
            var values = new[]
            {
                randn(batch, channels, height, width), randn(batch, maps, height, width), rand(batch, 4, height, width),
                randn(batch, channels, height, width),
            };
            var planes = Run(values, normalisation);
            var turned = Run(Array.ConvertAll(values, LastChannel), normalisation);
            foreach (var (expected, actual) in planes.Zip(turned))
            {
                Assert.True(ChannelsLast.Is(actual), string.Join(' ', actual.stride()));
                Assert.Equal(Bits(expected), Bits(actual));
            }
        }
    }

    [Fact]
    public void Normalised_weights_and_their_gradient_lie_as_the_raw_ones()
    {
        using var scope = NewDisposeScope();
        var weights = randn(2, 12 * 7, 40, 21);
        var results = Array.ConvertAll([weights, LastChannel(weights)], raw =>
        {
            var leaf = raw.detach().requires_grad_();
            var normalised = TorchPropagation.Normalise(leaf, Connection.ThreeWay);
            normalised.backward([raw]);
            return (normalised.detach(), leaf.grad!);
        });
        Assert.True(ChannelsLast.Is(results[1].Item1) && ChannelsLast.Is(results[1].Item2));
        Assert.Equal(Bits(results[0].Item1), Bits(results[1].Item1));
        Assert.Equal(Bits(results[0].Item2), Bits(results[1].Item2));
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float16)]
    public void The_type_that_torch_takes_where_none_is_named_changes_nothing(ScalarType usual)
    {
        using var scope = NewDisposeScope();
        var values = new[] { randn(2, 5, 33, 21), randn(2, 12, 33, 21), rand(2, 4, 33, 21), randn(2, 5, 33, 21) };
        var expected = Run(values, Normalisation.Clip);
        Tensor[] actual;
        var before = get_default_dtype();
        try
        {
            set_default_dtype(usual);
            actual = Run(Array.ConvertAll(values, LastChannel), Normalisation.Clip);
        }
        finally
        {
            set_default_dtype(before);
        }

        Assert.All(actual, tensor => Assert.Equal(ScalarType.Float32, tensor.dtype));
        Assert.Equal(expected.SelectMany(Bits), actual.SelectMany(Bits));
    }

    [Fact]
    public void A_result_may_be_changed_in_place_as_that_of_planes()
    {
        using var scope = NewDisposeScope();
        var (x, weights) = (randn(2, 5, 33, 21), randn(2, 12, 33, 21));
        var results = Array.ConvertAll<Func<Tensor, Tensor>, Tensor[]>([tensor => tensor, LastChannel], lie =>
        {
            var (leaf, raw) = (lie(x).detach().requires_grad_(), lie(weights).detach().requires_grad_());
            var normalised = TorchPropagation.Normalise(raw, Connection.ThreeWay).mul_(0.5);
            var output = TorchPropagation.Propagate(leaf, normalised, Connection.ThreeWay, Normalisation.Raw).relu_();
            output.sum().backward();
            return [output.detach(), leaf.grad!, raw.grad!];
        });
        Assert.Equal(results[0].SelectMany(Bits), results[1].SelectMany(Bits));
    }

    [Fact]
    public void What_has_gaps_or_another_order_or_type_is_not_taken_for_it()
    {
        using var scope = NewDisposeScope();
        var last = LastChannel(randn(2, 6, 5, 7));
        Assert.True(ChannelsLast.Is(last));
        Tensor[] others =
        [
            randn(2, 6, 5, 7), last.narrow(1, 0, 5), last.narrow(2, 0, 4), last.narrow(3, 1, 6), last.to(ScalarType.Float64),
            randn(2, 6, 7, 5).transpose(2, 3), LastChannel(randn(2, 1, 5, 7)),
        ];
        Assert.All(others, other => Assert.False(ChannelsLast.Is(other)));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_lies_as_what_it_belongs_to_too(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (x, p) = (randn(1, 5, 9, 12).to(type), randn(1, 12, 9, 12).to(type));
        var results = Array.ConvertAll(new[] { x, LastChannel(x) }, map =>
        {
            var leaf = map.detach().requires_grad_();
            var output = TorchPropagation.Propagate(leaf, p, Connection.ThreeWay);
            output.backward([map]);
            return (Output: output.detach(), Gradient: leaf.grad!);
        });
        Assert.Equal(LastChannel(x).stride(), results[1].Output.stride());
        Assert.Equal(LastChannel(x).stride(), results[1].Gradient.stride());
        Assert.Equal(Bits(results[0].Output.to(ScalarType.Float32)), Bits(results[1].Output.to(ScalarType.Float32)));
        Assert.Equal(Bits(results[0].Gradient.to(ScalarType.Float32)), Bits(results[1].Gradient.to(ScalarType.Float32)));
    }

    [Theory]
    [InlineData(1, 4, 1, 9)]
    [InlineData(2, 4, 9, 1)]
    [InlineData(2, 1, 5, 6)]
    [InlineData(0, 4, 5, 6)]
    [InlineData(2, 3, 1, 1)]
    public void Thin_and_empty_maps_have_the_bits_of_planes(int batch, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        foreach (var direction in Directions.All)
        {
            Tensor[] values = [randn(batch, channels, height, width), randn(batch, 12 * channels, height, width)];
            var results = Array.ConvertAll([values, Array.ConvertAll(values, LastChannel)], given =>
            {
                var (x, p) = (given[0].detach().requires_grad_(), given[1].detach().requires_grad_());
                var output = TorchPropagation.Scan(x, p, direction, Connection.ThreeWay);
                output.backward([values[0]]);
                using (inference_mode())
                    Assert.Equal(Bits(output.detach()), Bits(TorchPropagation.Scan(given[0], given[1], direction, Connection.ThreeWay)));
                return new[] { output.detach(), x.grad!, p.grad! };
            });
            foreach (var (expected, actual) in results[0].Zip(results[1]))
                Assert.Equal(Bits(expected), Bits(actual));
        }
    }

    [Fact]
    public void Gradients_that_are_kept_for_a_second_derivative_refuse_one_and_lie_alike()
    {
        using var scope = NewDisposeScope();
        var (x, p) = (LastChannel(randn(2, 5, 9, 12)).requires_grad_(), LastChannel(randn(2, 60, 9, 12)).requires_grad_());
        var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
        var gradients = autograd.grad([y.square().sum()], [x, p], create_graph: true);
        Assert.All(gradients, gradient => Assert.True(ChannelsLast.Is(gradient), string.Join(' ', gradient.stride())));
        Assert.Throws<NotSupportedException>(() => TorchPropagation.Backward(gradients[0].sum()));
    }

    private static Tensor[] Run(Tensor[] values, Normalisation normalisation)
    {
        var leaves = values[..3].Select(value => value.detach().requires_grad_()).ToArray();
        var output = TorchPropagation.Propagate(leaves[0], leaves[1], Connection.ThreeWay, normalisation, inputGate: leaves[2]);
        output.backward([values[3]]);
        return [output.detach(), .. leaves.Select(leaf => leaf.grad!)];
    }

    private static Tensor LastChannel(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static int[] Bits(Tensor tensor) =>
        Array.ConvertAll(TensorMemory.ToArray<float>(tensor.contiguous()), BitConverter.SingleToInt32Bits);
}
