namespace Spn.Imaging.PngFormat;

/// <summary>The pixels of one pass: every <paramref name="RowStep"/>-th row from <paramref name="Row"/>, likewise columns.</summary>
internal readonly record struct PngPass(int Row, int Column, int RowStep, int ColumnStep)
{
    private static readonly PngPass[] One = [new(0, 0, 1, 1)];

    private static readonly PngPass[] Seven =
        [new(0, 0, 8, 8), new(0, 4, 8, 8), new(4, 0, 8, 4), new(0, 2, 4, 4), new(2, 0, 4, 2), new(0, 1, 2, 2), new(1, 0, 2, 1)];

    public static ReadOnlySpan<PngPass> Whole => One;

    public static ReadOnlySpan<PngPass> Adam7 => Seven;

    public int Rows(int height) => (height - Row + RowStep - 1) / RowStep;

    public int Columns(int width) => (width - Column + ColumnStep - 1) / ColumnStep;
}
