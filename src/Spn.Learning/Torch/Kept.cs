using System.Collections.Concurrent;
using TorchSharp;

namespace Spn.Learning;

/// <summary>
/// Numbers as TorchSharp's <see cref="Scalar"/>, made once and kept, so that none is collected while native code reads it: see
/// <see cref="NoCollection"/>.
/// </summary>
internal static class Kept
{
    private static readonly ConcurrentDictionary<double, Scalar> Scalars = new();
    private static readonly ConcurrentDictionary<long, Scalar> Integers = new();

    /// <summary>A number that comes from an option or stands in the code: there are few, and they stay.</summary>
    public static Scalar Scalar(double value) => Scalars.GetOrAdd(value, static number => number.ToScalar());

    /// <summary>0, 1, … count − 1 as int64.</summary>
    /// <param name="count">An extent of maps: there are few, and they stay.</param>
    /// <param name="device">Where.</param>
    public static torch.Tensor Range(long count, torch.Device device) =>
        torch.arange(Integer(0), Integer(count), Integer(1), torch.ScalarType.Int64, device);

    /// <summary>A whole number, which leaves a tensor of whole numbers one.</summary>
    public static Scalar Integer(long value) => Integers.GetOrAdd(value, static number => number.ToScalar());
}
