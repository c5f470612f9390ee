using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>Four floats: SSE on x64, AdvSimd on Arm.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Lanes => 4;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    public static Vector128<float> One => Vector128<float>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Splat(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Vector128<float> value) => Vector128.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> value) => Vector128.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> WhereGreater(Vector128<float> a, Vector128<float> b, Vector128<float> yes, Vector128<float> no) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sign(Vector128<float> value) =>
        (Vector128.GreaterThan(value, Zero) & One) - (Vector128.LessThan(value, Zero) & One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> PowerOfTwo(Vector128<float> shifted) =>
        ((shifted.AsInt32() << 23) + Vector128.Create(SimdMath.BitsOfOne)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Vector128<float> value) => value.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Last(Vector128<float> value) => value.GetElement(3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ClearFirst(Vector128<float> value) => value.WithElement(0, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ClearLast(Vector128<float> value) => value.WithElement(3, 0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Previous(Vector128<float> before, Vector128<float> value) =>
        Ssse3.IsSupported ? Ssse3.AlignRight(value.AsByte(), before.AsByte(), 12).AsSingle()
        : AdvSimd.IsSupported ? AdvSimd.ExtractVector128(before, value, 3)
        : Vector128.Create(before[3], value[0], value[1], value[2]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Next(Vector128<float> value, Vector128<float> after) =>
        Ssse3.IsSupported ? Ssse3.AlignRight(after.AsByte(), value.AsByte(), 4).AsSingle()
        : AdvSimd.IsSupported ? AdvSimd.ExtractVector128(value, after, 1)
        : Vector128.Create(value[1], value[2], value[3], after[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Maximum<TEarlier>(float* h, float* best, byte* winner, byte direction) where TEarlier : IFlag
    {
        var (candidate, old) = (Load(h), Load(best));
        var larger = TEarlier.Value
            ? Vector128.GreaterThanOrEqual(candidate, old) | ~Vector128.Equals(candidate, candidate)
            : Vector128.AndNot(Vector128.Equals(old, old), Vector128.LessThanOrEqual(candidate, old));
        Store(best, Vector128.ConditionalSelect(larger, candidate, old));
        var shorts = Vector128.Narrow(larger.AsInt32(), larger.AsInt32());
        var mask = Vector128.Narrow(shorts, shorts).AsUInt32().ToScalar();
        var ours = direction * 0x0101_0101u;
        *(uint*)winner = (*(uint*)winner & ~mask) | (ours & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadWhereWon(float* gradient, byte* winner, byte direction)
    {
        var bytes = Vector128.CreateScalarUnsafe(*(uint*)winner).AsByte();
        var won = Vector128.Equals(Vector128.WidenLower(Vector128.WidenLower(bytes)), Vector128.Create((uint)direction));
        return won.AsSingle() & Load(gradient);
    }
}
