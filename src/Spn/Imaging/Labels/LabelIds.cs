namespace Spn.Imaging;

/// <summary>Classes from the ids of data sets.</summary>
internal static class LabelIds
{
    private const byte None = LabelMap.Ignore;

    /// <summary>The train id of each of Cityscapes' label ids; those without one are not scored.</summary>
    private static readonly byte[] s_trainIds =
    [
        None, None, None, None, None, None, None, 0, 1, None, None, 2, 3, 4, None, None, None, 5, None, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        None, None, 16, 17, 18,
    ];

    /// <summary>The train id of a label id or an instance id.</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static byte Cityscapes(int value, int index, int width)
    {
        var id = value >= 1000 ? value / 1000 : value;
        return (uint)id < (uint)s_trainIds.Length ? s_trainIds[id] : throw new InvalidDataException(
            $"expected Cityscapes' label ids, 0 to {s_trainIds.Length - 1}, or instances of them (id · 1000 + instance), got {value} at "
            + $"{LabelImage.Place(index, width)}; a file of train ids or other classes needs LabelOptions.Encoding = Index.");
    }

    /// <summary>The class of a colour of ADE20K's segmentation files.</summary>
    /// <exception cref="InvalidDataException">It is beyond 254.</exception>
    public static byte Ade20k(int red, int green, int index, int width)
    {
        var id = red / 10 * 256 + green;
        return id < LabelMap.Ignore ? (byte)id : throw new InvalidDataException(
            $"expected classes from 0 to {LabelMap.Ignore - 1} by ADE20K's R / 10 · 256 + G, got {id} at "
            + $"{LabelImage.Place(index, width)}; map them to fewer first.");
    }
}
