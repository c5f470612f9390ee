using System.Globalization;

namespace Spn.Learning;

/// <summary>The head of a column of a <see cref="ScoreSheet"/>.</summary>
/// <param name="Name">What was scored.</param>
/// <param name="Data">What on; empty where the table does not say so.</param>
/// <param name="IsPaper">Whether the figures are printed in the paper, and nothing was run.</param>
/// <param name="IsChange">Whether the numbers are differences.</param>
internal sealed record SheetHead(string Name, string Data = "", bool IsPaper = false, bool IsChange = false);

/// <summary>A row of a <see cref="ScoreSheet"/>.</summary>
/// <param name="Name">The measure.</param>
/// <param name="Cells">One a head.</param>
/// <param name="IsTime">Whether the numbers are milliseconds; else they are per cent.</param>
internal sealed record SheetRow(string Name, IReadOnlyList<SheetCell> Cells, bool IsTime = false)
{
    /// <summary>The unit of the numbers.</summary>
    public string Unit => IsTime ? "ms" : "%";
}

/// <summary>A number of a cell, and which training it is of.</summary>
/// <param name="Number">Per cent or milliseconds; NaN where there is none.</param>
/// <param name="Seed">The seed of the training; null where there is none.</param>
/// <param name="File">The checkpoint; empty where there is none.</param>
internal sealed record SheetValue(double Number, int? Seed = null, string File = "");

/// <summary>A cell of a <see cref="ScoreSheet"/>: a number, one for each seed, or none.</summary>
/// <param name="Values">The numbers.</param>
internal sealed record SheetCell(IReadOnlyList<SheetValue> Values)
{
    /// <summary>A cell without a number.</summary>
    public static SheetCell None { get; } = new([]);

    /// <summary>A cell of one number.</summary>
    public static SheetCell Of(double number) => new([new SheetValue(number)]);

    /// <summary>The mean; NaN where there is none.</summary>
    public double Mean => Values.Select(value => value.Number).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The least number; NaN where there is none.</summary>
    public double Least => Values.Select(value => value.Number).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The largest number; NaN where there is none.</summary>
    public double Most => double.IsNaN(Least) ? double.NaN : Values.Max(value => value.Number);

    /// <summary>The mean, and where there are several the least and the most.</summary>
    /// <param name="isTime">Whether the numbers are milliseconds.</param>
    /// <param name="isChange">Whether they are differences.</param>
    public string Text(bool isTime, bool isChange)
    {
        string Write(double number) =>
            double.IsNaN(number) ? "–" : number.ToString(Format(isTime, isChange), CultureInfo.InvariantCulture);
        return Values.Count > 1 && !double.IsNaN(Mean) ? $"{Write(Mean)} ({Write(Least)} to {Write(Most)})" : Write(Mean);
    }

    private static string Format(bool isTime, bool isChange) => (isTime, isChange) switch
    {
        (false, false) => "f2",
        (false, true) => "+0.00;-0.00;0.00",
        (true, false) => "f1",
        (true, true) => "+0.0;-0.0;0.0",
    };
}
