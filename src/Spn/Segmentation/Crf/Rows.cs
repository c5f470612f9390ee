using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Spn.Segmentation;

/// <summary>
/// Some classes of one pixel or vertex in registers of 256 bits, which the runtime makes of two of 128 where there are none. Static and
/// generic, so that a loop over rows is plain instructions.
/// </summary>
internal unsafe interface IRow<TSelf> where TSelf : struct, IRow<TSelf>
{
    /// <summary>A row of zeros.</summary>
    static abstract TSelf Zero { get; }

    static abstract TSelf Load(float* source);

    static abstract void Store(float* target, TSelf row);

    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>weight · a + b.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, float weight, TSelf b);
}

/// <summary>Work on some classes of all rows, whatever their number.</summary>
internal interface IRowPass
{
    /// <summary>Does the classes that one <typeparamref name="TRow"/> holds.</summary>
    /// <param name="offset">The first of them.</param>
    void Run<TRow>(int offset) where TRow : struct, IRow<TRow>;
}

/// <summary>Rows of up to 32 classes at a time.</summary>
internal static class RowBlocks
{
    /// <summary>Floats of a row for so many classes: whole registers.</summary>
    public static int Stride(int classes) => (classes + 7) / 8 * 8;

    /// <summary>Runs a pass over all classes.</summary>
    /// <param name="stride">Floats of a row, a multiple of eight.</param>
    /// <param name="pass">The pass.</param>
    public static void ForAll<TPass>(int stride, TPass pass) where TPass : struct, IRowPass
    {
        for (var offset = 0; offset < stride; offset += 32)
            switch (stride - offset)
            {
                case 8: pass.Run<Row8>(offset); break;
                case 16: pass.Run<Row16>(offset); break;
                case 24: pass.Run<Row24>(offset); break;
                default: pass.Run<Row32>(offset); break;
            }
    }
}

/// <summary>8 classes.</summary>
internal readonly unsafe struct Row8(Vector256<float> a) : IRow<Row8>
{
    private readonly Vector256<float> _a = a;

    public static Row8 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Row8 row) => row._a.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row8 Add(Row8 a, Row8 b) => new(a._a + b._a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row8 MultiplyAdd(Row8 a, float weight, Row8 b)
    {
        var weights = Vector256.Create(weight);
        return new(
            Vector256.MultiplyAddEstimate(a._a, weights, b._a));
    }
}

/// <summary>16 classes.</summary>
internal readonly unsafe struct Row16(Vector256<float> a, Vector256<float> b) : IRow<Row16>
{
    private readonly Vector256<float> _a = a, _b = b;

    public static Row16 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row16 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Row16 row)
    {
        row._a.Store(target);
        row._b.Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row16 Add(Row16 a, Row16 b) => new(a._a + b._a, a._b + b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row16 MultiplyAdd(Row16 a, float weight, Row16 b)
    {
        var weights = Vector256.Create(weight);
        return new(
            Vector256.MultiplyAddEstimate(a._a, weights, b._a),
            Vector256.MultiplyAddEstimate(a._b, weights, b._b));
    }
}

/// <summary>24 classes.</summary>
internal readonly unsafe struct Row24(Vector256<float> a, Vector256<float> b, Vector256<float> c) : IRow<Row24>
{
    private readonly Vector256<float> _a = a, _b = b, _c = c;

    public static Row24 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row24 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8), Vector256.Load(source + 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Row24 row)
    {
        row._a.Store(target);
        row._b.Store(target + 8);
        row._c.Store(target + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row24 Add(Row24 a, Row24 b) => new(a._a + b._a, a._b + b._b, a._c + b._c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row24 MultiplyAdd(Row24 a, float weight, Row24 b)
    {
        var weights = Vector256.Create(weight);
        return new(
            Vector256.MultiplyAddEstimate(a._a, weights, b._a),
            Vector256.MultiplyAddEstimate(a._b, weights, b._b),
            Vector256.MultiplyAddEstimate(a._c, weights, b._c));
    }
}

/// <summary>32 classes.</summary>
internal readonly unsafe struct Row32(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) : IRow<Row32>
{
    private readonly Vector256<float> _a = a, _b = b, _c = c, _d = d;

    public static Row32 Zero => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row32 Load(float* source) => new(
        Vector256.Load(source), Vector256.Load(source + 8), Vector256.Load(source + 16), Vector256.Load(source + 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Row32 row)
    {
        row._a.Store(target);
        row._b.Store(target + 8);
        row._c.Store(target + 16);
        row._d.Store(target + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row32 Add(Row32 a, Row32 b) => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Row32 MultiplyAdd(Row32 a, float weight, Row32 b)
    {
        var weights = Vector256.Create(weight);
        return new(
            Vector256.MultiplyAddEstimate(a._a, weights, b._a),
            Vector256.MultiplyAddEstimate(a._b, weights, b._b),
            Vector256.MultiplyAddEstimate(a._c, weights, b._c),
            Vector256.MultiplyAddEstimate(a._d, weights, b._d));
    }
}
