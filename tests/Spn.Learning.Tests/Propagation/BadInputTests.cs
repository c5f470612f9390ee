using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>What the op refuses, each with a sentence that names the argument, what was expected and what came.</summary>
public class BadInputTests
{
    static BadInputTests() => TorchLibrary.Load();

    [Fact]
    public void Shapes()
    {
        Refused("expected x of rank 4, N×C×H×W, got rank 3", () => Three(zeros(3, 4, 5), zeros(1, 36, 4, 5)));
        Refused("expected weights of rank 4, N×(4·K·C)×H×W, got rank 6", () => Three(zeros(1, 3, 4, 5), zeros([1, 4, 3, 3, 4, 5])));
        Refused("expected x N×C×H×W with C, H and W of at least 1, got 2×0×4×5", () => Three(zeros(2, 0, 4, 5), zeros(2, 12, 4, 5)));
        Refused("expected weights N×C×H×W with C, H and W of at least 1, got 2×1×0×5", () => Constrain(zeros(2, 12, 0, 5)));
        Refused(
            "expected ThreeWay weights of 4·K·C = 12·C channels (direction, neighbour, channel), got 16",
            () => Three(zeros(1, 4, 4, 5), zeros(1, 16, 4, 5)));
        Refused("expected weights N×C×H×W with C, H and W of at least 1, got 1×0×4×5", () => Three(zeros(1, 4, 4, 5), zeros(1, 0, 4, 5)));
        Refused(
            "expected ThreeWay weights N×(4·K·C)×H×W of 2×36×4×5, or 2×12×4×5 to share them among channels, for x of 2×3×4×5, got 2×24×4×5",
            () => Three(zeros(2, 3, 4, 5), zeros(2, 24, 4, 5)));
        Refused("for x of 2×3×4×5, got 1×36×4×5", () => Three(zeros(2, 3, 4, 5), zeros(1, 36, 4, 5)));
        Refused("for x of 2×3×4×5, got 2×36×5×4", () => Three(zeros(2, 3, 4, 5), zeros(2, 36, 5, 4)));
        Refused("for x of 0×3×4×5, got 2×36×4×5", () => Three(zeros(0, 3, 4, 5), zeros(2, 36, 4, 5)));
        var large = zeros(1, 1, 1, 1);
        Refused("expected at most 2147483591 weights", () => Three(large.expand(1, 1, 20000, 20000), large.expand(1, 12, 20000, 20000)));
        var sparse = sparse_coo_tensor(zeros(4, 1, ScalarType.Int64), ones(1), [1, 1, 4, 5]);
        Refused("expected x as a dense tensor N×C×H×W, got a sparse one", () => Three(sparse, zeros(1, 12, 4, 5)));
    }

    [Fact]
    public void Types_and_devices()
    {
        var (x, p) = (zeros(1, 1, 4, 5), zeros(1, 12, 4, 5));
        Refused("expected x of Float32, Float64, Float16 or BFloat16, got Int64", () => Three(x.to(ScalarType.Int64), p));
        Refused("expected weights of Float32, as x is, got Float64", () => Three(x, p.to(ScalarType.Float64)));
        Refused("expected weights of Float32, Float64, Float16 or BFloat16, got Bool", () => Constrain(p.to(ScalarType.Bool)));
        var meta = new Device(DeviceType.META);
        Refused("expected x on the CPU or a CUDA device, got meta", () => Three(empty(1, 1, 4, 5, device: meta), p));
        Refused("expected weights on cpu, where x is, got meta", () => Three(x, empty(1, 12, 4, 5, device: meta)));
        Refused("expected weights on the CPU or a CUDA device, got meta", () => Constrain(empty(1, 12, 4, 5, device: meta)));
    }

    [Fact]
    public void Connections_directions_and_nothing()
    {
        var (x, p) = (zeros(1, 1, 4, 5), zeros(1, 12, 4, 5));
        Refused("expected OneWay (K = 1) or ThreeWay (K = 3), got K = 2", () => TorchPropagation.Propagate(x, p, (Connection)2));
        Refused("expected OneWay (K = 1) or ThreeWay (K = 3), got K = 0", () => TorchPropagation.Constrain(p, 0));
        Refused("expected an index from 0 to 3, got 4", () => TorchPropagation.Scan(x, p, (Direction)4, Connection.ThreeWay));
        Assert.Throws<ArgumentNullException>("x", () => Three(null!, p));
        Assert.Throws<ArgumentNullException>("weights", () => Three(x, null!));
        Assert.Throws<ArgumentNullException>("loss", () => TorchPropagation.Backward(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpatialPropagation((Connection)2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StabilityConstraint((Connection)5));
    }

    private static Tensor Three(Tensor x, Tensor weights) => TorchPropagation.Propagate(x, weights, Connection.ThreeWay);

    private static Tensor Constrain(Tensor weights) => TorchPropagation.Constrain(weights, Connection.ThreeWay);

    private static void Refused(string sentence, Func<Tensor> call)
    {
        using var scope = NewDisposeScope();
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }
}
