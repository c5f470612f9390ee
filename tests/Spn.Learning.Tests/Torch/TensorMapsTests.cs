using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>Maps as tensors and back.</summary>
public class TensorMapsTests
{
    static TensorMapsTests() => TorchLibrary.Load();

    [Fact]
    public void Maps_and_weights_come_back_as_they_went_from_any_layout_and_type()
    {
        using var scope = NewDisposeScope();
        var map = FeatureMap.Random(new MapShape(2, 3, 4, 5), 1);
        var there = map.ToTensor();
        Assert.Equal([2, 3, 4, 5], there.shape);
        Assert.Equal(map[1, 2, 3, 4], there[1, 2, 3, 4].item<float>());
        foreach (var arrangement in Enum.GetValues<Arrangement>())
            Assert.Equal(map.Values, TensorCase.Arrange(there, arrangement).to(ScalarType.Float64).requires_grad_().ToFeatureMap().Values);
        foreach (var shared in new[] { false, true })
        {
            var weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(2, shared ? 1 : 3, 4, 5), 2);
            var tensor = weights.ToTensor();
            Assert.Equal([2, shared ? 12 : 36, 4, 5], tensor.shape);
            var back = tensor.ToPropagationWeights(Connection.ThreeWay);
            Assert.Equal(weights.Shape, back.Shape);
            Assert.Equal(weights.Values, back.Values);
        }
    }

    [Fact]
    public void A_map_and_its_tensor_have_memory_of_their_own()
    {
        using var scope = NewDisposeScope();
        var map = FeatureMap.Constant(new MapShape(1, 1, 2, 2), 1);
        var tensor = map.ToTensor();
        map.Values[0] = 5;
        Assert.Equal(4, tensor.sum().item<float>());
        var back = tensor.ToFeatureMap();
        tensor.zero_();
        Assert.Equal(4, back.Values.Sum());
    }

    [Fact]
    public void Lower_ranks_are_one_map()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(new MapShape(1, 1, 2, 3), zeros(2, 3).ToFeatureMap().Shape);
        Assert.Equal(new MapShape(1, 4, 2, 3), zeros(4, 2, 3).ToFeatureMap().Shape);
        Refused("rank 2, 3 or 4", () => zeros(2).ToFeatureMap());
        Refused("every extent at least 1", () => zeros(1, 0, 2, 3).ToFeatureMap());
        Refused("4·K·C", () => zeros(1, 6, 2, 3).ToPropagationWeights(Connection.OneWay));
    }

    [Fact]
    public void Labels_become_indices_and_the_ignored_stay_255()
    {
        using var scope = NewDisposeScope();
        LabelMap[] labels = [new(1, 3, [0, 7, LabelMap.Ignore]), new(1, 3, [254, 1, 2])];
        var tensor = labels.ToTensor();
        Assert.Equal(ScalarType.Int64, tensor.dtype);
        Assert.Equal([2, 1, 3], tensor.shape);
        Assert.Equal([0L, 7, 255, 254, 1, 2], tensor.data<long>().ToArray());
        Assert.Equal([1, 1, 3], labels[0].ToTensor().shape);
        Refused("at least one label map", () => Array.Empty<LabelMap>().ToTensor());
        Refused("of one size", () => new[] { labels[0], new LabelMap(3, 1, [0, 0, 0]) }.ToTensor());
    }

    private static void Refused(string sentence, Func<object> call) =>
        Assert.Contains(sentence, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
}
