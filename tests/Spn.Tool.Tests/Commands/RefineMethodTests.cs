using System.CommandLine;
using Spn.Imaging;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn refine --method</c>: labels, masks, probabilities and folders by methods other than propagation.</summary>
public sealed class RefineMethodTests : RefineCase
{
    public static TheoryData<string> Others => ["crf", "bilateral", "guided", "bilinear"];

    private static RefinementMethod Of(string name) => RefinementMethods.All.Single(method => method.Name == name);

    private FeatureMap Photo => Png.Read(Path("photo.png")).ToFeatureMap();

    [Theory]
    [MemberData(nameof(Others))]
    public void Labels_are_those_of_the_library_and_keep_their_palette(string method)
    {
        Run("--image", Path("photo.png"), "--coarse", Path("coarse.png"), "--out", Path("refined.png"), "--method", method);
        var refined = Png.Read(Path("refined.png"));
        Assert.Equal(Png.Read(Path("coarse.png")).ColourTable, refined.ColourTable);
        Assert.Equal(Of(method).Labels(Photo, Scene.Coarse()).Labels, refined.ToLabelMap().Labels);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void A_mask_stays_a_soft_mask(string method)
    {
        var mask = FeatureMap.Generate(new MapShape(1, 1, 8, 11), (_, _, row, column) => (row * 20 + column * 7) % 256 / 255f);
        ImageFile.Write(Path("mask.png"), Image.FromFeatureMap(mask, 255));
        Run("--image", Path("photo.png"), "--coarse", Path("mask.png"), "--kind", "mask", "--out", Path("refined.png"), "--method", method);
        Assert.Equal(
            Image.FromFeatureMap(Of(method).Mask(Photo, mask), 255).Samples, Png.Read(Path("refined.png")).Samples);
    }

    [Fact]
    public void Propagation_by_its_name_is_what_there_is_without_one()
    {
        string[] arguments = ["--image", Path("photo.png"), "--coarse", Path("coarse.png"), "--out"];
        Run([.. arguments, Path("a.png")]);
        Run([.. arguments, Path("b.png"), "--method", "hand-weights", "--sigma", "1"]);
        Assert.Equal(File.ReadAllBytes(Path("a.png")), File.ReadAllBytes(Path("b.png")));
        Run([.. arguments, Path("c.png"), "--connection", "one-way"]);
        Run([.. arguments, Path("d.png"), "--method", "domain-transform"]);
        Assert.Equal(File.ReadAllBytes(Path("c.png")), File.ReadAllBytes(Path("d.png")));
    }

    [Fact]
    public void Help_names_the_methods_by_their_words()
    {
        var help = CommandLine.Run(new RootCommand { RefineCommand.Create() }, "refine", "--help");
        Assert.Contains("--method <bilinear|bilateral|guided|domain-transform|hand-weights|crf>", help);
        Assert.DoesNotContain("RefinementMethod", help);
    }

    [Fact]
    public void A_folder_is_scored_under_the_name_of_the_method()
    {
        foreach (var folder in new[] { "photos", "truths" })
            Directory.CreateDirectory(Path(folder));
        foreach (var name in new[] { "1.png", "2.png" })
        {
            File.Copy(Path("photo.png"), Path($"photos/{name}"));
            File.Copy(Path("truth.png"), Path($"truths/{name}"));
        }

        string[] arguments = ["--image", Path("photos"), "--truth", Path("truths"), "--block", "8", "--method"];
        var table = Run([.. arguments, "crf", "--report", Path("page.html")]);
        Assert.Contains("dense CRF", table, StringComparison.Ordinal);
        Assert.Contains("dense CRF", File.ReadAllText(Path("page.html")), StringComparison.Ordinal);
        table = Run([.. arguments, "bilinear"]);
        Assert.Matches(@"mean IoU +(\d+\.\d\d) +\1 ", table);
    }
}
