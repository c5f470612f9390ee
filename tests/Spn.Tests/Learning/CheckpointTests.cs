using System.Text.Json.Nodes;
using Spn.Arrays;
using Spn.Learning;

namespace Spn.Tests.Learning;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-checkpoint").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.Adam)]
    public void Four_steps_and_two_with_a_pause_and_two_give_the_same_bytes(OptimiserKind kind)
    {
        var options = (kind == OptimiserKind.Sgd ? OptimiserOptions.Sgd : OptimiserOptions.Adam).WithClipNorm(1);
        var state = new Dictionary<string, string> { ["step"] = "4", ["best"] = "0.5" };
        var straight = new RefinerModel(Options);
        var optimiser = Optimiser.Create(straight.Parameters, options);
        Train(straight, optimiser, 0, 4);
        Checkpoint.Save(At("straight"), straight, optimiser, state);

        var paused = new RefinerModel(Options);
        optimiser = Optimiser.Create(paused.Parameters, options);
        Train(paused, optimiser, 0, 2);
        Checkpoint.Save(At("half"), paused, optimiser);
        var resumed = Checkpoint.Load(At("half"));
        Assert.Equal(2, resumed.Optimiser!.Steps);
        Train(resumed.Model, resumed.Optimiser, 2, 4);
        Checkpoint.Save(At("resumed"), resumed.Model, resumed.Optimiser, state);

        Assert.Equal(File.ReadAllBytes(At("straight")), File.ReadAllBytes(At("resumed")));
        Assert.Equal(state, Checkpoint.Load(At("resumed")).State);
    }

    [Fact]
    public void A_loaded_model_predicts_what_the_saved_one_did()
    {
        var batch = RefinerModelTests.Batch(1, 21, 30, 3, seed: 1);
        var refiner = new RefinerModel(Options.WithConnection(Connection.OneWay).WithPairs(true).WithChannels(7).WithSharedWeights(true).WithInitialWeight(0.6));
        var baseline = new BaselineModel(new BaselineOptions { Classes = 3, Scale = 4, Network = UNetOptions.Default.WithEncoder([3, 4]).WithDecoder([5]), Loss = LossOptions.Default.WithClassWeights([1, 2, 0.5]) });
        foreach (ITrainable model in new ITrainable[] { refiner, baseline })
        {
            Checkpoint.Save(At("model"), model);
            var loaded = Checkpoint.Load(At("model"));
            Assert.Null(loaded.Optimiser);
            Assert.Empty(loaded.State);
            Assert.IsType(model.GetType(), loaded.Model);
            var coarse = model is RefinerModel ? batch.Coarse : null;
            Assert.Equal(model.Predict(batch.Image, coarse).Values, loaded.Model.Predict(batch.Image, coarse).Values);
        }
    }

    [Fact]
    public void Files_that_are_no_checkpoint_or_do_not_fit_their_configuration_are_refused()
    {
        Checkpoint.Save(At("whole"), new RefinerModel(Options));
        var whole = SafeTensors.Read(At("whole"));
        Refused(whole.Tensors, new Dictionary<string, string>(), "spn.version");
        Refused(whole.Tensors, With("spn.version", "2"), "version");
        Refused(whole.Tensors, With("spn.model", "transformer"), "refiner");
        Refused(whole.Tensors, With("spn.options", "{}"), "RefinerOptions");
        Refused(whole.Tensors, With("spn.options", "null"), "RefinerOptions");
        Refused(whole.Tensors, With("spn.options", whole.Metadata["spn.options"].Replace("\"classes\":3", "\"classes\":4")), "shape");
        Refused(whole.Tensors, With("spn.options", whole.Metadata["spn.options"].Replace("\"classes\":3", "\"classes\":1")), "classes");
        Refused(whole.Tensors, With("spn.options", whole.Metadata["spn.options"].Replace("\"seed\"", "\"sead\"")), "RefinerOptions");
        Refused([.. whole.Tensors.Skip(1)], whole.Metadata, "without it");
        Refused([.. whole.Tensors, new SafeTensor("more", [1], [1])], whole.Metadata, "more");
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Load(At("absent")));

        Dictionary<string, string> With(string key, string value) => new(whole.Metadata) { [key] = value };

        void Refused(IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata, string says)
        {
            SafeTensors.Write(At("wrong"), tensors, metadata);
            var error = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(At("wrong")));
            Assert.Contains(says, error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Null_in_a_configuration_is_refused_in_one_sentence_wherever_it_stands()
    {
        ITrainable refiner = new RefinerModel(Options), baseline = new BaselineModel(new BaselineOptions { Classes = 3, Scale = 2, Network = Options.Guidance.WithDecoder([5]) });
        foreach (var (model, objects) in new[] { (refiner, new[] { "guidance", "loss", "inference" }), (baseline, ["network", "loss", "inference"]) })
        {
            Checkpoint.Save(At("whole"), model);
            var whole = SafeTensors.Read(At("whole"));
            var names = JsonNode.Parse(whole.Metadata["spn.options"])!.AsObject().Select(pair => pair.Key).ToList();
            Assert.All(objects, part => Assert.Contains(part, names));
            foreach (var name in names)
                Refused(name, root => root[name] = null);
            foreach (var part in objects)
                foreach (var name in JsonNode.Parse(whole.Metadata["spn.options"])![part]!.AsObject().Select(pair => pair.Key).ToList())
                    Refused(name, root => root[part]![name] = null);

            void Refused(string name, Action<JsonNode> edit)
            {
                var root = JsonNode.Parse(whole.Metadata["spn.options"])!;
                edit(root);
                SafeTensors.Write(At("null"), whole.Tensors, new Dictionary<string, string>(whole.Metadata) { ["spn.options"] = root.ToJsonString() });
                var error = Record.Exception(() => Checkpoint.Load(At("null")));
                Assert.True(error is InvalidDataException, $"{name}: {error}");
                Assert.DoesNotContain('\n', error.Message);
                Assert.DoesNotContain(". ", error.Message);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_configuration_of_a_huge_model_is_refused_before_the_model_is_allocated(bool refines)
    {
        // 12 levels of 12 convolutions with 2048 channels: 22 GB of weights, and as much for their gradients.
        var huge = UNetOptions.Default.WithEncoder([.. Enumerable.Repeat(2048, 12)]).WithConvolutions([.. Enumerable.Repeat(12, 12)]).WithDecoder([.. Enumerable.Repeat(2048, refines ? 10 : 11)]);
        Checkpoint.Save(At("whole"), refines ? new RefinerModel(Options) : new BaselineModel(new BaselineOptions { Classes = 3, Network = Options.Guidance.WithDecoder([5]) }));
        var whole = SafeTensors.Read(At("whole"));
        var root = JsonNode.Parse(whole.Metadata["spn.options"])!;
        root[refines ? "guidance" : "network"] = JsonNode.Parse(OptionsJson.Write(huge));
        SafeTensors.Write(At("huge"), [], new Dictionary<string, string>(whole.Metadata) { ["spn.options"] = root.ToJsonString() });
        Assert.InRange(new FileInfo(At("huge")).Length, 1, 4000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("expected a tensor 'encode1_1.weight', got a file without it", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(At("huge"))).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    private static RefinerOptions Options { get; } = new()
    {
        Classes = 3, Channels = 4, Guidance = UNetOptions.Default.WithEncoder([3, 4]).WithDecoder([]), Loss = LossOptions.Default.WithBoundaryWeight(0.5),
    };

    private static void Train(ITrainable model, Optimiser optimiser, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            model.ForwardBackward(RefinerModelTests.Batch(2, 8, 8, 3, seed: step));
            optimiser.Step(0.01);
        }
    }

    private string At(string name) => Path.Combine(_folder, name + ".safetensors");
}
