using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Spn;

/// <summary>Four floats of memory as four doubles in a register, and back.</summary>
internal static unsafe class Doubles
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(float* source)
    {
        var four = Vector128.Load(source);
        if (Avx.IsSupported)
            return Avx.ConvertToVector256Double(four);
        var (lower, upper) = Vector128.Widen(four);
        return Vector256.Create(lower, upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, float* target)
    {
        if (Avx.IsSupported)
            Avx.ConvertToVector128Single(value).Store(target);
        else
            Vector128.Narrow(value.GetLower(), value.GetUpper()).Store(target);
    }
}
