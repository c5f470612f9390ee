using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>Sixteen floats: AVX-512.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Lanes => 16;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    public static Vector512<float> One => Vector512<float>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Splat(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector512<float> value) => Vector512.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> value) => Vector512.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WhereGreater(Vector512<float> a, Vector512<float> b, Vector512<float> yes, Vector512<float> no) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sign(Vector512<float> value) =>
        (Vector512.GreaterThan(value, Zero) & One) - (Vector512.LessThan(value, Zero) & One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> shifted) =>
        ((shifted.AsInt32() << 23) + Vector512.Create(SimdMath.BitsOfOne)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Vector512<float> value) => value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Last(Vector512<float> value) => value.GetElement(15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ClearFirst(Vector512<float> value) => value.WithElement(0, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ClearLast(Vector512<float> value) => value.WithElement(15, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Previous(Vector512<float> before, Vector512<float> value) =>
        Avx512F.AlignRight32(value.AsInt32(), before.AsInt32(), 15).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Next(Vector512<float> value, Vector512<float> after) =>
        Avx512F.AlignRight32(after.AsInt32(), value.AsInt32(), 1).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Maximum<TEarlier>(float* h, float* best, byte* winner, byte direction) where TEarlier : IFlag
    {
        var (candidate, old) = (Load(h), Load(best));
        var larger = TEarlier.Value
            ? Vector512.GreaterThanOrEqual(candidate, old) | ~Vector512.Equals(candidate, candidate)
            : Vector512.AndNot(Vector512.Equals(old, old), Vector512.LessThanOrEqual(candidate, old));
        Store(best, Vector512.ConditionalSelect(larger, candidate, old));
        var mask = Avx512F.ConvertToVector128SByteWithSaturation(larger.AsInt32()).AsByte();
        Vector128.ConditionalSelect(mask, Vector128.Create(direction), Vector128.Load(winner)).Store(winner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadWhereWon(float* gradient, byte* winner, byte direction)
    {
        var won = Vector512.Equals(Avx512F.ConvertToVector512Int32(Vector128.Load(winner)), Vector512.Create((int)direction));
        return won.AsSingle() & Load(gradient);
    }
}
