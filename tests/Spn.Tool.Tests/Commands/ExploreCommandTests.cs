using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spn.Arrays;
using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;
using Spn.Tool.Tests.Notebooks.Html.Browser;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn explore</c>.</summary>
[Collection(TorchCollection.Name)]
public sealed class ExploreCommandTests(BrowserFixture fixture) : TrainCase, IClassFixture<BrowserFixture>
{
    private static readonly Scene Scene = SceneGenerator.Render(5, 60, 84);

    [BrowserFact]
    public async Task The_page_of_a_photograph_refines_as_spn_refine_does()
    {
        Write(Scene);
        var said = Explore("--coarse", At("coarse.png"), "--truth", At("truth.png"), "--palette", "scenes");
        Assert.Contains($"wrote {At("page.html")}, ", said);
        var data = Data();
        Assert.Equal(["three-way", "one-way"], data["sets"]!.AsArray().Select(set => (string)set!["name"]!));
        var occurring = Scene.Labels.Labels.Concat(Scene.Coarse().Labels).Distinct().Order().ToArray();
        Assert.Equal(occurring.Select(Scene.Palette.NameOf), data["classes"]!.AsArray().Select(one => (string)one!["name"]!));

        var browser = await fixture.GetAsync();
        await browser.OpenAsync(At("page.html"));
        const string Started = "document.querySelector('.spn-explorer').player !== undefined";
        for (var attempt = 0; attempt < 600 && !(bool)await browser.EvaluateAsync(Started); attempt++)
            await Task.Delay(50);
        var labels = ((JsonArray)await browser.EvaluateAsync("[...document.querySelector('.spn-explorer').player.refined.labels]"))
            .Select(label => occurring[(int)label!]).ToArray();
        var expected = Refinement.Labels(Scene.Photo, Scene.Coarse()).Labels;

        // The page's weights stand in steps of 1/127; where two classes are nearly even another one may win.
        Assert.InRange(labels.Zip(expected).Count(pair => pair.First == pair.Second) / (double)expected.Length, 0.985, 1);
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task One_that_is_cancelled_ends_at_once_and_leaves_the_page_that_was_there()
    {
        var scene = SceneGenerator.Render(5, 480, 640);
        Write(scene);
        File.WriteAllText(At("page.html"), "old");
        using var cancel = new CancellationTokenSource();
        var running = ExploreCommand.Create().Parse(["--image", At("photo.png"), "--max-side", "640", "--out", At("page.html")])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancel.Token);
        await Task.Delay(100);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("old", File.ReadAllText(At("page.html")));
    }

    [Fact]
    public void A_large_photograph_is_made_smaller_with_its_maps_and_that_is_said()
    {
        Write(Scene);
        var said = Explore("--coarse", At("coarse.png"), "--truth", At("truth.png"), "--max-side", "42");
        const string Sentence = "The photograph of 60×84 pixels was made smaller, to 30×42.";
        Assert.Contains(Sentence, said);
        Assert.Contains(Sentence, File.ReadAllText(At("page.html")));
        Assert.Equal((30, 42), ((int)Data()["height"]!, (int)Data()["width"]!));
        Assert.Equal(8, (int)Data()["evidence"]!["rows"]!);
    }

