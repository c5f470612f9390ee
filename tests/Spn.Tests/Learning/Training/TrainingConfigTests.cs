using Spn.Learning;

namespace Spn.Tests.Learning.Training;

public class TrainingConfigTests
{
    [Theory]
    [InlineData("{ \"training\": { \"stesp\": 3 } }", "config: expected in 'training' only steps,", ", got 'stesp'; correct or remove it.")]
    [InlineData("{ \"trainings\": {} }", "config: expected in the file only model,", ", got 'trainings'; correct or remove it.")]
    [InlineData("{ \"training\": { \"steps\": 2.5 } }", "config: expected 'training.steps' to be a whole number from 1 to 1000000000, got 2.5;", "")]
    [InlineData("{ \"training\": { \"rate\": -1 } }", "config: expected 'training.rate' to be a number from 1E-12 to 1000, got -1;", "")]
    [InlineData("{ \"training\": { \"rate\": \"high\" } }", "config: expected 'training.rate' to be a number", ", got \"high\";")]
    [InlineData("{ \"training\": { \"optimiser\": \"lion\" } }", "config: expected 'training.optimiser' to be \"sgd\" or \"adam\", got \"lion\";", "")]
    [InlineData("{ \"training\": 3 }", "config: expected 'training' to be an object { … }, got 3;", "")]
    [InlineData("{ \"patches\": { \"flip\": 1 } }", "config: expected 'patches.flip' to be true or false, got 1;", "")]
    [InlineData("{ \"patches\": { \"leastScale\": 2, \"mostScale\": 1 } }", "expected scales from 0.1 to 10, the least first, got 2 to 1", "")]
    [InlineData("{ \"data\": { \"classes\": \"mine\" } }", "config: expected 'data.classes' to be \"camvid\" or \"voc\" or", "")]
    [InlineData("{ \"data\": { \"classes\": [\"a\", 2] } }", "config: expected 'data.classes' to be a list of texts, got [\"a\", 2];", "")]
    [InlineData("{ \"data\": { \"ignore\": 300 } }", "config: expected 'data.ignore' to be a whole number from 0 to 255, or null, got 300;", "")]
    [InlineData("{ \"network\": { \"encoder\": [16, 0] } }", "config: expected 'network.encoder' to be a list of whole numbers from 1 to 4096, got [16, 0];", "")]
    [InlineData("{ \"model\": \"baseline\", \"coarse\": {} }", "config: expected in the file only", ", got 'coarse';")]
    [InlineData("{ \"model\": \"baseline\", \"connection\": \"one-way\" }", "config: expected in the file only", ", got 'connection';")]
    [InlineData("{ \"model\": \"refiner\", \"model\": \"baseline\" }", "config: expected 'model' once, got it twice", "")]
    [InlineData("{ \"model\": \"refiner\" ", "config: expected JSON, got something else at line 1, column", "")]
    [InlineData("[]", "config: expected '' to be an object", "")]
    public void A_wrong_config_is_told_in_one_sentence(string text, string start, string end)
    {
        var error = Record.Exception(() => TrainingConfig.Parse(text));
        Assert.True(error is InvalidDataException or ArgumentException, $"{error}");
        Assert.StartsWith(start, error.Message);
        Assert.Contains(end, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain(". ", error.Message);
    }

    [Fact]
    public void Every_preset_reads_and_makes_a_model_of_its_data()
    {
        foreach (var name in TrainingPresets.Names)
        {
            var config = TrainingConfig.Preset(name);
            Assert.Equal(!name.EndsWith("-baseline", StringComparison.Ordinal), config.IsRefiner);
            var model = config.CreateModel(TrainingSet.FromScenes(config.Scenes.WithCounts(1, 1, 1)));
            Assert.NotEmpty(model.Parameters);
        }

        Assert.Contains("scenes, helen", Assert.Throws<ArgumentException>(() => TrainingPresets.Text("x")).Message);
    }

    [Fact]
    public void The_presets_of_the_paper_have_its_numbers()
    {
        var helen = TrainingConfig.Preset("helen");
        Assert.Equal((32, 1e-4, 128, 8), (helen.Refiner!.Channels, helen.Training.Rates.Base, helen.Patches.Height, helen.Coarse.Block));
        Assert.Equal((OptimiserKind.Sgd, 0.9, RatePolicy.Fixed), (helen.Training.Optimiser.Kind, helen.Training.Optimiser.Momentum, helen.Training.Rates.Policy));
        Assert.Equal(384, 4 * (int)helen.Refiner.Connection * helen.Refiner.Channels);
        var voc = TrainingConfig.Preset("voc");
        Assert.Equal(21, voc.Folder.Palette.Count);
        Assert.True(Vgg16.Fits(voc.Refiner!.Guidance));
        Assert.Equal((32, true), (voc.Refiner.Channels, voc.Refiner.Inference.RestrictClasses));
        Assert.Equal(UNetOptions.Vgg16.Encoder, voc.Refiner.Guidance.Encoder);
        Assert.Equal(UNetOptions.Vgg16.Decoder, voc.Refiner.Guidance.Decoder);
        Assert.False(Vgg16.Fits(helen.Refiner.Guidance));
    }

    [Fact]
    public void What_is_changed_is_changed_in_the_text_too()
    {
        var config = TrainingConfig.Preset("scenes").WithSeed(7).WithSteps(12).WithConnection(Connection.OneWay);
        var again = TrainingConfig.Parse(config.Text);
        Assert.Equal((7, 12L, Connection.OneWay, 7), (again.Training.Seed, again.Training.Steps, again.Refiner!.Connection, again.Refiner.Seed));
        Assert.Equal((config.Training.Steps, config.Training.Rates, config.Training.Optimiser), (again.Training.Steps, again.Training.Rates, again.Training.Optimiser));
        Assert.Equal(config.Text, again.WithSeed(7).Text);
        Assert.Throws<InvalidDataException>(() => config.WithSteps(0));
        Assert.Throws<InvalidDataException>(() => TrainingConfig.Preset("camvid-baseline").WithConnection(Connection.OneWay));
    }

    [Fact]
    public void Layers_learn_at_rates_of_their_own_after_a_resume_too()
    {
        var config = TrainingConfig.Parse(TrainingRunTests.Tiny.Replace("\"rate\"", "\"rateFactors\": { \"weights\": 0, \"encode1\": 0.5 }, \"rate\"")).WithSteps(4);
        var plan = new TrainingPlan(config, TrainingSet.FromScenes(config.Scenes));
        var model = config.CreateModel(plan.Set);
        var (before, others) = ((float[])Named(model, "weights.weight").Values.Clone(), (float[])Named(model, "encode2.weight").Values.Clone());
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            plan.Start(model, new TrainingFolder(folder.FullName), pauseAt: 2).Run();
            var resumed = plan.Resume(new TrainingFolder(folder.FullName));
            resumed.Run();
            Assert.Equal(before, Named(resumed.Model, "weights.weight").Values);
            Assert.NotEqual(others, Named(resumed.Model, "encode2.weight").Values);
            Assert.Equal(0.5, Named(resumed.Model, "encode1.bias").RateFactor);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var unknown = config with { Training = config.Training with { RateFactors = new Dictionary<string, double> { ["wights"] = 1 } } };
        Assert.Contains("got 'wights'; there are encode1, encode2, weights,", Assert.Throws<ArgumentException>(() => new TrainingPlan(unknown, plan.Set).Start()).Message);

        static Parameter Named(ITrainable model, string name) => model.Parameters.Single(parameter => parameter.Name == name);
    }

    [Fact]
    public void Its_parts_cannot_part_from_its_text()
    {
        Assert.Empty(typeof(TrainingConfig).GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => property.Name));
        var config = TrainingConfig.Parse(TrainingRunTests.Tiny).WithBlock(4);
        Assert.Equal((4, 4), (config.Coarse.Block, TrainingConfig.Parse(config.Text).Coarse.Block));
    }

