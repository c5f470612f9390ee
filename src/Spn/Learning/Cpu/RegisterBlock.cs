using System.Runtime.CompilerServices;

namespace Spn.Learning;

/// <summary>
/// The innermost sum of all three passes: rows × up to three registers of outputs,
/// <c>T[r][v] = start + Σ over k of Panel[k][r] · X_v[Offsets[k] + lane]</c>. A row is a channel and a lane a pixel, or a lane a channel.
/// </summary>
internal unsafe struct RegisterBlock
{
    /// <summary>Count × rows, the factors that all lanes share, in the order they are needed.</summary>
    public float* Panel;

    /// <summary>Where the k-th register lies from X0, X1 and X2, in floats.</summary>
    public int* Offsets;

    /// <summary>Terms of the sum.</summary>
    public int Count;

    /// <summary>The first registers' places for an offset of zero.</summary>
    public float* X0, X1, X2;

    /// <summary>Where the first row of each register goes.</summary>
    public float* T0, T1, T2;

    /// <summary>Floats from a row of the target to the next one.</summary>
    public nint Stride;

    /// <summary>What each row's sum starts from; null to add to what the target holds.</summary>
    public float* Start;

    /// <summary>Runs as many registers as asked for, one to three.</summary>
    public readonly void Run<TSimd, TVector, TRows>(int registers) where TSimd : ISimd<TVector> where TVector : struct where TRows : IExtent
    {
        if (registers == 3)
            Run<TSimd, TVector, TRows, Three>();
        else if (registers == 2)
            Run<TSimd, TVector, TRows, Two>();
        else
            Run<TSimd, TVector, TRows, One>();
    }