    [Fact]
    public void Weights_of_a_file_show_the_channels_that_are_asked_for()
    {
        Write(Scene);
        Npy.Write(At("p.npy"), PropagationWeights.Random(Connection.OneWay, new MapShape(1, 4, 30, 42), 3));
        Explore("--weights", At("p.npy"), "--channels", "1", "3", "--normalisation", "raw");
        var set = Assert.Single(Data()["sets"]!.AsArray())!;
        Assert.Equal(["channel 1", "channel 3"], set["channels"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.False((bool)Data()["stable"]!);

        Refused("expected channels below 4 for 'the weights', got 4", "--weights", At("p.npy"), "--channels", "4");
        Refused(
            "expected at most 8 channels for --channels, got 9",
            ["--weights", At("p.npy"), "--channels", .. "012345678".Select(c => $"{c}")]);
        Npy.Write(At("other.npy"), PropagationWeights.Random(Connection.OneWay, new MapShape(1, 1, 30, 60), 3));
        Refused(
            "expected weights of 60×84 like the photograph, or smaller ones of the same proportions, got 30×60",
            "--weights", At("other.npy"));
        Refused("expected --max-side only without --weights", "--weights", At("p.npy"), "--max-side", "64");
        Refused(
            "expected --confidence only with weights made by hand",
            "--weights", At("p.npy"), "--coarse", At("coarse.png"), "--confidence", "2");
    }

    [Fact]
    public void A_batch_item_of_a_file_is_shown_as_if_it_were_alone()
    {
        Write(Scene);
        var both = PropagationWeights.Random(Connection.OneWay, new MapShape(2, 1, 30, 42), 3);
        Npy.Write(At("both.npy"), both);
        Npy.Write(At("second.npy"), new PropagationWeights(
            Connection.OneWay, both.Shape with { Batch = 1 }, both.Values[(both.Values.Length / 2)..]));
        string Planes() => (string)Data()["sets"]![0]!["channels"]![0]!["planes"]!;
        Explore("--weights", At("second.npy"));
        var alone = Planes();
        Explore("--weights", At("both.npy"), "--batch", "1");
        Assert.Equal(alone, Planes());
        Explore("--weights", At("both.npy"));
        Assert.NotEqual(alone, Planes());
        Refused("expected a batch item below 2 for 'the weights', got 2", "--weights", At("both.npy"), "--batch", "2");
        Refused("expected --batch only with --weights", "--batch", "0");
    }

    [Fact]
    public void Weights_with_a_channel_for_each_class_show_all_channels_in_the_order_of_the_classes()
    {
        Write(Scene);
        Npy.Write(At("p.npy"), PropagationWeights.Random(Connection.OneWay, new MapShape(1, 4, 60, 84), 3));
        Npy.Write(At("c4.npy"), FeatureMap.Constant(new MapShape(1, 4, 8, 11), 0.25f));
        Npy.Write(At("c5.npy"), FeatureMap.Constant(new MapShape(1, 5, 8, 11), 0.2f));
        string[] Shown(string coarse, params string[] more)
        {
            Explore(["--weights", At("p.npy"), "--coarse", At(coarse), .. more]);
            return [.. Data()["sets"]![0]!["channels"]!.AsArray().Select(one => (string)one!["name"]!)];
        }

        Assert.Equal(["channel 0", "channel 1", "channel 2", "channel 3"], Shown("c4.npy"));
        Assert.Equal(["channel 2", "channel 3"], Shown("c4.npy", "--channels", "2", "3"));
        Assert.Single(Shown("c5.npy"));
    }

    [Fact]
    public void What_does_not_go_together_is_said_in_a_sentence_and_nothing_is_written()
    {
        Write(Scene);
        File.Delete(At("page.html"));
        Refused("expected --channels only with --weights or --model", "--channels", "0");
        Refused("expected --normalisation only with --weights", "--normalisation", "raw");
        Refused("expected either --weights or --model, got both", "--weights", "a", "--model", "b");
        Refused("expected --confidence only with --coarse", "--confidence", "2");
        Refused("expected --out to end in .html", "--out", At("page.png"));
        Refused("expected the size of the photograph, 60×84, got 8×11", "--truth", At("coarse.png"));
        Assert.Contains("'31'", Assert.Throws<ArgumentException>(() => Explore("--max-side", "31")).Message);
        Assert.False(File.Exists(At("page.html")));
    }

    [LibtorchFact]
    public void A_trained_refiner_shows_the_weights_that_it_finds()
    {
        Train("three");
        Write(SceneGenerator.Render(9, 45, 61));
        var said = Explore(
            "--model", At("three/best.safetensors"), "--channels", "0", "5", "--coarse", At("coarse.png"), "--truth", At("truth.png"));
        using var model = (SpnRefiner)Checkpoint.Load(At("three/best.safetensors")).Model;
        var shape = model.Weights(Png.Read(At("photo.png")).ToFeatureMap()).Shape;
        Assert.Contains($"Shown at {shape.Height}×{shape.Width}, the size at which the model propagates its 8 channels.", said);
        Assert.Equal((shape.Height, shape.Width), ((int)Data()["height"]!, (int)Data()["width"]!));
        Assert.Equal(2, Data()["sets"]![0]!["channels"]!.AsArray().Count);
        Refused("expected channels below 8", "--model", At("three/best.safetensors"), "--channels", "8");
    }

    private void Write(Scene scene)
    {
        Png.Write(At("photo.png"), scene.Photo);
        Png.Write(At("truth.png"), scene.Labels, scene.Palette);
        Png.Write(At("coarse.png"), scene.Coarse(), scene.Palette);
    }

    private string Explore(params string[] more) => CommandLine.Run(
        ExploreCommand.Create(),
        ["--image", At("photo.png"), .. more.Contains("--out") ? [] : new[] { "--out", At("page.html") }, .. more]);

    private void Refused(string sentence, params string[] more) =>
        Assert.Contains(sentence, Assert.ThrowsAny<Exception>(() => Explore(more)).Message, StringComparison.Ordinal);

    private JsonNode Data() => JsonNode.Parse(Regex.Match(
        File.ReadAllText(At("page.html")), "<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)!;
}
