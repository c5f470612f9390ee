using System.Net;
using Spn.Visuals;

namespace Spn.Interactive;

/// <summary>
/// Figures for formatters, which must not throw: a formatter that throws fails the reader's cell. What went wrong is shown in place of the
/// picture.
/// </summary>
internal static class SafeFigure
{
    public static string Html(object value) =>
        Try(() => Figures.Of(value).ToHtml(), problem => $"<pre>{WebUtility.HtmlEncode(problem)}</pre>", value);

    public static string Text(object value) => Try(() => Figures.Of(value).ToText(), problem => problem, value);

    private static string Try(Func<string> draw, Func<string, string> explain, object value)
    {
        try
        {
            return draw();
        }
        catch (Exception exception)
        {
            return explain($"{value.GetType().Name} could not be drawn: {exception.GetType().Name}: {exception.Message}");
        }
    }
}
