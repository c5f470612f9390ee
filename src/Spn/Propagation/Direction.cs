namespace Spn;

/// <summary>The four fixed directions of the scan (§3.1), in the order in which weights and ties count them.</summary>
public enum Direction
{
    /// <summary>Columns from the first to the last.</summary>
    LeftToRight = 0,

    /// <summary>Columns from the last to the first.</summary>
    RightToLeft = 1,

    /// <summary>Rows from the first to the last.</summary>
    TopToBottom = 2,

    /// <summary>Rows from the last to the first.</summary>
    BottomToTop = 3,
}

/// <summary>The four directions as a list, and what they mean for a map.</summary>
public static class Directions
{
    /// <summary>Left to right, right to left, top to bottom, bottom to top.</summary>
    public static IReadOnlyList<Direction> All { get; } =
        [Direction.LeftToRight, Direction.RightToLeft, Direction.TopToBottom, Direction.BottomToTop];

    /// <summary>Whether the scan walks over columns (its lines are columns) and not over rows.</summary>
    public static bool IsHorizontal(this Direction direction) => direction is Direction.LeftToRight or Direction.RightToLeft;

    /// <summary>Whether the scan starts at the last line.</summary>
    public static bool IsReversed(this Direction direction) => direction is Direction.RightToLeft or Direction.BottomToTop;

    /// <summary>The name in words, for example <c>left to right</c>.</summary>
    public static string ToWords(this Direction direction) => direction switch
    {
        Direction.LeftToRight => "left to right",
        Direction.RightToLeft => "right to left",
        Direction.TopToBottom => "top to bottom",
        Direction.BottomToTop => "bottom to top",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), $"expected one of the four directions, got {(int)direction}."),
    };

    /// <summary>The same as an arrow: →, ←, ↓, ↑.</summary>
    public static string ToArrow(this Direction direction) => direction switch
    {
        Direction.LeftToRight => "→",
        Direction.RightToLeft => "←",
        Direction.TopToBottom => "↓",
        Direction.BottomToTop => "↑",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), $"expected one of the four directions, got {(int)direction}."),
    };
}
