using System.Text.Json.Nodes;
using Spn.Learning;

namespace Spn.Tests.Learning;

public class PresetTests
{
    public static TheoryData<string> Names => [.. TrainingPresets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_reads_and_says_the_same_with_every_setting_spelled_out(string name)
    {
        var config = TrainingConfig.Preset(name);
        Assert.Equal(!name.EndsWith("baseline", StringComparison.Ordinal) && name != "helen-highres", config.IsRefiner);
        var spelled = config.Whole.DeepClone().AsObject();
        spelled.Remove(config.IsRefiner ? "folds" : "coarse");
        foreach (var decided in (string[])["classes", "seed"])
            spelled["network"]!.AsObject().Remove(decided);
        spelled["network"]!["loss"]!.AsObject().Remove("classWeights");
        Assert.True(JsonNode.DeepEquals(config.Whole, TrainingConfig.Parse(spelled.ToJsonString()).Whole));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_makes_a_model_of_its_data(string name)
    {
        var config = TrainingConfig.Preset(name);
        var set = TrainingSet.FromScenes(config.Scenes with { Train = 1, Validation = 1, Test = 1 });
        var model = config.CreateModel(set);
        Assert.Equal((set.Classes, config.IsRefiner), (model.Classes, model is SpnRefiner));
    }

    [Fact]
    public void The_presets_of_the_paper_have_its_numbers_and_those_that_have_a_record_are_it()
    {
        var (helen, voc) = (TrainingConfig.Preset("helen"), TrainingConfig.Preset("voc"));
        Same(RefinerOptions.Helen, helen.Refiner! with { Seed = 0 });
        Same(RefinerOptions.Voc, voc.Refiner! with { Seed = 0, Classes = 21 });
        Same(BaselineOptions.Helen, TrainingConfig.Preset("helen-baseline").Baseline! with { Seed = 0 });
        Same(BaselineOptions.HelenHighres, TrainingConfig.Preset("helen-highres").Baseline! with { Seed = 0 });
        foreach (var paper in new[] { helen, voc })
        {
            Assert.Equal(
                (1e-4, RatePolicy.Fixed, 128, 8),
                (paper.Training.Rates.Base, paper.Training.Rates.Policy, paper.Patches.Height, paper.Patches.Batch));
            Assert.Equal(OptimiserOptions.Sgd, paper.Training.Optimiser);
        }

        Assert.Equal(21, voc.Data.Palette!.Count);
        // Left and right are classes of their own.
        Assert.Equal((false, "left eye"), (helen.Patches.Flip, helen.Data.Palette!.Names[4]));
        Assert.Contains("scenes, helen", Assert.Throws<ArgumentException>(() => TrainingPresets.Text("x")).Message);

        static void Same(object expected, object got) => Assert.Equal(SettingsJson.Write(expected), SettingsJson.Write(got));
    }
}
