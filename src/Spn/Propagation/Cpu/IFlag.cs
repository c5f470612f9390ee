namespace Spn;

/// <summary>A switch that the compiler of the running machine sees as a constant, so that a kernel has no branch for it.</summary>
internal interface IFlag
{
    static abstract bool Value { get; }
}

/// <summary>On.</summary>
internal readonly struct Yes : IFlag
{
    public static bool Value => true;
}

/// <summary>Off.</summary>
internal readonly struct No : IFlag
{
    public static bool Value => false;
}
