namespace Spn.Visuals;

/// <summary>Puts a title over a drawing and notices under it, with a margin around.</summary>
internal static class Page
{
    private const double Margin = 12, TitleSize = 13.5, NoteSize = 11;

    /// <summary>The most letters of a title.</summary>
    private const int TitleLimit = 240;

    /// <summary>The whole figure.</summary>
    /// <param name="title">The title; long ones are cut and say so.</param>
    /// <param name="content">The drawing.</param>
    /// <param name="text">The plain text without the title.</param>
    /// <param name="notices">What the reader must know: what was cut, what is not finite. Empty ones are left out.</param>
    /// <param name="tables">Tables for HTML.</param>
    public static Figure Compose(
        string title, Canvas content, string text, IEnumerable<string>? notices = null, IReadOnlyList<FigureTable>? tables = null)
    {
        var canvas = new Canvas();
        var width = Math.Max(content.Width, 260);
        var shown = Words.Cut(title, TitleLimit);
        var y = shown.Length > 0 ? canvas.Paragraph(Margin, Margin - 3, width, shown, TitleSize, bold: true) + 7 : Margin;
        canvas.Place(content, Margin, y);
        y += content.Height + 6;
        var notes = (notices ?? []).Where(notice => notice.Length > 0).ToList();
        foreach (var notice in notes)
            y = canvas.Paragraph(Margin, y, width, notice, NoteSize, Ink.Notice);
        canvas.Reach(canvas.Width + Margin, Math.Max(canvas.Height, y) + Margin - 4);
        return new Figure(
            canvas, shown, string.Join('\n', new[] { shown, text.TrimEnd('\n') }.Concat(notes).Where(part => part.Length > 0)), tables);
    }
}