    [Fact]
    public void Another_seed_gives_other_initial_weights()
    {
        var config = TrainingConfig.Parse(TrainingRunTests.Tiny);
        var set = TrainingSet.FromScenes(config.Scenes);
        float[] Weights(TrainingConfig from) => from.CreateModel(set).Parameters[0].Values;
        Assert.Equal(Weights(config), Weights(config));
        Assert.NotEqual(Weights(config), Weights(config.WithSeed(2)));
    }

    [Fact]
    public void A_baseline_trains_in_folds_and_a_refiner_on_what_they_say()
    {
        var config = TrainingConfig.Parse("""
            { "model": "baseline", "network": { "scale": 8, "encoder": [4, 4], "decoder": [4] }, "loss": { "classBalance": 0.5 },
              "scenes": { "height": 32, "width": 48, "classes": 3, "objects": 4, "train": 12, "validation": 2, "test": 2 }, "folds": 2,
              "patches": { "size": 32, "batch": 2 }, "training": { "steps": 5, "optimiser": "adam", "rate": 0.01, "evaluateEvery": 5 } }
            """);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var set = TrainingSet.FromScenes(config.Scenes);
            new TrainingPlan(config, set).Start(new TrainingFolder(folder.FullName)).Run();
            for (var fold = 0; fold < 2; fold++)
                new TrainingPlan(config, set.WithoutFold(fold, 2)).Start(CoarseSegmenters.FoldFolder(folder.FullName, fold, 2)).Run();
            Assert.Equal([7, 5], Enumerable.Range(0, 2).Select(fold => set.WithoutFold(fold, 2).Train.Count).Reverse());

            var refiner = TrainingConfig.Parse(TrainingRunTests.Tiny.Replace("\"scenes\"", "\"coarse\": { \"from\": \"baseline\", \"folds\": 2 }, \"scenes\""));
            Assert.Contains("got none", Assert.Throws<ArgumentException>(() => new TrainingPlan(refiner, set)).Message);
            Assert.Contains("of 2 folds", Assert.Throws<ArgumentException>(() => new TrainingPlan(refiner, set, CoarseSegmenters.Load(folder.FullName))).Message);
            var plan = new TrainingPlan(refiner, set, CoarseSegmenters.Load(folder.FullName, 2));
            var whole = (BaselineModel)Checkpoint.Load(new TrainingFolder(folder.FullName).Last).Model;
            Near.Assert_near(whole.Predict(set.Test[0].ToFeatureMap()).Values, plan.TestCoarse!.Upsampled(0).Values, 1e-5);
            var second = (BaselineModel)Checkpoint.Load(CoarseSegmenters.FoldFolder(folder.FullName, 1, 2).Last).Model;
            Assert.Equal(second.PredictCoarse(set.Train[6].ToFeatureMap()).Values, plan.TrainCoarse![6].Values);
            Assert.Equal(2, CoarseSegmenters.Load(folder.FullName, refiner, set).Folds.Count);
            string Refusal(TrainingConfig of, TrainingSet on) => Assert.Throws<InvalidDataException>(() => CoarseSegmenters.Load(folder.FullName, of, on)).Message;
            Assert.Contains("got 'shrink' 1 instead of 2", Refusal(refiner with { Folder = refiner.Folder.WithShrink(2) }, set));
            Assert.Contains("got 'folds' 2 instead of 3", Refusal(refiner with { Coarse = refiner.Coarse with { Folds = 3 } }, set));
            Assert.Contains("got 'images' \"12\" instead of \"11\"", Refusal(refiner, TrainingSet.FromScenes(config.Scenes with { Train = 11 })));
            var other = CoarseSegmenters.FoldFolder(folder.FullName, 1, 2);
            File.Copy(CoarseSegmenters.FoldFolder(folder.FullName, 0, 2).Last, other.Last, overwrite: true);
            Assert.Contains("-2" + Path.DirectorySeparatorChar + "last.safetensors: expected", Refusal(refiner, set));
            new TrainingPlan(config, set.WithoutFold(1, 2)).Start(other, pauseAt: 3).Run();
            Assert.Contains("got one after 3 of 5 steps", Refusal(refiner, set));
            Assert.Equal(plan.TestOfCoarse().MeanIoU, new TrainingPlan(config, set).Test(whole).MeanIoU, 1e-9);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Balanced_classes_count_by_their_share()
    {
        var image = new LabelledImage("shares", new byte[3 * 100], LabelMap.Generate(10, 10, (row, _) => (byte)(row < 8 ? 0 : row == 8 ? 1 : LabelMap.Ignore)));
        Assert.Empty(ClassBalance.None.Weights([image], 3));
        Near.Assert_near([1, Math.Sqrt(8), 1], [.. new ClassBalance { Exponent = 0.5 }.Weights([image], 3)], 1e-12);
        Near.Assert_near([1, 2, 1], [.. new ClassBalance { Exponent = 0.5, Most = 2 }.Weights([image], 3)], 1e-12);
    }
}
