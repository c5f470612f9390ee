using Microsoft.DotNet.Interactive.Formatting;
using Spn.Visuals;

namespace Spn.Interactive;

/// <summary>
/// The .NET Interactive extension: after <see cref="Load"/> every map, matrix, score and figure of ours shows as a picture in a notebook,
/// with its numbers as plain text beside it.
/// </summary>
public static class SpnExtension
{
    /// <summary>
    /// Registers the formatters <c>text/html</c> and <c>text/plain</c>, in this order, for all types of <see cref="Figures.Types"/>,
    /// matrices among them, and for F# lists. Calling it again changes nothing.
    /// </summary>
    /// <remarks>
    /// The extension package calls it; from a bare <c>#r "…/Spn.Interactive.dll"</c> a notebook calls it in its first cell.
    /// </remarks>
    public static void Load()
    {
        foreach (var type in Figures.Types)
        {
            Formatter.Register(type, (value, writer) => writer.Write(SafeFigure.Html(value)), HtmlFormatter.MimeType);
            Formatter.Register(type, (value, writer) => writer.Write(SafeFigure.Text(value)), PlainTextFormatter.MimeType);
            Formatter.SetPreferredMimeTypesFor(type, HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        }

        FSharpLists.Register();
    }
}