    /// <summary>
    /// Eight rows of three registers leave eight of AVX-512's 32 for the rest: 24 independent sums hide the latency of a multiply-add,
    /// and a term needs 3 + 8 loads for its 24 multiply-adds. Where there are 16 registers it is four rows.
    /// </summary>
    [SkipLocalsInit]
    private readonly void Run<TSimd, TVector, TRows, TRegisters>()
        where TSimd : ISimd<TVector> where TVector : struct where TRows : IExtent where TRegisters : IExtent
    {
        TVector c00, c01, c02, c10, c11, c12, c20, c21, c22, c30, c31, c32, c40, c41, c42, c50, c51, c52, c60, c61, c62, c70, c71, c72;
        c00 = c01 = c02 = c10 = c11 = c12 = c20 = c21 = c22 = c30 = c31 = c32 = TSimd.Zero;
        c40 = c41 = c42 = c50 = c51 = c52 = c60 = c61 = c62 = c70 = c71 = c72 = TSimd.Zero;
        if (Start != null)
        {
            c00 = c01 = c02 = TSimd.Splat(Start[0]);
            c10 = c11 = c12 = TSimd.Splat(Start[1]);
            c20 = c21 = c22 = TSimd.Splat(Start[2]);
            c30 = c31 = c32 = TSimd.Splat(Start[3]);
            if (TRows.Value > 4)
            {
                c40 = c41 = c42 = TSimd.Splat(Start[4]);
                c50 = c51 = c52 = TSimd.Splat(Start[5]);
                c60 = c61 = c62 = TSimd.Splat(Start[6]);
                c70 = c71 = c72 = TSimd.Splat(Start[7]);
            }
        }
        else
        {
            Load<TSimd, TVector, TRegisters>(0, ref c00, ref c01, ref c02);
            Load<TSimd, TVector, TRegisters>(1, ref c10, ref c11, ref c12);
            Load<TSimd, TVector, TRegisters>(2, ref c20, ref c21, ref c22);
            Load<TSimd, TVector, TRegisters>(3, ref c30, ref c31, ref c32);
            if (TRows.Value > 4)
            {
                Load<TSimd, TVector, TRegisters>(4, ref c40, ref c41, ref c42);
                Load<TSimd, TVector, TRegisters>(5, ref c50, ref c51, ref c52);
                Load<TSimd, TVector, TRegisters>(6, ref c60, ref c61, ref c62);
                Load<TSimd, TVector, TRegisters>(7, ref c70, ref c71, ref c72);
            }
        }

        float* panel = Panel, x0 = X0, x1 = X1, x2 = X2;
        var offset = Offsets;
        for (var end = offset + Count; offset < end; offset++, panel += TRows.Value)
        {
            nint at = *offset;
            var v0 = TSimd.Load(x0 + at);
            var v1 = TRegisters.Value > 1 ? TSimd.Load(x1 + at) : v0;
            var v2 = TRegisters.Value > 2 ? TSimd.Load(x2 + at) : v0;
            Add<TSimd, TVector, TRegisters>(panel[0], v0, v1, v2, ref c00, ref c01, ref c02);
            Add<TSimd, TVector, TRegisters>(panel[1], v0, v1, v2, ref c10, ref c11, ref c12);
            Add<TSimd, TVector, TRegisters>(panel[2], v0, v1, v2, ref c20, ref c21, ref c22);
            Add<TSimd, TVector, TRegisters>(panel[3], v0, v1, v2, ref c30, ref c31, ref c32);
            if (TRows.Value > 4)
            {
                Add<TSimd, TVector, TRegisters>(panel[4], v0, v1, v2, ref c40, ref c41, ref c42);
                Add<TSimd, TVector, TRegisters>(panel[5], v0, v1, v2, ref c50, ref c51, ref c52);
                Add<TSimd, TVector, TRegisters>(panel[6], v0, v1, v2, ref c60, ref c61, ref c62);
                Add<TSimd, TVector, TRegisters>(panel[7], v0, v1, v2, ref c70, ref c71, ref c72);
            }
        }

        Store<TSimd, TVector, TRegisters>(0, c00, c01, c02);
        Store<TSimd, TVector, TRegisters>(1, c10, c11, c12);
        Store<TSimd, TVector, TRegisters>(2, c20, c21, c22);
        Store<TSimd, TVector, TRegisters>(3, c30, c31, c32);
        if (TRows.Value > 4)
        {
            Store<TSimd, TVector, TRegisters>(4, c40, c41, c42);
            Store<TSimd, TVector, TRegisters>(5, c50, c51, c52);
            Store<TSimd, TVector, TRegisters>(6, c60, c61, c62);
            Store<TSimd, TVector, TRegisters>(7, c70, c71, c72);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TSimd, TVector, TRegisters>(float factor, TVector v0, TVector v1, TVector v2, ref TVector c0, ref TVector c1, ref TVector c2)
        where TSimd : ISimd<TVector> where TVector : struct where TRegisters : IExtent
    {
        var f = TSimd.Splat(factor);
        c0 = TSimd.MultiplyAdd(f, v0, c0);
        if (TRegisters.Value > 1)
            c1 = TSimd.MultiplyAdd(f, v1, c1);
        if (TRegisters.Value > 2)
            c2 = TSimd.MultiplyAdd(f, v2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Load<TSimd, TVector, TRegisters>(int row, ref TVector c0, ref TVector c1, ref TVector c2)
        where TSimd : ISimd<TVector> where TVector : struct where TRegisters : IExtent
    {
        c0 = TSimd.Load(T0 + row * Stride);
        if (TRegisters.Value > 1)
            c1 = TSimd.Load(T1 + row * Stride);
        if (TRegisters.Value > 2)
            c2 = TSimd.Load(T2 + row * Stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store<TSimd, TVector, TRegisters>(int row, TVector c0, TVector c1, TVector c2)
        where TSimd : ISimd<TVector> where TVector : struct where TRegisters : IExtent
    {
        TSimd.Store(T0 + row * Stride, c0);
        if (TRegisters.Value > 1)
            TSimd.Store(T1 + row * Stride, c1);
        if (TRegisters.Value > 2)
            TSimd.Store(T2 + row * Stride, c2);
    }
}
