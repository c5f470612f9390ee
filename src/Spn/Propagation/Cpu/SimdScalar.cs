using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>One float: the remainder of every line, and machines without vectors.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Lanes => 1;

    public static float Zero => 0f;

    public static float One => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Splat(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, float value) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float value) => MathF.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float WhereGreater(float a, float b, float yes, float no) => a > b ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sign(float value) => value > 0 ? 1f : value < 0 ? -1f : 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float shifted) =>
        BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted) << 23) + SimdMath.BitsOfOne);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Last(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ClearFirst(float value) => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ClearLast(float value) => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Previous(float before, float value) => before;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Next(float value, float after) => after;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Maximum<TEarlier>(float* h, float* best, byte* winner, byte direction) where TEarlier : IFlag
    {
        if (TEarlier.Value ? !(*h >= *best || float.IsNaN(*h)) : float.IsNaN(*best) || *h <= *best)
            return;
        *best = *h;
        *winner = direction;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadWhereWon(float* gradient, byte* winner, byte direction) => *winner == direction ? *gradient : 0f;
}
