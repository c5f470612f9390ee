namespace Spn.Inspection;

/// <summary>What can stand out in a propagation or its result.</summary>
public enum InspectionFindingKind
{
    /// <summary>Weights or values are NaN or infinite.</summary>
    NotFinite,

    /// <summary>All weights of a direction are zero.</summary>
    ZeroDirection,

    /// <summary>The weights of all directions are so small that the propagation does next to nothing.</summary>
    Idle,

    /// <summary>A direction never wins the maximum.</summary>
    NeverWins,

    /// <summary>Too many pixels of a direction stand at the limit of the constraint.</summary>
    AtLimit,

    /// <summary>Without the constraint, weights of a direction pass the limit.</summary>
    OverLimit,

    /// <summary>Evidence travels much less far in a direction than in the others.</summary>
    ShortReach,

    /// <summary>The gradient of a direction grows on its way back.</summary>
    GradientGrows,

    /// <summary>Two classes are exchanged between the coarse map's channels and the scores.</summary>
    SwappedChannels,

    /// <summary>Two classes are mostly answered as each other.</summary>
    SwappedClasses,

    /// <summary>A class is mostly answered as another one.</summary>
    TakenFor,

    /// <summary>The refined map is worse than the coarse one.</summary>
    WorseThanCoarse,

    /// <summary>A class is worse in the refined map than in the coarse one.</summary>
    ClassLoses,
}

/// <summary>Something that stands out.</summary>
public sealed record InspectionFinding
{
    /// <summary>What it is.</summary>
    public required InspectionFindingKind Kind { get; init; }

    /// <summary>The same in a sentence or two: what was measured, and what it means.</summary>
    public required string Words { get; init; }

    /// <summary>The direction it is about; null where it is about none.</summary>
    public Direction? Direction { get; init; }

    /// <summary>The classes it is about.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];
}
