namespace Spn.Learning;

/// <summary>A small number that the compiler of the running machine sees as a constant: a kernel is compiled for each.</summary>
internal interface IExtent
{
    static abstract int Value { get; }
}

internal readonly struct One : IExtent
{
    public static int Value => 1;
}

internal readonly struct Two : IExtent
{
    public static int Value => 2;
}

internal readonly struct Three : IExtent
{
    public static int Value => 3;
}

internal readonly struct Four : IExtent
{
    public static int Value => 4;
}

internal readonly struct Eight : IExtent
{
    public static int Value => 8;
}
