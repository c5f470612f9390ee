using System.Text.RegularExpressions;

namespace Spn.Tool.Tests.Notebooks;

/// <summary>The page on debugging beside the lessons.</summary>
public sealed partial class DebuggingPageTests
{
    [Fact]
    public void Each_picture_is_there_is_small_and_has_words_of_its_own()
    {
        var text = File.ReadAllText(Path.Combine(SavedLessonTests.Lessons, "debugging.md"));
        var pictures = Picture().Matches(text).Select(match => (Words: match.Groups[1].Value, File: match.Groups[2].Value)).ToList();
        Assert.True(pictures.Count >= 3, $"expected a picture for each of the three faults, got {pictures.Count}");
        Assert.All(pictures, picture =>
        {
            Assert.InRange(new FileInfo(Path.Combine(SavedLessonTests.Lessons, picture.File)).Length, 1, 150_000);
            Assert.InRange(picture.Words.Length, 30, 400);
        });
        Assert.Equal(pictures.Select(picture => picture.Words).Distinct(), pictures.Select(picture => picture.Words));
    }

    [Fact]
    public void Each_link_to_a_file_leads_somewhere() => Assert.All(
        Link().Matches(File.ReadAllText(Path.Combine(SavedLessonTests.Lessons, "debugging.md"))).Select(match => match.Groups[1].Value),
        file => Assert.True(File.Exists(Path.Combine(SavedLessonTests.Lessons, file)), file));

    [GeneratedRegex(@"!\[([^\]]*)\]\(([^)]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\(([^)#:]+)[^)]*\)")]
    private static partial Regex Link();
}
