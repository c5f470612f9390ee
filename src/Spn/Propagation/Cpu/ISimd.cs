namespace Spn;

/// <summary>
/// The few operations that the kernels need, over one register of <see cref="Lanes"/> floats. Static and generic, so that the
/// compiler of the running machine turns each kernel into plain instructions of that width.
/// </summary>
/// <typeparam name="TVector">Vector512, Vector256, Vector128 of float, or float itself.</typeparam>
internal unsafe interface ISimd<TVector> where TVector : struct
{
    static abstract int Lanes { get; }

    static abstract TVector Zero { get; }

    static abstract TVector One { get; }

    static abstract TVector Splat(float value);

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>
    /// a·b + c, fused where the machine has it: at every width or at none, so a lane and the scalar form give the same bits.
    /// </summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector Abs(TVector value);

    /// <summary>Per lane: <paramref name="yes"/> where a &gt; b, else <paramref name="no"/>; a NaN compares false.</summary>
    static abstract TVector WhereGreater(TVector a, TVector b, TVector yes, TVector no);

    /// <summary>1, −1 or 0 per lane; 0 for NaN.</summary>
    static abstract TVector Sign(TVector value);

    /// <summary>2^n for whole n from −126 to 127, given as n + <see cref="SimdMath.Shift"/>.</summary>
    static abstract TVector PowerOfTwo(TVector shifted);

    static abstract float First(TVector value);

    static abstract float Last(TVector value);

    /// <summary>Lane 0 becomes zero.</summary>
    static abstract TVector ClearFirst(TVector value);

    /// <summary>The last lane becomes zero.</summary>
    static abstract TVector ClearLast(TVector value);

    /// <summary>The positions one before those of <paramref name="value"/>, when <paramref name="before"/> stands in front of it.</summary>
    static abstract TVector Previous(TVector before, TVector value);

    /// <summary>The positions one after those of <paramref name="value"/>, when <paramref name="after"/> stands behind it.</summary>
    static abstract TVector Next(TVector value, TVector after);

    /// <summary>
    /// The running node-wise maximum of <see cref="Lanes"/> elements: h and <paramref name="direction"/> take the place of best and
    /// winner where h is larger; NaN is larger than any number. Where both are equal, or both NaN, they do when direction is the earlier
    /// one.
    /// </summary>
    static abstract void Maximum<TEarlier>(float* h, float* best, byte* winner, byte direction) where TEarlier : IFlag;

    /// <summary>Gradients where <paramref name="direction"/> won, zero elsewhere, for <see cref="Lanes"/> elements.</summary>
    static abstract TVector LoadWhereWon(float* gradient, byte* winner, byte direction);
}
