using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>The helpers that every C# cell sees without a using, under the names that .NET Interactive gives them.</summary>
public static class Kernel
{
    /// <summary>Shows a value; see <see cref="DisplayExtensions.Display"/>.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>Marks text as HTML, so that it is shown as it is and not encoded.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Adds a style sheet to the page.</summary>
    public static void CSS(string content) => $"<style>{content}</style>".DisplayAs("text/html");

    /// <summary>Runs script in the page when it is shown.</summary>
    public static void Javascript(string scriptContent) => $"<script type=\"text/javascript\">{scriptContent}</script>".DisplayAs("text/html");

    /// <summary>Cannot ask anyone: a headless run has no reader.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Task<string> GetInputAsync(string prompt = "", string typeHint = "text") =>
        throw new NotSupportedException($"expected nobody to be asked, but the cell asks '{prompt}': a headless run has no reader; give the value as a parameter.");
}
