namespace Spn.Segmentation;

/// <summary>Where coarse pixels lie over a photograph.</summary>
/// <param name="Coarse">The coarse map's shape.</param>
/// <param name="Photo">The photograph's.</param>
/// <param name="CellSize">Pixels that a coarse pixel covers each way; 0: the coarse map covers the photograph exactly.</param>
internal sealed record CoarseGrid(MapShape Coarse, MapShape Photo, int CellSize)
{
    private double Height { get; } = CellSize > 0 ? CellSize : (double)Photo.Height / Coarse.Height;

    private double Width { get; } = CellSize > 0 ? CellSize : (double)Photo.Width / Coarse.Width;

    /// <summary>A row of the photograph in coarse rows, 0 being the centre of the first one.</summary>
    public double Row(int row) => (row + 0.5) / Height - 0.5;

    /// <summary>A column of the photograph in coarse columns.</summary>
    public double Column(int column) => (column + 0.5) / Width - 0.5;

    /// <summary>The row of the photograph under the centre of a coarse row.</summary>
    public int PixelRow(int row) => (int)Math.Min(Photo.Height - 1, (row + 0.5) * Height);

    /// <summary>The column of the photograph under the centre of a coarse column.</summary>
    public int PixelColumn(int column) => (int)Math.Min(Photo.Width - 1, (column + 0.5) * Width);
}
