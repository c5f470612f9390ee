using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class SpnRefinerTests
{
    static SpnRefinerTests() => TorchLibrary.Load();

    private static readonly GuidanceOptions Tiny = new() { Encoder = [4, 6, 6], Decoder = [5] };

    private static readonly RefinerOptions Small = new() { Classes = 3, Channels = 4, Guidance = Tiny, WeightGain = 0.5 };

    private static readonly RefinerOptions Street = Batches.Street(3);

    public static TheoryData<string, RefinerOptions> Kinds => new()
    {
        { "one-way", Small with { Connection = Connection.OneWay } },
        { "three-way", Small },
        { "the paper's form", Small with { Output = RefinerOutput.Direct, Floor = 0.05 } },
        { "shared weights", Small with { SharedWeights = true, WeightKernel = 1 } },
        { "the mean before a 1×1 transform", Small with { InputKernel = 1 } },
        { "a gate", Small with { Normalisation = Normalisation.Gate } },
        {
            "a shared gate, one-way",
            Small with { Normalisation = Normalisation.Gate, SharedWeights = true, Connection = Connection.OneWay }
        },
        { "row-stochastic", Small with { Normalisation = Normalisation.RowStochastic } },
        { "pairs", Small with { Pairs = true, Channels = 7, OutputKernel = 3 } },
        { "sees the coarse map", Small with { GuidanceSeesCoarse = true, Guidance = Tiny with { Stride = 2, Decoder = [5, 4] } } },
        { "at full size", Small with { Guidance = Tiny with { Decoder = [5, 4] } } },
        { "street", Street with { Guidance = Street.Guidance with { Encoder = [4, 5, 6], Decoder = [5, 4] } } },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_agree_with_differences(string kind, RefinerOptions options)
    {
        Assert.NotEmpty(kind);
        using var model = new SpnRefiner(options with { Loss = new() { BoundaryWeight = 0.3, ClassWeights = [1, 2, 0.5] } });
        GradientCheck.Agree(model, Batches.Of(2, 11, 13, 3, seed: 3));
    }

    [Theory]
    [InlineData(37, 53)]
    [InlineData(64, 64)]
    [InlineData(1, 9)]
    public void An_untrained_refiner_gives_the_coarse_map_back_at_any_size(int height, int width)
    {
        var batch = Batches.Of(1, height, width, 5, seed: 4);
        using var model = new SpnRefiner(new RefinerOptions { Classes = 5 });
        var refined = model.Predict(batch.Image, batch.Coarse);
        Assert.Equal(batch.Coarse!.Shape, refined.Shape);
        var same = Batches.Winners(batch.Coarse).Zip(Batches.Winners(refined), (a, b) => a == b ? 1 : 0).Sum();
        Assert.True(same >= 0.99 * height * width, $"{same} of {height * width} pixels have the class of the coarse map");

        var direct = model.Options with { Channels = 5, WeightGain = 0, Output = RefinerOutput.Direct };
        using var mean = new SpnRefiner(direct with { InputKernel = 1 });
        using var filter = new SpnRefiner(direct);
        Near.Assert_near(filter.Predict(batch.Image, batch.Coarse).Values, mean.Predict(batch.Image, batch.Coarse).Values, 1e-5);

        // With weights of exactly zero the refiner is the identity.
        using var still = new SpnRefiner(model.Options with { WeightGain = 0 });
        Near.Assert_near(batch.Coarse.Values, still.Predict(batch.Image, batch.Coarse).Values, 1e-5);
    }

    [Theory]
    [InlineData(-3, 64, "inference.tile")]
    [InlineData(32, -1, "inference.overlap")]
    [InlineData(15, 64, "at least 16 pixels")]
    public void Tiles_that_are_none_are_refused(int tile, int overlap, string part)
    {
        var inference = new InferenceOptions { Tile = tile, Overlap = overlap };
        using var refiner = new SpnRefiner(Small);
        using var baseline = new BaselineSegmenter(new BaselineOptions { Network = Tiny with { Decoder = [5, 4] } });
        foreach (var model in new ISegmenter[] { refiner, baseline })
            Assert.Contains(part, Assert.Throws<ArgumentOutOfRangeException>(() => model.Inference = inference).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_papers_form_starts_as_the_coarse_map_seen_at_half_size(bool pairs)
    {
        var batch = Batches.Of(1, 32, 40, 3, seed: 1);
        using var model = new SpnRefiner(Small with { Channels = 6, Pairs = pairs, Output = RefinerOutput.Direct, WeightGain = 0 });
        var log = FeatureMap.Generate(batch.Coarse!.Shape, (n, c, row, column) => MathF.Log(batch.Coarse[n, c, row, column]));
        var half = Spn.Imaging.Resize.Bilinear(Spn.Imaging.Resize.Area(log, 16, 20), 32, 40);
        Near.Assert_near(Batches.Softmax(half).Values, model.Predict(batch.Image, batch.Coarse).Values, 1e-5);
    }

    [Fact]
    public void Steps_along_the_gradient_lower_the_loss()
    {
        using var scope = NewDisposeScope();
        var batch = Batches.Of(2, 16, 16, 3, seed: 5) with { Labels = [.. Enumerable.Repeat(LabelMap.Generate(16, 16, (_, _) => 1), 2)] };
        using var model = new SpnRefiner(Small with { WeightGain = 0.001 });
        var optimiser = optim.SGD(model.parameters(), 0.05);
        var first = model.Loss(batch).item<float>();
        for (var step = 0; step < 30; step++)
        {
            optimiser.zero_grad();
            model.Loss(batch).backward();
            optimiser.step();
        }

        Assert.InRange(model.Loss(batch).item<float>(), 0, 0.8 * first);
    }

    [Fact]
    public void Tiles_whose_overlap_reaches_across_the_image_give_what_the_whole_image_gives()
    {
        var batch = Batches.Of(2, 45, 70, 3, seed: 1);
        using var model = new SpnRefiner(Small with { WeightGain = 0.1 });
        var whole = model.Predict(batch.Image, batch.Coarse);
        model.Inference = new() { Tile = 16, Overlap = 80 };
        Near.Assert_near(whole.Values, model.Predict(batch.Image, batch.Coarse).Values, 1e-5);

        // With less, what lies far away is not seen; the more of it is, the less the result differs.
        double[] errors = [.. new[] { 0, 8, 24 }.Select(overlap =>
        {
            model.Inference = new() { Tile = 32, Overlap = overlap };
            return model.Predict(batch.Image, batch.Coarse).Values.Zip(whole.Values, (a, b) => Math.Abs((double)a - b)).Max();
        })];
        Assert.True(errors[0] > 0.05 && errors[1] < 0.8 * errors[0] && errors[2] < 0.8 * errors[1], string.Join(" ", errors));
    }

    [Fact]
    public void Classes_that_win_nowhere_in_the_coarse_map_can_be_left_out()
    {
        var batch = Batches.Of(2, 9, 12, 3, seed: 1);
        var coarse = FeatureMap.Generate(batch.Coarse!.Shape, (n, c, _, column) =>
            c == 2 ? (n == 0 ? 0.3f : 0.8f) : (column < 6) == (c == 0) ? 0.6f : 0.1f);
        using var model = new SpnRefiner(Small) { Inference = new() { RestrictClasses = true } };
        var refined = model.Predict(batch.Image, coarse);
        Assert.All(refined.Plane(0, 2).ToArray(), p => Assert.Equal(0, p));
        Assert.All(refined.Plane(1, 2).ToArray(), p => Assert.Equal(1, p));
        Assert.All(refined.Plane(0, 0).ToArray(), p => Assert.InRange(p, 1e-6, 1));
        Assert.Equal(refined.Values, model.Look(batch.Image, coarse).Probabilities.Values);
    }

    [Fact]
    public void A_look_inside_shows_what_the_propagation_got_and_gave()
    {
        var batch = Batches.Of(1, 10, 12, 3, seed: 1);
        using var model = new SpnRefiner(Small);
        var view = model.Look(batch.Image, batch.Coarse!);
        Assert.Equal(model.Predict(batch.Image, batch.Coarse).Values, view.Probabilities.Values);
        Assert.Equal(new MapShape(1, 4, 6, 6), view.Propagation.Weights.Shape);
        Assert.Equal(view.Propagation.Weights.Values, model.Weights(batch.Image).Values);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var h = TorchPropagation.Propagate(view.Propagation.Input.ToTensor(), view.Propagation.Weights.ToTensor(), model.Connection);
        Near.Assert_near(h.ToFeatureMap().Values, view.Propagation.Output.Values, 1e-6);
    }

    [Theory]
    [InlineData(Connection.ThreeWay, 414_795, 1_278_214_144)]
    [InlineData(Connection.OneWay, 267_083, 673_185_792)]
    public void The_papers_network_is_described_layer_by_layer(Connection connection, long parameters, long multiplyAdds)
    {
        using var model = new SpnRefiner(RefinerOptions.Helen.WithConnection(connection));
        var table = model.Describe();
        Assert.Equal((parameters, multiplyAdds), (table.Parameters, table.MultiplyAdds));
        Assert.Equal(["input", "guidance.encode1"], table.Rows.Take(2).Select(row => row.Name));
        var propagate = table.Rows.Single(row => row.Name == "propagate");
        Assert.Equal($"SPN {(connection == Connection.OneWay ? "one" : "three")}-way, constrained", propagate.Kind);
        Assert.Equal(["1×32×64×64", $"1×{4 * (int)connection * 32}×64×64"], propagate.Inputs);
        Assert.Equal(model.Describe().ToString(), table.ToString());
    }

    [Fact]
    public void Rates_are_told_by_the_names_of_parameters()
    {
        using var model = new SpnRefiner(Small with { WeightRate = 0.1, TransformRate = 0.2 });
        Assert.Equal(
            "decode2 1, encode1 1, encode2 1, encode3 1, head 0.1, input 0.2, output 0.2",
            string.Join(", ", model.named_parameters()
                .Select(one => FormattableString.Invariant($"{one.name.Split('.')[^2]} {model.RateFactor(one.name)}")).Distinct().Order()));
    }

    [Fact]
    public void Using_it_changes_nothing_leaves_nothing_and_gives_the_same_bits_again()
    {
        var batch = Batches.Of(1, 20, 28, 3, seed: 6);
        using var model = new SpnRefiner(Small);
        var before = LiveTensors.Count();
        var first = model.Predict(batch.Image, batch.Coarse);
        model.Look(batch.Image, batch.Coarse!);
        model.Describe();
        model.Inference = new() { Tile = 16, Overlap = 8 };
        model.Predict(batch.Image, batch.Coarse);
        model.Inference = new();
        Assert.InRange(LiveTensors.Count(), 0, before);
        Assert.True(model.training);
        Assert.Equal(first.Values, model.Predict(batch.Image, batch.Coarse).Values);
        using (NewDisposeScope())
            model.Loss(batch).backward();
        using (NewDisposeScope())
            model.Loss(batch);
        Assert.InRange(LiveTensors.Count(), 0, before);
    }

    [Fact]
    public void What_is_not_finite_is_refused_by_the_name_of_the_module()
    {
        var batch = Batches.Of(1, 8, 8, 3, seed: 7);
        using var model = new SpnRefiner(Small);
        using (no_grad())
            model.get_parameter("guidance.encode2.weight")!.fill_(float.NaN);
        Assert.Equal("guidance.encode2", Assert.Throws<NonFiniteException>(() => model.Predict(batch.Image, batch.Coarse)).Place);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        void Options(string part, RefinerOptions options) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(() => new SpnRefiner(options)).Message);
        Options("two for each class", Small with { Pairs = true });
        Options("2 levels below", Small with { Guidance = Tiny with { Decoder = [] } });
        Options("3 class weights", Small with { Loss = new() { ClassWeights = [1, 2] } });
        Options("at least 16 pixels", Small with { Inference = new() { Tile = 4 } });
        Options("'handStrength'", Small with { HandStrength = 2 });
        Options("'connection'", Small with { Connection = (Connection)2 });
        Options("'guidance.encoder'", Small with { Guidance = Tiny with { Encoder = [4, -1] } });

        using var model = new SpnRefiner(Small);
        var batch = Batches.Of(1, 8, 8, 3, seed: 2);
        Assert.Contains("got none", Assert.Throws<ArgumentNullException>(() => model.Predict(batch.Image)).Message);
        FeatureMap other = new(new MapShape(1, 3, 1, 1));
        Assert.Contains("resize", Assert.Throws<ArgumentException>(() => model.Predict(batch.Image, other)).Message);
        var strange = batch with { Labels = [LabelMap.Generate(8, 8, (_, _) => 3)] };
        Assert.Contains("from 0 to 2", Assert.Throws<ArgumentException>(() => model.Loss(strange)).Message);
        Assert.Contains("3 classes", Assert.Throws<ArgumentException>(() => model.call(zeros(1, 3, 8, 8), zeros(1, 4, 8, 8))).Message);
    }
}
