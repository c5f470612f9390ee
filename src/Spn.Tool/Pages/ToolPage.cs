using Spn.Visuals;

namespace Spn.Tool.Pages;

/// <summary>Whole pages of the tool's commands: they open offline, and their charts are live where script runs.</summary>
internal static class ToolPage
{
    /// <summary>A page like <see cref="WidgetPage.Whole"/>, and what makes its charts live where there is one.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">Pieces of HTML: figures, widgets.</param>
    public static string Whole(string title, string body)
    {
        var live = new LiveCharts(message => throw new InvalidOperationException(message));
        return WidgetPage.Whole(title, live.Take(body) + live.Library, live.Scripts);
    }
}
