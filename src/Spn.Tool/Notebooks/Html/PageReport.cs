namespace Spn.Tool.Notebooks.Html;

/// <summary>Collects, while a page is made, what could not be shown as its author meant it.</summary>
internal sealed class PageReport
{
    private readonly List<string> _warnings = [];

    /// <summary>The cell that is being rendered, counted from one.</summary>
    public int Cell { get; set; }

    /// <summary>One sentence each, with the cell's number, in page order.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(string message) => _warnings.Add($"cell {Cell}: {message}.");
}
