using Spn.Arrays;
using Spn.Imaging;
using Spn.Learning;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn refine --model</c>.</summary>
[Collection(TorchCollection.Name)]
public sealed class RefineByModelTests : TrainCase
{
    [LibtorchFact]
    public void A_trained_model_refines_files_of_labels_and_of_probabilities()
    {
        Train("three");
        var scene = SceneGenerator.Render(new SceneOptions { Seed = 9, Height = 45, Width = 61 });
        Png.Write(At("photo.png"), scene.Photo);
        Png.Write(At("coarse.png"), scene.Coarse(), scene.Palette);
        Png.Write(At("truth.png"), scene.Labels, scene.Palette);
        var probabilities = CoarseMaps.Certain(scene.Coarse(), 7);
        Npy.Write(At("coarse.npy"), probabilities);
        string Refine(params string[] more) =>
            CommandLine.Run(RefineCommand.Create(), ["--model", At("three/best.safetensors"), "--image", At("photo.png"), .. more]);

        var table = Refine("--coarse", At("coarse.png"), "--truth", At("truth.png"), "--out", At("refined.png"));
        Assert.Matches(@"^IoU, % +coarse +three-way +change\n", table);
        var model = (SpnRefiner)Checkpoint.Load(At("three/best.safetensors")).Model;
        var expected = OneHot.ArgMax(model.Predict(scene.Photo, CoarseMaps.Upsample(probabilities, 45, 61))).Labels;
        Assert.Equal(expected, Png.Read(At("refined.png")).ToLabelMap().Labels);
        Assert.Equal($"wrote {At("refined2.png")}", Refine("--coarse", At("coarse.npy"), "--out", At("refined2.png")).TrimEnd());
        Assert.Equal(expected, Png.Read(At("refined2.png")).ToLabelMap().Labels);
        SafeTensors.Write(
            At("coarse.safetensors"),
            [new SafeTensor("probabilities", [7, probabilities.Height, probabilities.Width], probabilities.Values)]);
        Assert.Equal($"wrote {At("refined3.png")}", Refine("--coarse", At("coarse.safetensors"), "--out", At("refined3.png")).TrimEnd());
        Assert.Equal(expected, Png.Read(At("refined3.png")).ToLabelMap().Labels);
        Assert.Contains(
            "expected one tensor",
            Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("three/best.safetensors"), "--out", At("r.png"))).Message);
        Assert.Contains("three-way", Refine("--block", "8", "--truth", At("truth.png")));

        Refine("--coarse", At("coarse.png"), "--out", At("tiles.png"), "--tile", "16", "--overlap", "4", "--only-coarse-classes");
        model.Inference = new() { Tile = 16, Overlap = 4, RestrictClasses = true };
        Assert.Equal(
            OneHot.ArgMax(model.Predict(scene.Photo, CoarseMaps.Upsample(probabilities, 45, 61))).Labels,
            Png.Read(At("tiles.png")).ToLabelMap().Labels);
        Assert.Contains(
            "expected --overlap only with --tile",
            Assert.Throws<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--overlap", "4")).Message);
        Assert.Contains(
            "expected tiles of at least 16",
            Assert.ThrowsAny<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--tile", "3")).Message);
        Assert.Contains(
            "expected --tile only with --model",
            Assert.Throws<ArgumentException>(
                () => CommandLine.Run(
                    RefineCommand.Create(),
                    "--image", At("photo.png"), "--coarse", At("coarse.png"), "--out", At("r.png"), "--tile", "16")).Message);

        Assert.Contains(
            "--sigma only without --model",
            Assert.Throws<ArgumentException>(() => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--sigma", "0.1")).Message);
        Npy.Write(At("wrong.npy"), FeatureMap.Generate(new MapShape(1, 4, 3, 3), (_, _, _, _) => 0.25f));
        Assert.Contains(
            "expected class probabilities 7×h×w, or labels, got 1×4×3×3",
            Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("wrong.npy"), "--out", At("r.png"))).Message);
        Assert.Contains(
            "--kind mask only without --model",
            Assert.Throws<ArgumentException>(
                () => Refine("--coarse", At("coarse.png"), "--out", At("r.png"), "--kind", "mask")).Message);
        Png.Write(At("wrong.png"), LabelMap.Generate(4, 4, (_, _) => 9));
        Assert.Contains(
            "expected labels below 7",
            Assert.Throws<InvalidDataException>(() => Refine("--coarse", At("wrong.png"), "--out", At("r.png"))).Message);
    }
}
