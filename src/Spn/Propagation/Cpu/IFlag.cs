namespace Spn;

/// <summary>A switch that the compiler of the running machine sees as a constant, so that a kernel has no branch for it.</summary>
internal interface IFlag
{
    static abstract bool Value { get; }

    /// <summary>Of a scan: whether its input is added as it is, u + Σ q h, instead of (1 − Σq) x + Σ q h.</summary>
    static abstract bool AddsInput { get; }
}

/// <summary>On.</summary>
internal readonly struct Yes : IFlag
{
    public static bool Value => true;

    public static bool AddsInput => false;
}

/// <summary>Off.</summary>
internal readonly struct No : IFlag
{
    public static bool Value => false;

    public static bool AddsInput => false;
}

/// <summary>In the place of a scan's constraint: none, and the input is added as it is.</summary>
internal readonly struct Adds : IFlag
{
    public static bool Value => false;

    public static bool AddsInput => true;
}
