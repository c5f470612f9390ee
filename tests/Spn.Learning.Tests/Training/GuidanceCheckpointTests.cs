using Spn.Arrays;
using Spn.Imaging;
using Spn.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>
/// Refiners whose guidance network is a TorchScript file or a module of the user's: trained, saved, gone on with, loaded.
/// </summary>
public sealed class GuidanceCheckpointTests : IDisposable
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "tiny_guidance.pt");

    private static readonly FeatureMap Image = FeatureMap.Random(new MapShape(1, 3, 40, 48), 1);

    private static readonly FeatureMap Coarse = FeatureMap.Constant(new MapShape(1, 2, 40, 48), 0.5f);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-guidance").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_copied_beside_the_checkpoints_and_training_goes_on_from_there_byte_for_byte()
    {
        TorchLibrary.Load();
        var (plan, once, twice) = (Plan(), Folder("once"), Folder("twice"));
        plan.Start(plan.Config.CreateModel(plan.Set, GuidanceFile.Load(Script)), once).Run();
        var moved = Path.Combine(_folder, "moved.pt");
        File.Copy(Script, moved);
        var model = plan.Config.CreateModel(plan.Set, GuidanceFile.Load(moved));
        File.Delete(moved);
        Directory.CreateDirectory(twice.Path);
        var halfWritten = Path.Combine(twice.Path, "guidance.pt.1.tmp");
        File.WriteAllText(halfWritten, "");
        plan.Start(model, twice, pauseAt: 3).Run();
        Assert.False(File.Exists(halfWritten));
        plan.Resume(twice).Run();
        Assert.Equal(File.ReadAllBytes(once.Last), File.ReadAllBytes(twice.Last));
        Assert.Equal(File.ReadAllBytes(Script), File.ReadAllBytes(Path.Combine(twice.Path, "guidance.pt")));

        var stored = SafeTensors.Read(once.Last);
        Assert.Equal("guidance.pt", stored.Metadata["spn.guidance"]);
        Assert.NotEqual(new float[4], stored["guidance.script.norm.running_mean"].Values);
        var (one, other) = ((SpnRefiner)Checkpoint.Load(once.Last).Model, (SpnRefiner)Checkpoint.Load(twice.Last).Model);
        Assert.IsType<GuidanceFile>(one.Guidance);
        Assert.Equal(one.Predict(Image, Coarse).Values, other.Predict(Image, Coarse).Values);
    }

    [Fact]
    public void A_file_that_is_missing_or_another_ones_is_told()
    {
        TorchLibrary.Load();
        var (plan, folder) = (Plan(), Folder("out"));
        Checkpoint.Save(folder.Last, plan.Config.CreateModel(plan.Set, GuidanceFile.Load(Script)));
        var beside = Path.Combine(folder.Path, "guidance.pt");
        File.Delete(beside);
        var missing = Assert.Throws<FileNotFoundException>(() => Checkpoint.Load(folder.Last));
        Assert.Equal(beside, missing.FileName);
        Assert.EndsWith("copy guidance.pt along.", missing.Message);
        File.WriteAllText(beside, "another");
        var kept = File.ReadAllBytes(folder.Last);
        var error = Assert.Throws<IOException>(
            () => Checkpoint.Save(folder.Last, plan.Config.CreateModel(plan.Set, GuidanceFile.Load(Script))));
        Assert.Contains("the guidance network of another model is there", error.Message);
        Assert.Equal(kept, File.ReadAllBytes(folder.Last));
        Assert.Equal("another", File.ReadAllText(beside));
    }

    [Fact]
    public void A_module_of_ones_own_is_given_again_to_load_it()
    {
        TorchLibrary.Load();
        var (plan, folder) = (Plan(), Folder("own"));
        var model = (SpnRefiner)plan.Config.CreateModel(plan.Set, nn.Conv2d(3, 24, 3, stride: 2, padding: 1));
        plan.Start(model, folder, pauseAt: 3).Run();
        Assert.Contains(
            "expected the guidance network that the refiner was given",
            Assert.Throws<InvalidDataException>(() => Checkpoint.Load(folder.Last)).Message);
        var loaded = Checkpoint.Load(folder.Last, nn.Conv2d(3, 24, 3, stride: 2, padding: 1)).Model;
        Assert.Equal(model.Predict(Image, Coarse).Values, loaded.Predict(Image, Coarse).Values);
        Assert.Equal(6, plan.Resume(folder, guidance: nn.Conv2d(3, 24, 3, stride: 2, padding: 1)).Run().Step);
        Assert.Contains(
            "only for a refiner",
            Assert.Throws<ArgumentException>(() => TrainingConfig.Preset("helen-baseline").CreateModel(plan.Set, model.Guidance)).Message);
    }

    [Fact]
    public void Dropout_draws_after_a_pause_what_it_would_have_drawn()
    {
        TorchLibrary.Load();
        static nn.Module<Tensor, Tensor> Guidance() =>
            nn.Sequential(("drop", nn.Dropout(0.5)), ("weights", nn.Conv2d(3, 24, 3, stride: 2, padding: 1)));
        static float[] Output(ISegmenter model) => TinyTraining.Values(model, "output.weight");
        using var first = Guidance();
        SpnRefiner New()
        {
            var guidance = Guidance();
            guidance.load_state_dict(first.state_dict());
            return (SpnRefiner)Plan().Config.CreateModel(Plan().Set, guidance);
        }

        var (once, other, twice) = (New(), New(), Folder("dropout"));
        Plan().Start(once).Run();
        Plan().Start(New(), twice, pauseAt: 3).Run();
        rand(5);
        using var resumed = Plan().Resume(twice, guidance: Guidance());
        resumed.Run();
        Assert.Equal(Output(once), Output(resumed.Model));
        var config = Plan().Config.WithSeed(7);
        new TrainingPlan(config, Plan().Set).Start(other).Run();
        Assert.NotEqual(Output(once), Output(other));
    }

    private TrainingFolder Folder(string name) => new(Path.Combine(_folder, name));

    /// <summary>Two classes, two channels, six steps.</summary>
    private static TrainingPlan Plan()
    {
        var config = TrainingConfig.Parse("""
            {
              "network": { "channels": 2 }, "patches": { "height": 32, "width": 32, "batch": 2 },
              "training": { "steps": 6, "evaluateEvery": 3, "optimiser": { "kind": "adam" }, "rates": { "base": 0.01 } }
            }
            """);
        var image = LabelledImage.FromMaps("halves", Image, LabelMap.Generate(40, 48, (_, column) => (byte)(column / 24)));
        return new TrainingPlan(config, new TrainingSet
        {
            Name = "halves", Palette = new Palette(["left", "right"], [default, default]),
            Train = [image], Validation = [image], Test = [image],
        });
    }
}
