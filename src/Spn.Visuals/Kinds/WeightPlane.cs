namespace Spn.Visuals;

/// <summary>The weights of one neighbour in one direction in a part of the map, and where that neighbour exists.</summary>
internal sealed class WeightPlane(
    PropagationWeights weights, int batch, Direction direction, int neighbour, int channel, MapPart part, int chunk)
{
    private readonly ScanLines _lines = ScanLines.Of(direction, weights.Shape.Height, weights.Shape.Width);

    public MapPart Part => part;

    public Direction Direction => direction;

    public int Height => part.Height;

    public int Width => part.Width;

    public float[] Values { get; } = part.Cut(weights.Plane(batch, direction, neighbour, channel), weights.Shape.Width);

    /// <summary>Where the neighbour stands as seen from the receiving pixel, in words.</summary>
    public string From => (Down, Right) switch
    {
        (-1, -1) => "upper left",
        (-1, 0) => "above",
        (-1, 1) => "upper right",
        (0, -1) => "the left",
        (0, 1) => "the right",
        (1, -1) => "lower left",
        (1, 0) => "below",
        _ => "lower right",
    };

    /// <summary>The way that the value moves, from the neighbour to the receiving pixel.</summary>
    public string NeighbourArrow => (Down, Right) switch
    {
        (-1, -1) => "↘",
        (-1, 0) => "↓",
        (-1, 1) => "↙",
        (0, -1) => "→",
        (0, 1) => "←",
        (1, -1) => "↗",
        (1, 0) => "↑",
        _ => "↖",
    };

    public float this[int row, int column] => Values[row * Width + column];

    /// <summary>Whether the receiving pixel has this neighbour.</summary>
    public bool Exists(int row, int column)
    {
        var pixel = new Pixel(part.First.Row + row, part.First.Column + column);
        return !ScanLines.IsFirst(_lines.LineOf(pixel), chunk)
            && _lines.Has(ScanLines.Neighbour(_lines.AcrossOf(pixel), neighbour, weights.Neighbours));
    }

    /// <summary>The weights of neighbours that exist; what stands at the others is never read.</summary>
    public IEnumerable<float> Existing()
    {
        for (var row = 0; row < Height; row++)
            for (var column = 0; column < Width; column++)
                if (Exists(row, column))
                    yield return this[row, column];
    }

    private int Behind => direction.IsReversed() ? 1 : -1;

    private int Across => weights.Connection == Connection.OneWay ? 0 : neighbour - 1;

    private int Down => direction.IsHorizontal() ? Across : Behind;

    private int Right => direction.IsHorizontal() ? Behind : Across;
}
