using Spn.Arrays;
using Spn.Faults;
using Spn.Imaging;
using Spn.Inspection;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn inspect</c> from files to a page.</summary>
[Collection(TorchCollection.Name)]
public sealed class InspectCommandTests : TrainCase
{
    private static readonly Scene Scene = SceneGenerator.Render(new SceneOptions { Seed = 9, Height = 46, Width = 62 });

    public InspectCommandTests()
    {
        Png.Write(At("photo.png"), Scene.Photo);
        Png.Write(At("coarse.png"), Scene.Coarse(), Scene.Palette);
        Png.Write(At("truth.png"), Scene.Labels, Scene.Palette);
    }

    [LibtorchFact]
    public void A_model_is_looked_at_as_spn_refine_applies_it_and_planted_bugs_are_named()
    {
        // Starts from hand-made weights, so that it follows edges after a few steps.
        Train("three", "--set", "network.handStrength=0.9");
        var model = At("three/best.safetensors");
        var (sound, page) = Inspect(model);
        string[] sections =
        [
            "findings", "scores", "classes", "confusion", "boundary", "confidence", "directions", "hidden", "winners", "weights", "sums",
            "length", "gradient", "paths", "explorer",
        ];
        foreach (var section in sections)
            Assert.Contains($"id=\"{section}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("swapped inside", sound, StringComparison.Ordinal);
        Assert.DoesNotContain("switched off", sound, StringComparison.Ordinal);
        Assert.DoesNotContain("at the limit:", sound, StringComparison.Ordinal);
        Assert.Contains("The model&#39;s own answer, of all its channels, is at the top", page, StringComparison.Ordinal);
        Assert.Equal(page, Inspect(model).Page);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);

        using (var trained = TrainedModel.Load(model, TorchSharp.torch.CPU))
        {
            var files = new RefineFiles(At("photo.png"), At("coarse.png"), At("truth.png"), new RefineOutputs());
            var reader = new RefineByModel(trained, new RefineInput(new() { Labels = new() { Classes = 7 } }, 0, [files]), null);
            var subject = InspectModel.Look(trained, reader.Read(files), files, null, 512, null);
            Assert.Equal(reader.Refine(files).After.Labels, subject.Classes!.After.Labels);
            Assert.Equal(new MapShape(1, 8, 23, 31), subject.Inspection.Input.Shape);

            // No whole blocks: the explorer's truth is continued as the photograph is, not stretched over the margin.
            var odd = SceneGenerator.Render(9, 47, 63);
            var input = new ModelInput(odd.Photo, CoarseMaps.Upsample(CoarseMaps.Certain(odd.Coarse(), 7), 47, 63), odd.Labels);
            var looked = InspectModel.Look(trained, input, files, null, 512, null);
            var (shown, truth) = (looked.Inspection.Input.Shape, looked.Classes!.MapTruth!);
            Assert.Equal((24, 32, 24, 32), (shown.Height, shown.Width, truth.Height, truth.Width));
            Assert.Equal((24, 32), (looked.MapPhoto.Height, looked.Classes.Evidence!.Width));
            for (var row = 0; row < 24; row++)
                for (var column = 0; column < 32; column++)
                    Assert.Equal(
                        row == 23 || column == 31 ? LabelMap.Ignore : odd.Labels[2 * row + 1, 2 * column + 1], truth[row, column]);
        }

        // The faults of lesson 06 and of the page on debugging, as tests/faults plants them.
        var checkpoint = Checkpoint.Load(model);
        using (var planted = (SpnRefiner)checkpoint.Model)
        {
            Checkpoint.Save(At("silent.safetensors"), Planted.Silent(planted, Direction.TopToBottom), checkpoint.State);
            Checkpoint.Save(At("exchanged.safetensors"), Planted.Exchanged(planted, 1, 5), checkpoint.State);
            var seen = planted.Look(Scene.Photo, CoarseMaps.Upsample(CoarseMaps.Certain(Scene.Coarse(), 7), 46, 62, 8)).Propagation;
            Npy.Write(At("seen.npy"), seen.Input);
            Npy.Write(At("loose.npy"), Planted.Loose(seen.Weights, 1.02f));
        }

        Assert.Contains("- The direction top to bottom (↓) is switched off",
            Inspect(At("silent.safetensors")).Said, StringComparison.Ordinal);
        Assert.Contains("- The channels of 'person' and 'deer' are swapped inside the model",
            Inspect(At("exchanged.safetensors")).Said, StringComparison.Ordinal);
        Assert.Contains(
            "(→) passes the limit: Σ|p| is up to 1.02",
            Run("--x", At("seen.npy"), "--weights", At("loose.npy"), "--normalisation", "raw", "--out", At("page.html")),
            StringComparison.Ordinal);

        Plant(model, (tensor, at) =>
            tensor.Name switch { "guidance.head.weight" => 0, "guidance.head.bias" => 0.35f, _ => tensor.Values[at] });
        var (limit, limitPage) = Inspect(At("planted.safetensors"));
        Assert.Contains("- The direction left to right (→) stands at the limit: 91.3 % of its pixels", limit, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#sums\">The direction left to right (→) stands at the limit", limitPage, StringComparison.Ordinal);

        Plant(model, (tensor, at) => tensor.Name switch
        {
            "output.weight" or "output.bias" when Rows(tensor, at, 2, 3) => tensor.Values[at + Row(tensor)],
            "output.weight" or "output.bias" when Rows(tensor, at, 3, 4) => tensor.Values[at - Row(tensor)],
            _ => tensor.Values[at],
        });
        var (swapped, swappedPage) = Inspect(At("planted.safetensors"));
        Assert.Contains("- The channels of 'tree' and 'lamp' are swapped inside the model", swapped, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#paths\" data-class=\"2\">The channels of &#39;tree&#39;", swappedPage, StringComparison.Ordinal);

        Run(
            "--model", model, "--image", At("photo.png"), "--block", "8", "--truth", At("truth.png"), "--out", At("b.html"),
            "--max-side", "32", "--channels", "1", "5");
        var shrunk = File.ReadAllText(At("b.html"));
        Assert.Contains("The photograph of 46×62 pixels was made smaller, to 23×32.", shrunk, StringComparison.Ordinal);
        Assert.Contains("data-name=\"channel 5\"", shrunk, StringComparison.Ordinal);
        Run("--model", model, "--image", At("photo.png"), "--coarse", At("coarse.png"), "--out", At("c.html"));
        Assert.DoesNotContain("id=\"scores\"", File.ReadAllText(At("c.html")), StringComparison.Ordinal);

        Refused(
            "below 8 for --channels, got 8",
            "--model", model, "--image", At("photo.png"), "--coarse", At("coarse.png"), "--channels", "8");
        Refused("expected --image", "--model", model, "--coarse", At("coarse.png"));
        Refused("either --coarse or --block", "--model", model, "--image", At("photo.png"));
        Refused("expected --truth, from which --block", "--model", model, "--image", At("photo.png"), "--block", "8");
        Refused(
            "expected --normalisation only with --x", "--model", model, "--image", At("photo.png"), "--coarse", At("coarse.png"),
            "--normalisation", "raw");
        Refused("got the folder", "--model", model, "--image", Folder, "--coarse", At("coarse.png"));
        Png.Write(At("wide.png"), new FeatureMap(new MapShape(1, 3, 64, 1030)));
        Run("--model", model, "--image", At("wide.png"), "--coarse", At("coarse16.png"), "--out", At("d.html"));
        const string Smaller = "The photograph of 64×1030 pixels was made smaller, to 31×512.";
        Assert.Contains(Smaller, File.ReadAllText(At("d.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Connection.ThreeWay, false)]
    [InlineData(Connection.OneWay, true)]
    public void Raw_tensors_are_looked_at_with_and_without_a_truth(Connection connection, bool raw)
    {
        Tensors(connection, 3, 0.2f);
        string[] more = raw ? ["--normalisation", "raw"] : [];
        var said = Run(["--x", At("x.npy"), "--weights", At("p.npy"), "--batch", "1", "--out", At("raw.html"), .. more]);
        Assert.EndsWith($"wrote {At("raw.html")}", said.TrimEnd(), StringComparison.Ordinal);
        var page = File.ReadAllText(At("raw.html"));
        var how = raw ? "taken as they are" : "through the stability constraint";
        Assert.Contains(
            $"{connection.ToWords()} weights, of each channel, {how}; x is 2×3×9×11 (N×C×H×W), batch item 1.",
            page, StringComparison.Ordinal);
        Assert.Contains("There is no photograph", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"scores\"", page, StringComparison.Ordinal);
        Png.Write(At("labels.png"), LabelMap.Generate(9, 11, (row, column) => (byte)((row / 3 + column / 4) % 3)), Palette.Categorical);
        Run("--x", At("x.npy"), "--weights", At("p.npy"), "--image", At("photo.png"), "--truth", At("labels.png"), "--out", At("raw.html"));
        var scored = File.ReadAllText(At("raw.html"));
        Assert.Contains("\"name\":\"channel 2\"", scored, StringComparison.Ordinal);
        Assert.DoesNotContain("model&#39;s own", scored, StringComparison.Ordinal);
        Assert.Contains("id=\"scores\"", scored, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no photograph", scored, StringComparison.Ordinal);
    }

    [Fact]
    public void Planted_bugs_of_tensors_are_named()
    {
        Tensors(Connection.OneWay, 1, 1.02f);
        string Said(params string[] more) => Run(["--x", At("x.npy"), "--weights", At("p.npy"), "--out", At("a.html"), .. more]);
        Assert.Contains("stands at the limit", Said(), StringComparison.Ordinal);
        Assert.Contains("Σ|p| is up to 1.02", Said("--normalisation", "raw"), StringComparison.Ordinal);
        Tensors(Connection.ThreeWay, 1, 0.2f, zeroed: Direction.BottomToTop);
        Assert.Contains("The direction bottom to top (↑) is switched off", Said(), StringComparison.Ordinal);
        Tensors(Connection.ThreeWay, 1, float.NaN);
        Assert.Contains("weights that are NaN", Said(), StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_input_is_refused_in_a_sentence_and_nothing_is_written()
    {
        Tensors(Connection.OneWay, 3, 0.2f);
        Refused("expected --model with --image, or --x with --weights");
        Refused("expected --model or --x, got both", "--model", At("m.safetensors"), "--x", At("x.npy"));
        Refused("expected --weights beside --x", "--x", At("x.npy"));
        Refused("expected --coarse only with --model", "--x", At("x.npy"), "--weights", At("p.npy"), "--coarse", At("coarse.png"));
        Refused("batch item below 2 for --batch, got 2", "--x", At("x.npy"), "--weights", At("p.npy"), "--batch", "2");
        Refused("expected the size of x, 9×11, got 46×62", "--x", At("x.npy"), "--weights", At("p.npy"), "--truth", At("truth9.png"));
        Npy.Write(At("one.npy"), PropagationWeights.Constant(Connection.OneWay, new MapShape(1, 3, 9, 11), 0.2f));
        Refused("expected weights of 2 batch items like x, got 1 in one.npy", "--x", At("x.npy"), "--weights", At("one.npy"));
        Refused("at most 8 channels", ["--x", At("x.npy"), "--weights", At("p.npy"), "--channels", .. "012345678".Select(c => $"{c}")]);
        string Thrown(string x, string page) =>
            Assert.Throws<ArgumentException>(() => Run("--x", At(x), "--weights", At("p.npy"), "--out", At(page))).Message;
        Assert.Contains("end in .html", Thrown("x.npy", "x.txt"), StringComparison.Ordinal);
        Assert.Contains("is the input itself", Thrown("x.html", "x.html"), StringComparison.Ordinal);
    }

    private void Refused(string sentence, params string[] arguments)
    {
        var labels = LabelMap.Generate(46, 62, (_, column) => (byte)(column % 3));
        Png.Write(At("truth9.png"), labels, Palette.Categorical);
        Png.Write(At("coarse16.png"), LabelMap.Generate(2, 100, (_, _) => 0), Scene.Palette);
        var exception = Assert.ThrowsAny<Exception>(() => Run([.. arguments, "--out", At("never.html")]));
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("never.html")));
    }

    private (string Said, string Page) Inspect(string model)
    {
        var said = Run(
            "--model", model, "--image", At("photo.png"), "--coarse", At("coarse.png"), "--truth", At("truth.png"),
            "--out", At("page.html"));
        return (said, File.ReadAllText(At("page.html")));
    }

    /// <summary>A copy of a model with other values.</summary>
    private void Plant(string model, Func<SafeTensor, int, float> value)
    {
        var file = SafeTensors.Read(model);
        SafeTensors.Write(
            At("planted.safetensors"),
            [.. file.Tensors.Select(tensor => new SafeTensor(
                tensor.Name, tensor.Shape, [.. tensor.Values.Select((_, at) => value(tensor, at))], tensor.StoredAs))],
            file.Metadata);
    }

    private static int Row(SafeTensor tensor) => tensor.Values.Length / tensor.Shape[0];

    private static bool Rows(SafeTensor tensor, int at, int from, int to) => at / Row(tensor) >= from && at / Row(tensor) < to;

    private void Tensors(Connection connection, int channels, float weight, Direction? zeroed = null)
    {
        var shape = new MapShape(2, 3, 9, 11);
        Npy.Write(At("x.npy"), FeatureMap.Generate(shape, (n, c, row, column) => ((n + c * 3 + row * 5 + column * 7) % 11) / 11f));
        Npy.Write(At("p.npy"), PropagationWeights.Generate(
            connection, shape with { Channels = channels }, (_, direction, _, _, _, _) => direction == zeroed ? 0 : weight));
    }

    private static string Run(params string[] arguments) => CommandLine.Run(InspectCommand.Create(), arguments);
}
