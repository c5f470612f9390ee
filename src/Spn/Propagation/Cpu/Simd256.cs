using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>Eight floats: AVX2.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Lanes => 8;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    public static Vector256<float> One => Vector256<float>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Splat(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector256<float> value) => Vector256.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> value) => Vector256.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WhereGreater(Vector256<float> a, Vector256<float> b, Vector256<float> yes, Vector256<float> no) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> value) =>
        (Vector256.GreaterThan(value, Zero) & One) - (Vector256.LessThan(value, Zero) & One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> shifted) =>
        ((shifted.AsInt32() << 23) + Vector256.Create(SimdMath.BitsOfOne)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Vector256<float> value) => value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Last(Vector256<float> value) => value.GetElement(7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ClearFirst(Vector256<float> value) => value.WithElement(0, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ClearLast(Vector256<float> value) => value.WithElement(7, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Previous(Vector256<float> before, Vector256<float> value) =>
        Avx2.AlignRight(value.AsByte(), Avx2.Permute2x128(before.AsByte(), value.AsByte(), 0x21), 12).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Next(Vector256<float> value, Vector256<float> after) =>
        Avx2.AlignRight(Avx2.Permute2x128(value.AsByte(), after.AsByte(), 0x21), value.AsByte(), 4).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Maximum<TEarlier>(float* h, float* best, byte* winner, byte direction) where TEarlier : IFlag
    {
        var larger = Maximum<TEarlier>(h, best);
        var shorts = Vector128.Narrow(larger.GetLower(), larger.GetUpper());
        var mask = Vector128.Narrow(shorts, shorts).AsUInt64().ToScalar();
        var ours = direction * 0x0101_0101_0101_0101ul;
        *(ulong*)winner = (*(ulong*)winner & ~mask) | (ours & mask);
    }

    /// <summary>The same for 32 elements: their winners make one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FourMaxima<TEarlier>(float* h, float* best, byte* winner, byte direction) where TEarlier : IFlag
    {
        var (a, b) = (Maximum<TEarlier>(h, best), Maximum<TEarlier>(h + 8, best + 8));
        var (c, d) = (Maximum<TEarlier>(h + 16, best + 16), Maximum<TEarlier>(h + 24, best + 24));
        // Packing works on halves, so four positions each come out in the order 0, 8, 16, 24, 4, 12, ….
        var packed = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d));
        var mask = Avx2.PermuteVar8x32(packed.AsInt32(), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsByte();
        Avx2.BlendVariable(Vector256.Load(winner), Vector256.Create(direction), mask).Store(winner);
    }

    /// <summary>The maximum alone; gives all ones where h is larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Maximum<TEarlier>(float* h, float* best) where TEarlier : IFlag
    {
        var (candidate, old) = (Load(h), Load(best));
        var larger = TEarlier.Value
            ? Vector256.GreaterThanOrEqual(candidate, old) | ~Vector256.Equals(candidate, candidate)
            : Vector256.AndNot(Vector256.Equals(old, old), Vector256.LessThanOrEqual(candidate, old));
        Store(best, Vector256.ConditionalSelect(larger, candidate, old));
        return larger.AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadWhereWon(float* gradient, byte* winner, byte direction)
    {
        var won = Vector256.Equals(Avx2.ConvertToVector256Int32(winner), Vector256.Create((int)direction));
        return won.AsSingle() & Load(gradient);
    }
}
