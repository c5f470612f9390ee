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
        FeatureMap? all = null;
        for (var label = 0; label < files.Count; label++)
        {
            var mask = ((MaskContent)MapFile.Read(files[label], new MapOptions { Kind = MapKind.Mask, MaxPixels = maxPixels })).Mask;
            all ??= new FeatureMap(mask.Shape with { Channels = files.Count });
            if (mask.Height != all.Height || mask.Width != all.Width)
                throw new InvalidDataException(
                    $"{files[label]}: expected a mask of {all.Height}×{all.Width} like {Path.GetFileName(files[0])}, got "
                    + $"{mask.Height}×{mask.Width}; unpack the archive again.");
            mask.Plane(0, 0).CopyTo(all.Plane(0, label));
        }

        return all!;
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
