using System.Text;
using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Html;

namespace Spn.Tool.Tests.Notebooks;

/// <summary>The saved lessons stay small, as notebooks and as pages.</summary>
public sealed class SavedLessonSizeTests
{
    private const double Most = 6e6;

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(SavedLessonTests.Lessons, "*.ipynb").Select(Path.GetFileName).OfType<string>().Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lesson_is_smaller_than_six_megabytes_and_so_is_its_page(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(SavedLessonTests.Lessons, name));
        Assert.InRange(bytes.Length, 1_000, Most);
        var page = HtmlPage.Create(NotebookDocument.Parse(bytes, name), SavedLessonTests.Lessons).Html;
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1_000, Most);
    }
}
