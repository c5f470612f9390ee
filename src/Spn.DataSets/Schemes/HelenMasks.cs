using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Schemes;

/// <summary>The soft masks of a face, and the one label of each pixel that they make.</summary>
internal static class HelenMasks
{
    /// <summary>
    /// Who wins where two masks are equally sure: what lies inside another part comes before it. Inner mouth, lips, eyes, brows, nose,
    /// hair, skin, background.
    /// </summary>
    private static readonly byte[] s_order = [8, 7, 9, 4, 5, 2, 3, 6, 10, 1, 0];

    /// <summary>Reads the masks, which must be of one size.</summary>
    /// <returns>1×C×H×W in [0, 1].</returns>
    public static FeatureMap Read(IReadOnlyList<string> files, int maxPixels)
    {
        var first = ReadOne(files[0], null, maxPixels);
        var all = new FeatureMap(first.Shape with { Channels = files.Count });
        for (var label = 0; label < files.Count; label++)
            (label == 0 ? first : ReadOne(files[label], all.Shape, maxPixels)).Plane(0, 0).CopyTo(all.Plane(0, label));
        return all;
    }

    /// <summary>Reads one mask.</summary>
    /// <param name="file">The file.</param>
    /// <param name="size">The size that it must have; null: any.</param>
    /// <param name="maxPixels">The most pixels that it may claim.</param>
    /// <returns>1×1×H×W in [0, 1].</returns>
    public static FeatureMap ReadOne(string file, MapShape? size, int maxPixels = Image.MaxPixels)
    {
        var mask = ((MaskContent)MapFile.Read(file, new MapOptions { Kind = MapKind.Mask, MaxPixels = maxPixels })).Mask;
        return size is not { } shape || mask.Height == shape.Height && mask.Width == shape.Width ? mask : throw new InvalidDataException(
            $"{file}: expected a mask of {shape.Height}×{shape.Width} like the rest of this face, got {mask.Height}×{mask.Width}; unpack "
            + "the archive again.");
    }

    /// <summary>Each pixel takes the part whose mask is surest there; background where all are zero.</summary>
    public static LabelMap Merge(FeatureMap masks)
    {
        var labels = new byte[masks.Shape.PlaneSize];
        var most = new float[labels.Length];
        foreach (var label in s_order)
        {
            var plane = masks.Plane(0, label);
            for (var i = 0; i < labels.Length; i++)
                if (plane[i] > most[i])
                    (most[i], labels[i]) = (plane[i], label);
        }

        return new LabelMap(masks.Height, masks.Width, labels);
    }
}
