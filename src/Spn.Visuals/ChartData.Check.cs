namespace Spn.Visuals;

public sealed partial record ChartData
{
    /// <summary>Whether the lists belong together; values that come from a page may be anything.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which.</exception>
    internal void Check()
    {
        Expect(Enum.IsDefined(Kind), "a kind that exists", $"{(int)Kind}");
        Expect(!Series.Any(one => one is null || one.X is null || one.Y is null || one.Name is null || one.Notes is null)
            && !Names.Concat(ShortNames).Concat(Colours).Any(text => text is null), "no null among series, names and colours", "one");
        Expect(Colours.All(IsColour), "colours as #rrggbb", $"'{Colours.FirstOrDefault(colour => !IsColour(colour))}'");
        Expect(Kind == ChartKind.Lines || Series.Count > 0, "at least one series", "none");
        switch (Kind)
        {
            case ChartKind.Bars:
            case ChartKind.Heat:
                var odd = Series.FirstOrDefault(one => one.Y.Count != Names.Count);
                Expect(odd is null, $"{Names.Count} values in each series, one a name", $"{odd?.Y.Count}");
                Expect(Kind == ChartKind.Bars || Colours.Count > 1, "at least two colours of a scale", $"{Colours.Count}");
                var most = Math.Max(Names.Count, Series.Count);
                Expect(ShortNames.Count == 0 || ShortNames.Count >= most, $"{most} short names", $"{ShortNames.Count}");
                break;
            case ChartKind.Histogram:
                var (edges, counts) = (Series[0].X.Count, Series[0].Y.Count);
                Expect(edges == counts + 1, $"{counts + 1} edges of {counts} counts", $"{edges}");
                break;
        }
    }

    private static bool IsColour(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);

    private static void Expect(bool holds, string what, string came)
    {
        if (!holds)
            throw new ArgumentException($"expected a chart with {what}, got {came}; make its values again.");
    }
}
