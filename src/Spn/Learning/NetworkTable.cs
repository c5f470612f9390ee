using System.Globalization;

namespace Spn.Learning;

/// <summary>One layer of a network for inputs of some shape.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Inputs">What it takes: names or shapes.</param>
/// <param name="Output">N×C×H×W of what it gives.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="MultiplyAdds">Multiplications with an addition of one forward pass.</param>
public sealed record NetworkRow(
    string Name, string Kind, IReadOnlyList<string> Inputs, MapShape Output, long Parameters, long MultiplyAdds);

/// <summary>A network as a table of its layers.</summary>
/// <param name="Rows">One for each layer, in the order of the forward pass.</param>
public sealed record NetworkTable(IReadOnlyList<NetworkRow> Rows)
{
    /// <summary>Trained numbers of all layers.</summary>
    public long Parameters => Rows.Sum(row => row.Parameters);

    /// <summary>Multiplications with an addition of one forward pass through all layers.</summary>
    public long MultiplyAdds => Rows.Sum(row => row.MultiplyAdds);

    /// <summary>The table as text in columns, with the sums below.</summary>
    public override string ToString()
    {
        List<string[]> lines = [["layer", "kind", "inputs", "output", "parameters", "multiply-adds"]];
        lines.AddRange(Rows.Select(row => new[]
        {
            row.Name, row.Kind, string.Join(", ", row.Inputs), $"{row.Output}", Number(row.Parameters), Number(row.MultiplyAdds),
        }));
        lines.Add(["", "", "", "", Number(Parameters), Number(MultiplyAdds)]);
        var widths = Enumerable.Range(0, 6).Select(column => lines.Max(line => line[column].Length)).ToArray();
        return string.Join('\n', lines.Select(line =>
            string.Join("  ", line.Select((text, i) => i < 4 ? text.PadRight(widths[i]) : text.PadLeft(widths[i]))).TrimEnd()));
    }

    private static string Number(long value) => value == 0 ? "" : value.ToString("#,0", CultureInfo.InvariantCulture);
}
