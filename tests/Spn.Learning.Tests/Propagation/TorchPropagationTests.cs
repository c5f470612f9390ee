using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>
/// The op on tensors against the reference and against a plain loop that torch differentiates, over shapes, connections and layouts.
/// </summary>
public class TorchPropagationTests
{
    private const double Tolerance = 1e-5;

    static TorchPropagationTests() => TorchLibrary.Load();

    [Fact]
    public void Outputs_and_gradients_equal_the_reference_and_a_plain_loop_in_every_layout() =>
        Property.Holds(PropagationCase.Any(maxExtent: 40), c =>
        {
            var random = new Random(c.Seed);
            Compare(
                new TensorCase(c, normalisation: random.Next(2) == 0 ? Normalisation.Clip : Normalisation.Raw), null,
                Any(random), Any(random), Any(random));
        });

    [Fact]
    public void One_scan_equals_the_reference_and_a_plain_loop_in_every_layout() =>
        Property.Holds(PropagationCase.Any(maxExtent: 40), c =>
        {
            var random = new Random(c.Seed);
            Compare(
                new TensorCase(c, normalisation: random.Next(2) == 0 ? Normalisation.Clip : Normalisation.Raw), c.Direction,
                Any(random), Any(random), Any(random));
        });

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(40, 1)]
    [InlineData(2, 39)]
    [InlineData(37, 2)]
    public void Thin_maps_do_too(int height, int width)
    {
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
            foreach (var shared in new[] { false, true })
                foreach (var arrangement in Enum.GetValues<Arrangement>())
                    Compare(
                        new TensorCase(new(connection, new(2, 3, height, width), shared, default, 3), normalisation: Normalisation.Clip),
                        null, arrangement, arrangement, arrangement);
    }

    [Theory]
    [InlineData(3, 150, 90)] // blocks of the backward that kept lines of the forward start
    [InlineData(1, 260, 140)] // threads share a plane
    public void Larger_maps_whose_lines_the_forward_keeps_do_too(int channels, int height, int width)
    {
        var c = new PropagationCase(Connection.ThreeWay, new MapShape(1, channels, height, width), false, Direction.BottomToTop, 5);
        Compare(new TensorCase(c, normalisation: Normalisation.Clip), null, default, default, default, naive: false);
        Compare(new TensorCase(c, normalisation: Normalisation.Clip), c.Direction, default, default, default, naive: false);
    }

    [Fact]
    public void The_module_and_the_function_are_the_same_and_the_arrays_give_the_same_bits()
    {
        using var scope = NewDisposeScope();
        var c = new TensorCase(new(Connection.OneWay, new(2, 3, 9, 14), false, default, 8), normalisation: Normalisation.Raw);
        using var module = new SpatialPropagation(Connection.OneWay, normalisation: Normalisation.Raw);
        Assert.Empty(module.parameters());
        var expected = Spn.Propagation.Forward(c.X, c.Weights, new PropagationOptions { Normalisation = Normalisation.Raw }).Output.Values;
        var (x, p) = (c.X.ToTensor(), c.Weights.ToTensor());
        Assert.Equal(expected, module.call(x, p).ToFeatureMap().Values);
        Assert.Equal(expected, TorchPropagation.Propagate(x, p, Connection.OneWay, normalisation: Normalisation.Raw).ToFeatureMap().Values);
    }

    [Fact]
    public void A_contiguous_slice_is_read_where_it_lies()
    {
        using var scope = NewDisposeScope();
        var all = rand(3, 2, 4, 5);
        var slice = all.narrow(0, 1, 2);
        Assert.Equal(TensorMemory.Address(all) + 2 * 4 * 5 * sizeof(float), TensorMemory.Address(slice));
        Assert.Equal(TensorMemory.Address(slice), TensorMemory.Address(CpuTensors.Instance.Ready(slice)));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        var c = new TensorCase(new(Connection.ThreeWay, new(1, 3, 150, 140), true, default, 2), normalisation: Normalisation.Clip);
        float[][] Results(int count)
        {
            set_num_threads(count);
            var (x, p) = (TensorCase.Leaf(c.X.ToTensor()), TensorCase.Leaf(c.Weights.ToTensor()));
            TorchPropagation.Propagate(x, p, Connection.ThreeWay).mul(c.Gradient.ToTensor()).sum().backward();
            return [x.grad!.ToFeatureMap().Values, p.grad!.ToFeatureMap().Values];
        }

        try
        {
            Assert.Equal(Results(1), Results(3));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void On_a_tie_the_earlier_direction_takes_the_whole_gradient()
    {
        using var scope = NewDisposeScope();
        // Of a constant map every hidden map is the map itself: all four tie everywhere.
        var (x, p) = (TensorCase.Leaf(ones(1, 1, 5, 6)), TensorCase.Leaf(rand(1, 12, 5, 6)));
        TorchPropagation.Propagate(x, p, Connection.ThreeWay).sum().backward();
        var all = x.grad!.clone();
        x.grad!.zero_();
        TorchPropagation.Scan(x, p, Direction.LeftToRight, Connection.ThreeWay).sum().backward();
        Assert.Equal(x.grad!.ToFeatureMap().Values, all.ToFeatureMap().Values);
    }

    [Fact]
    public void A_NaN_is_not_lost_in_the_maximum()
    {
        using var scope = NewDisposeScope();
        var x = rand(1, 1, 7, 7);
        x[0, 0, 3, 3] = float.NaN;
        var y = TorchPropagation.Propagate(x, zeros(1, 4, 7, 7), Connection.OneWay);
        // Zero times NaN carries it along both scans of its row and both of its column, and nothing outshines it there.
        Assert.Equal(7, y.isnan()[0, 0, 3].sum().item<long>());
        Assert.Equal(13, y.isnan().sum().item<long>());
    }

    [Fact]
    public void What_stands_at_absent_neighbours_is_not_read_and_has_no_gradient()
    {
        using var scope = NewDisposeScope();
        var c = new PropagationCase(Connection.ThreeWay, new MapShape(1, 2, 6, 5), false, default, 4);
        var (x, p) = (TensorCase.Leaf(c.Map().ToTensor()), TensorCase.Leaf(c.WithNaNAtAbsent(c.RawWeights()).ToTensor()));
        var y = TorchPropagation.Propagate(x, p, Connection.ThreeWay);
        y.sum().backward();
        Assert.Equal(0, y.isnan().sum().item<long>());
        Assert.Equal(0, x.grad!.isnan().sum().item<long>());
        var absent = NaivePropagation.Present(p.detach(), Connection.ThreeWay).eq(0);
        Assert.True(p.grad!.masked_select(absent).eq(0).all().item<bool>());
    }

    [Fact]
    public void A_node_between_two_of_the_ops_gets_the_sum_of_their_gradients()
    {
        using var scope = NewDisposeScope();
        var c = new TensorCase(new(Connection.ThreeWay, new(2, 2, 8, 9), true, default, 9), normalisation: Normalisation.Clip);
        Tensor[] Gradients(Func<Tensor, Tensor, Tensor> propagate)
        {
            var (x, p) = (TensorCase.Leaf(c.X.ToTensor()), TensorCase.Leaf(c.Weights.ToTensor()));
            propagate(propagate(x, p), p).mul(c.Gradient.ToTensor()).sum().backward();
            return [x.grad!, p.grad!];
        }

        var ours = Gradients((x, p) => TorchPropagation.Scan(x, p, Direction.RightToLeft, Connection.ThreeWay));
        var theirs = Gradients((x, p) => NaivePropagation.Scan(x, p, Direction.RightToLeft, Connection.ThreeWay, Normalisation.Clip));
        for (var i = 0; i < 2; i++)
            Near.Assert_near(TensorCase.Values(theirs[i]), TensorCase.Values(ours[i]), Tolerance);
    }

    private static Arrangement Any(Random random) => (Arrangement)random.Next(Enum.GetValues<Arrangement>().Length);

    private static void Compare(
        TensorCase c, Direction? direction, Arrangement ofX, Arrangement ofWeights, Arrangement ofGradient, bool naive = true)
    {
        using var scope = NewDisposeScope();
        var (x, p) = (TensorCase.Leaf(c.X.ToTensor()), TensorCase.Leaf(c.Weights.ToTensor()));
        var (tx, tp) = (TensorCase.Arrange(x, ofX), TensorCase.Arrange(p, ofWeights));
        var y = direction is { } only
            ? TorchPropagation.Scan(tx, tp, only, c.Connection, c.Normalisation)
            : TorchPropagation.Propagate(tx, tp, c.Connection, c.Normalisation);
        Assert.True(y.is_contiguous() || (ofX == Arrangement.ChannelsLast && ChannelsLast.Is(y)));
        // In that layout the gradient reaches the op.
        TensorCase.Arrange(y, ofGradient).mul(TensorCase.Arrange(c.Gradient.ToTensor(), ofGradient)).sum().backward();
        var expected = c.Reference(direction);
        Near.Assert_near(expected.Input.Values, TensorCase.Values(x.grad!), Tolerance);
        Near.Assert_near(expected.Weights.Values, TensorCase.Values(p.grad!), Tolerance);
        if (!naive)
            return;
        var (dx, dp) = (TensorCase.Leaf(c.X.ToTensor(), ScalarType.Float64), TensorCase.Leaf(c.Weights.ToTensor(), ScalarType.Float64));
        var loop = direction is { } one
            ? NaivePropagation.Scan(dx, dp, one, c.Connection, c.Normalisation)
            : NaivePropagation.Propagate(dx, dp, c.Connection, c.Normalisation, c.Winner);
        // A map of one line has no use for weights.
        (loop.mul(c.Gradient.ToTensor().to(ScalarType.Float64)).sum() + 0 * dp.sum()).backward();
        Near.Assert_near(TensorCase.Values(loop), TensorCase.Values(y), Tolerance);
        Near.Assert_near(TensorCase.Values(dx.grad!), TensorCase.Values(x.grad!), Tolerance);
        Near.Assert_near(TensorCase.Values(dp.grad!), TensorCase.Values(p.grad!), Tolerance);
    }
}
