using System.Text;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>How a notebook's file is laid out, so that new outputs look like the rest.</summary>
/// <param name="Indent">One step of indentation; null when the file stands on one line.</param>
/// <param name="NewLine">The line break between lines of the file.</param>
/// <param name="Colon">Between a name and its value.</param>
internal sealed record NotebookStyle(string? Indent, string NewLine, string Colon)
{
    /// <summary>One space a step, as Jupyter writes.</summary>
    public static NotebookStyle Jupyter { get; } = new(" ", "\n", ": ");

    /// <summary>Reads the style off the object that the file holds.</summary>
    public static NotebookStyle Of(byte[] json)
    {
        var text = Encoding.UTF8.GetString(json);
        var start = text.IndexOf('{') + 1;
        var key = start;
        while (key < text.Length && char.IsWhiteSpace(text[key]))
            key++;
        var feed = text.LastIndexOf('\n', Math.Max(key - 1, 0), key - start);
        var colon = text.IndexOf("\": ", StringComparison.Ordinal) >= 0 ? ": " : ":";
        if (feed < 0)
            return new NotebookStyle(null, "", colon);
        return new NotebookStyle(text[(feed + 1)..key], text[feed - 1] == '\r' ? "\r\n" : "\n", colon);
    }

    /// <summary>The same without line breaks.</summary>
    public NotebookStyle OnOneLine => this with { Indent = null };

    /// <summary>The layout of what begins at a place and the indentation of its line; what shares its line stays on one line.</summary>
    public (NotebookStyle Style, string Indent) At(byte[] json, int place)
    {
        var start = place;
        while (start > 0 && json[start - 1] is (byte)' ' or (byte)'\t')
            start--;
        return Indent is not null && start > 0 && json[start - 1] == '\n'
            ? (this, Encoding.UTF8.GetString(json, start, place - start))
            : (OnOneLine, "");
    }
}
