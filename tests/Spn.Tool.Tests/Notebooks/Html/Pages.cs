using System.Text;
using Spn.Tool.Notebooks.Documents;
using Spn.Tool.Notebooks.Html;

namespace Spn.Tool.Tests.Notebooks.Html;

/// <summary>Pages from the text of notebooks.</summary>
internal static class Pages
{
    public static HtmlPage Create(string json, string title, string? folder = null) =>
        HtmlPage.Create(NotebookDocument.Parse(Encoding.UTF8.GetBytes(json), title), folder);

    public static string Render(string json, string title) => Create(json, title).Html;
}
