namespace Spn.Visuals;

/// <summary>The numbers behind a figure, as a table under it in HTML.</summary>
/// <param name="Caption">What the table holds.</param>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">As many texts a row as there are columns.</param>
public sealed record FigureTable(string Caption, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);
