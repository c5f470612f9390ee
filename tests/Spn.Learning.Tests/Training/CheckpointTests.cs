using TorchSharp;
using System.Text.Json.Nodes;
using Spn.Arrays;
using Spn.Learning;

namespace Spn.Tests.Learning;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-checkpoint").FullName;

    private static RefinerOptions Refiner { get; } = new()
    {
        Classes = 3, Channels = 4, Guidance = new() { Encoder = [3, 4], Decoder = [] }, Loss = new() { BoundaryWeight = 0.5 },
    };

    private static BaselineOptions Baseline { get; } = new()
    {
        Classes = 3, Scale = 4, Network = new() { Encoder = [3, 4], Decoder = [5] }, Loss = new() { ClassWeights = [1, 2, 0.5] },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_loaded_model_predicts_what_the_saved_one_did()
    {
        var refiner = Refiner with { Connection = Connection.OneWay, Pairs = true, Channels = 7, SharedWeights = true, WeightGain = 0.5 };
        var image = FeatureMap.Random(new MapShape(1, 3, 21, 30), 1);
        foreach (ISegmenter model in new ISegmenter[] { new SpnRefiner(refiner), new BaselineSegmenter(Baseline) })
        {
            Checkpoint.Save(At("model"), model, new Dictionary<string, string> { ["best"] = "0.5" });
            var loaded = Checkpoint.Load(At("model"));
            Assert.Equal("0.5", Assert.Single(loaded.State).Value);
            Assert.IsType(model.GetType(), loaded.Model);
            var coarse = model is SpnRefiner ? FeatureMap.Constant(new MapShape(1, 3, 21, 30), 1f / 3) : null;
            Assert.Equal(model.Predict(image, coarse).Values, loaded.Model.Predict(image, coarse).Values);
            Checkpoint.Save(At("again"), loaded.Model, loaded.State);
            Assert.Equal(File.ReadAllBytes(At("model")), File.ReadAllBytes(At("again")));
        }
    }

    [Fact]
    public void A_file_whose_numbers_are_damaged_is_named_with_the_tensor()
    {
        Checkpoint.Save(At("model"), new SpnRefiner(Refiner));
        var file = SafeTensors.Read(At("model"));
        file.Tensors[2].Values[1] = float.NaN;
        SafeTensors.Write(At("damaged"), file.Tensors, file.Metadata);
        var message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(At("damaged"))).Message;
        var expected = $"{At("damaged")}: expected finite numbers in '{file.Tensors[2].Name}', got NaN";
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_the_names_that_PyTorch_gives_parameters_and_buffers()
    {
        Checkpoint.Save(At("model"), new SpnRefiner(Refiner));
        var file = SafeTensors.Read(At("model"));
        Assert.Equal([4, 3, 3, 3], file["input.weight"].Shape);
        Assert.Equal([3, 3, 3, 3], file["guidance.encode1.weight"].Shape);
        Assert.Equal([1, 3, 1, 1], file["guidance.mean"].Shape);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Fact]
    public void Files_that_are_no_checkpoint_or_do_not_fit_their_configuration_are_refused()
    {
        Checkpoint.Save(At("whole"), new SpnRefiner(Refiner));
        var whole = SafeTensors.Read(At("whole"));
        Refused(whole.Tensors, new Dictionary<string, string>(), "spn.version");
        Refused(
            whole.Tensors, With("spn.version", "1"),
            "expected a checkpoint of version 2, got one of version 1, from before the networks stood on TorchSharp; train it anew");
        Refused(whole.Tensors, With("spn.version", "3"), "use a newer spn");
        Refused(whole.Tensors, With("spn.model", "transformer"), "refiner");
        Refused(whole.Tensors, With("spn.options", "{}"), "expected a file of at least");
        Refused(whole.Tensors, With("spn.options", "null"), "spn.options: expected an object");
        Refused(whole.Tensors, Edited(root => root["classes"] = 4), "shape");
        Refused(whole.Tensors, Edited(root => root["classes"] = 1), "expected 'classes' to be a whole number from 2 to 255, got 1");
        Refused(whole.Tensors, Edited(root => root["sead"] = 1), "got 'sead'; the nearest is 'seed'");
        Refused(whole.Tensors, Edited(root => root["guidance"]!["decoder"] = new JsonArray(3, 3, 3)), "1 to 12 levels");
        Refused([.. whole.Tensors.Skip(1)], whole.Metadata, "without it");
        Refused([.. whole.Tensors, new SafeTensor("more", [1], [1])], whole.Metadata, "more");
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Load(At("absent")));

        Dictionary<string, string> With(string key, string value) => new(whole.Metadata) { [key] = value };

        Dictionary<string, string> Edited(Action<JsonNode> edit)
        {
            var root = JsonNode.Parse(whole.Metadata["spn.options"])!;
            edit(root);
            return With("spn.options", root.ToJsonString());
        }

        void Refused(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata, string says)
        {
            SafeTensors.Write(At("wrong"), tensors, metadata);
            var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(At("wrong")));
            Assert.Contains(says, error.Message);
            Assert.StartsWith(At("wrong"), error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void A_checkpoint_from_before_there_were_normalisations_is_clipped_and_a_new_one_keeps_its_own()
    {
        Checkpoint.Save(At("new"), new SpnRefiner(Refiner with { Normalisation = Normalisation.Gate }));
        Assert.Equal(Normalisation.Gate, ((SpnRefiner)Checkpoint.Load(At("new")).Model).Options.Normalisation);
        Checkpoint.Save(At("clip"), new SpnRefiner(Refiner));
        var file = SafeTensors.Read(At("clip"));
        var options = JsonNode.Parse(file.Metadata["spn.options"])!.AsObject();
        Assert.True(options.Remove("normalisation"));
        SafeTensors.Write(
            At("old"), file.Tensors, new Dictionary<string, string>(file.Metadata) { ["spn.options"] = options.ToJsonString() });
        Assert.Equal(Normalisation.Clip, ((SpnRefiner)Checkpoint.Load(At("old")).Model).Options.Normalisation);
    }

    [Fact]
    public void Null_in_a_configuration_is_refused_in_one_sentence_wherever_it_stands()
    {
        foreach (var model in new ISegmenter[] { new SpnRefiner(Refiner), new BaselineSegmenter(Baseline) })
        {
            Checkpoint.Save(At("whole"), model);
            var whole = SafeTensors.Read(At("whole"));
            var root = JsonNode.Parse(whole.Metadata["spn.options"])!.AsObject();
            foreach (var path in Paths(root, ""))
            {
                var (edited, names) = (root.DeepClone(), path.Split('.'));
                names.SkipLast(1).Aggregate(edited, (section, name) => section[name]!)[names[^1]] = null;
                SafeTensors.Write(
                    At("null"), whole.Tensors, new Dictionary<string, string>(whole.Metadata) { ["spn.options"] = edited.ToJsonString() });
                var error = Record.Exception(() => Checkpoint.Load(At("null")));
                Assert.True(error is InvalidDataException, $"{path}: {error}");
                Assert.Contains($"'{path}'", error.Message);
                Assert.DoesNotContain('\n', error.Message);
                Assert.DoesNotContain(". ", error.Message);
            }
        }

        static IEnumerable<string> Paths(JsonObject section, string prefix) =>
            from pair in section
            from path in (IEnumerable<string>)
                [prefix + pair.Key, .. pair.Value is JsonObject inside ? Paths(inside, $"{prefix}{pair.Key}.") : []]
            select path;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_configuration_of_a_huge_model_is_refused_before_the_model_is_allocated(bool refines)
    {
        // 12 levels of 16 convolutions with 2048 channels: 28 GB of weights.
        IReadOnlyList<int> Times(int count, int value) => [.. Enumerable.Repeat(value, count)];
        var huge = new GuidanceOptions
        {
            Encoder = Times(12, 2048), Convolutions = Times(12, 16), Decoder = Times(refines ? 10 : 11, 2048),
        };
        Checkpoint.Save(At("whole"), refines ? new SpnRefiner(Refiner) : new BaselineSegmenter(Baseline));
        var whole = SafeTensors.Read(At("whole"));
        var root = JsonNode.Parse(whole.Metadata["spn.options"])!;
        root[refines ? "guidance" : "network"] = SettingsJson.ToNode(huge);
        SafeTensors.Write(At("huge"), [], new Dictionary<string, string>(whole.Metadata) { ["spn.options"] = root.ToJsonString() });
        Assert.InRange(new FileInfo(At("huge")).Length, 1, 4000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("expected a file of at least ", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(At("huge"))).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_disposed_model_and_numbers_that_float32_does_not_hold_are_not_saved()
    {
        var path = Path.Combine(Path.GetTempPath(), $"spn-{Guid.NewGuid():N}.safetensors");
        var model = TinyTraining.Config.CreateModel(TinyTraining.Plan().Set);
        model.Module.to(TorchSharp.torch.ScalarType.Float64);
        Assert.Contains("of Float64 with some that it does not", Assert.Throws<ArgumentException>(() =>
        {
            using (TorchSharp.torch.no_grad())
                model.Module.parameters().First().add_(0.1);
            Checkpoint.Save(path, model);
        }).Message);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Checkpoint.Save(path, model));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_model_that_is_not_finite_is_not_saved()
    {
        var model = new SpnRefiner(Refiner);
        Checkpoint.Save(At("model"), model);
        var kept = File.ReadAllBytes(At("model"));
        using (TorchSharp.torch.no_grad())
            TinyTraining.Tensor(model, "input.bias").fill_(float.PositiveInfinity);
        var error = Assert.Throws<NonFiniteException>(() => Checkpoint.Save(At("model"), model));
        Assert.Equal(("input.bias", NetworkPass.None), (error.Place, error.Pass));
        Assert.Contains("in a model that is saved, got NaN or infinity in 'input.bias'", error.Message);
        Assert.Equal(kept, File.ReadAllBytes(At("model")));
    }

    private string At(string name) => Path.Combine(_folder, name + ".safetensors");
}
