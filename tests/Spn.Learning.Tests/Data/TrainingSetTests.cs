using Spn.DataSets;
using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;

namespace Spn.Tests.Learning;

public sealed class TrainingSetTests : IDisposable
{
    private static readonly SceneSetOptions Small = new()
    {
        Height = 32, Width = 40, Objects = 3, Clutter = 2, Train = 4, Validation = 2, Test = 3,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public void Scenes_are_the_same_every_time_and_no_two_are_alike()
    {
        var (one, again) = (TrainingSet.FromScenes(Small), TrainingSet.FromScenes(Small));
        Assert.Equal((4, 2, 3, 7), (one.Train.Count, one.Validation.Count, one.Test.Count, one.Classes));
        Assert.Equal(one.Test[2].Pixels, again.Test[2].Pixels);
        Assert.Equal(one.Train[3].Labels.Labels, again.Train[3].Labels.Labels);
        var all = one.Train.Concat(one.Validation).Concat(one.Test).ToArray();
        Assert.Equal(all.Length, all.Select(image => Convert.ToHexString(image.Pixels)).Distinct().Count());
    }

    [Fact]
    public void An_image_gives_back_the_scene_it_was_made_of()
    {
        var scene = SceneGenerator.Render(4, 40, 48);
        Assert.Equal(scene.Photo.Values, LabelledImage.FromScene(scene).ToFeatureMap().Values);
    }

    [Fact]
    public void A_folder_like_CamVid_is_read()
    {
        var scenes = Write(train: 5, val: 2);
        var set = TrainingSet.FromFolder(_folder.FullName, new FolderSetOptions { Palette = SceneGenerator.Palette, IgnoredLabel = 6 });
        Assert.Equal((5, 2, 2), (set.Train.Count, set.Validation.Count, set.Test.Count));
        Assert.Same(set.Validation[0], set.Test[0]);
        Assert.Same(set.Train[1], set.Train[1]);
        Assert.Equal(scenes[1].Photo.Values, set.Train[1].ToFeatureMap().Values);
        Assert.Equal(scenes[1].Labels.WithIgnored(6).Labels, set.Train[1].Labels.Labels);
    }

    [Fact]
    public void A_set_with_a_test_split_is_chosen_by_val_and_reported_on_test()
    {
        SetSplit Split(string name, params int[] seeds) => new(name, [.. seeds.Select(seed =>
        {
            var scene = SceneGenerator.Render(seed, 32, 40);
            return new SetSample($"{name} {seed}", () => Image.FromFeatureMap(scene.Photo), () => scene.Labels);
        })]);
        var splits = new[] { Split("train", 1, 2), Split("val", 3), Split("test", 4), Split("trainaug", 1, 2, 5) };
        var set = TrainingSet.FromSet(SegmentationSet.Of("mine", Palette.Scenes, splits));
        Assert.Equal("mine: 2 images to train on, 1 to choose by, 1 to report on, 7 classes", set.ToString());
        Assert.Equal(("val 3", "test 4"), (set.Validation[0].Name, set.Test[0].Name));
        Assert.Equal(SceneGenerator.Render(4, 32, 40).Photo.Values, set.Test[0].ToFeatureMap().Values);
        Assert.Equal(3, TrainingSet.FromSet(SegmentationSet.Of("mine", Palette.Scenes, splits), "trainaug").Train.Count);
        var few = TrainingSet.FromSet(SegmentationSet.Of("mine", Palette.Scenes, splits[..2]));
        Assert.Same(few.Validation, few.Test);
        Assert.Contains(
            "expected a split of mine (train), got 'val'",
            Assert.Throws<ArgumentException>(() => TrainingSet.FromSet(SegmentationSet.Of("mine", Palette.Scenes, splits[..1]))).Message);
    }

    [Fact]
    public void A_config_names_every_scheme()
    {
        var words = Enum.GetValues<DataScheme>().Skip(1).Select(scheme => SettingsJson.Word(scheme));
        Assert.Equal(SetScheme.All.Select(scheme => scheme.Name).Order(), words.Order());
        Write(train: 1, val: 1);
        var named = new FolderSetOptions { Palette = SceneGenerator.Palette, Scheme = DataScheme.Scenes };
        Assert.Single(TrainingSet.FromFolder(_folder.FullName, named).Train);
        Assert.Equal(Palette.Scenes.Names, TrainingSet.FromFolder(_folder.FullName, new() { Scheme = DataScheme.Scenes }).Palette.Names);
        Assert.Contains("trainaug", Assert.Throws<ArgumentException>(
            () => TrainingSet.FromFolder(_folder.FullName, named with { Augmented = true })).Message);
    }

    [Fact]
    public void Held_out_rows_choose_and_train_nothing_and_folds_are_of_rows_too()
    {
        Write(train: 9, val: 1);
        var options = new FolderSetOptions { Palette = SceneGenerator.Palette, Row = 2, HoldOut = 3 };
        var set = TrainingSet.FromFolder(_folder.FullName, options);
        Assert.Equal(["2.png", "3.png", "8.png"], set.Validation.Select(image => image.Name));
        Assert.Equal(["0.png", "1.png", "4.png", "5.png", "6.png", "7.png"], set.Train.Select(image => image.Name));
        Assert.Equal((1, true), (set.Test.Count, set.HoldsOut));
        Assert.Equal(["0.png", "1.png", "6.png", "7.png"], set.WithoutFold(1, 2).Train.Select(image => image.Name));
        Assert.Equal([0, 0, 1, 1, 0], Enumerable.Range(0, 5).Select(i => CoarseMaps.FoldOf(i, 2, row: 2)));
        Assert.False(TrainingSet.FromFolder(_folder.FullName, options with { HoldOut = 0 }).HoldsOut);
        foreach (var (row, every) in ((int, int)[])[(9, 2), (2, 1)])
            Assert.Contains("'holdOut'", Assert.Throws<ArgumentException>(() =>
                TrainingSet.FromFolder(_folder.FullName, options with { Row = row, HoldOut = every })).Message);
    }

    [Fact]
    public void What_is_missing_or_does_not_fit_is_named()
    {
        Assert.Contains(
            "expected a data set in", Assert.Throws<DirectoryNotFoundException>(() => TrainingSet.FromFolder(_folder.FullName)).Message);
        Write(train: 2, val: 1);
        var few = new FolderSetOptions { Palette = new Palette(["a", "b"], [default, default]) };
        Assert.Contains(
            "expected labels below 2",
            Assert.Throws<InvalidDataException>(() => TrainingSet.FromFolder(_folder.FullName, few)).Message);
        File.Delete(Path.Combine(_folder.FullName, "trainannot", "1.png"));
        Assert.Contains(
            "expected 1.png, 1.npy or 1.safetensors in",
            Assert.Throws<FileNotFoundException>(() => TrainingSet.FromFolder(_folder.FullName)).Message);
        Assert.Equal(
            "expected 'test' to be a whole number from 1 to 100000, got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => TrainingSet.FromScenes(Small with { Test = 0 })).Message);
    }

    [Fact]
    public void Clutter_is_background_and_leaves_the_objects_where_they_are()
    {
        var plain = new SceneOptions { Height = 120, Width = 160, Seed = 3 };
        var (without, with) = (SceneGenerator.Render(plain), SceneGenerator.Render(plain with { Clutter = 12 }));
        var changed = Enumerable.Range(0, 120 * 160).Where(i => without.Labels.Labels[i] != with.Labels.Labels[i]).ToArray();
        Assert.All(changed, i => Assert.Equal(0, with.Labels.Labels[i]));
        Assert.InRange(changed.Length, 1, 120 * 160 / 10);
        Assert.NotEqual(without.Photo.Values, with.Photo.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => SceneGenerator.Render(plain with { Clutter = -1 }));
    }

    private Scene[] Write(int train, int val)
    {
        Scene Save(string part, int index, int seed)
        {
            var scene = SceneGenerator.Render(seed, 32, 40);
            foreach (var folder in new[] { part, part + "annot" })
                Directory.CreateDirectory(Path.Combine(_folder.FullName, folder));
            Png.Write(Path.Combine(_folder.FullName, part, $"{index}.png"), scene.Photo);
            Png.Write(Path.Combine(_folder.FullName, part + "annot", $"{index}.png"), scene.Labels);
            return scene;
        }

        for (var i = 0; i < val; i++)
            Save("val", i, 100 + i);
        return [.. Enumerable.Range(0, train).Select(i => Save("train", i, i))];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
