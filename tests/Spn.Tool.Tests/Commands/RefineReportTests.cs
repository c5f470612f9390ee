using System.Globalization;
using System.Text.RegularExpressions;
using Spn.Imaging;
using Spn.Scenes;

namespace Spn.Tool.Tests.Commands;

/// <summary>The pictures and pages that <c>spn refine</c> makes.</summary>
public sealed class RefineReportTests : RefineCase
{
    [Fact]
    public void Pictures_and_a_page_show_what_was_done()
    {
        File.WriteAllBytes(Path("photo.jpg"), Spn.Photos.Photograph.EncodeJpeg(Png.Read(Path("photo.png"))));
        var said = Run(
            "--image", Path("photo.jpg"), "--coarse", Path("coarse.png"), "--truth", Path("truth.png"), "--palette", "scenes",
            "--overlay", Path("o.png"), "--contours", Path("c.png"), "--errors", Path("e.png"), "--report", Path("r.html"));
        foreach (var name in new[] { "o.png", "c.png", "e.png", "r.html" })
            Assert.Contains($"wrote {Path(name)}", said);
        foreach (var name in new[] { "o.png", "c.png", "e.png" })
            Assert.Equal((60, 84, 3), (Png.Read(Path(name)).Height, Png.Read(Path(name)).Width, Png.Read(Path(name)).Channels));
        var page = File.ReadAllText(Path("r.html"));
        Assert.Contains("<h2>photo.jpg</h2>", page);
        Assert.Equal(4, Regex.Count(page, "<img alt=\"photo.jpg: [^\"]+\" src=\"data:image/jpeg;base64,"));
        Assert.Contains("wrong before and after", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public void A_folder_gives_a_page_with_the_worst_first()
    {
        foreach (var (name, seed) in new[] { ("a<b>", 1), ("b", 2), ("c", 3) })
        {
            var scene = SceneGenerator.Render(seed, 48, 64);
            Png.Write(Path($"photos/{name}.png"), scene.Photo);
            Png.Write(Path($"truths/{name}.png"), scene.Labels, scene.Palette);
        }

        var said = Run(
            "--image", Path("photos"), "--truth", Path("truths"), "--block", "8", "--errors", Path("errors"), "--class", "1",
            "--report", Path("r.html"));
        Assert.Contains($"wrote 3 files to {Path("errors")}", said);
        var scores = Regex.Matches(File.ReadAllText(Path("r.html")), @"coarse, ([\d.]+) % refined")
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(3, scores.Length);
        Assert.Equal(scores.Order(), scores);
        Assert.Contains("<h2>a&lt;b&gt;.png</h2>", File.ReadAllText(Path("r.html")));
    }
}
