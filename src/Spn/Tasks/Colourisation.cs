using Spn.Imaging;

namespace Spn.Tasks;

/// <summary>
/// A grey photograph and a few scribbled colours make a coloured one: lightness stays, chroma (a* and b* of L*a*b*) is filled in, by
/// <see cref="Spreading.Along"/> or <see cref="LeastSquares.Fill"/> along the grey photograph.
/// </summary>
public static class Colourisation
{
    /// <summary>The photograph without its colours: the grey of the same lightness at each pixel.</summary>
    /// <param name="photo">1×(1|3)×H×W, grey or sRGB in [0, 1].</param>
    /// <returns>1×1×H×W in [0, 1]; a grey photograph as it is.</returns>
    public static FeatureMap Grey(FeatureMap photo)
    {
        if (Segmentation.UpsamplingInput.CheckPhoto(photo).Channels == 1)
            return photo;
        var lab = ColourSpace.SrgbToLab(photo);
        lab.Values.AsSpan(photo.Shape.PlaneSize).Clear();
        var grey = ColourSpace.LabToSrgb(lab).Plane(0, 1).ToArray();
        return new FeatureMap(photo.Shape with { Channels = 1 }, Array.ConvertAll(grey, v => Math.Clamp(v, 0, 1)));
    }

    /// <summary>The chroma of a coloured photograph: a* and b*.</summary>
    /// <param name="photo">1×3×H×W, sRGB in [0, 1].</param>
    /// <returns>1×2×H×W.</returns>
    /// <exception cref="ArgumentException">It has no three channels.</exception>
    public static FeatureMap Chroma(FeatureMap photo)
    {
        var lab = ColourSpace.SrgbToLab(photo);
        return new FeatureMap(photo.Shape with { Channels = 2 }, lab.Values[photo.Shape.PlaneSize..]);
    }

    /// <summary>Gives a grey photograph its colours.</summary>
    /// <param name="grey">1×(1|3)×H×W, of which the lightness is taken.</param>
    /// <param name="chroma">1×2×H×W: a* and b*.</param>
    /// <returns>1×3×H×W, sRGB; colours that sRGB cannot show are cut to [0, 1].</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static FeatureMap Paint(FeatureMap grey, FeatureMap chroma)
    {
        _ = Segmentation.UpsamplingInput.CheckPhoto(grey);
        ArgumentNullException.ThrowIfNull(chroma);
        Expect.SameShape(grey.Shape with { Channels = 2 }, chroma.Shape, nameof(chroma));
        var colours = new FeatureMap(grey.Shape with { Channels = 3 });
        for (var c = 0; c < 3; c++)
            grey.Plane(0, Math.Min(c, grey.Channels - 1)).CopyTo(colours.Plane(0, c));
        var lab = ColourSpace.SrgbToLab(colours);
        chroma.Values.CopyTo(lab.Values.AsSpan(grey.Shape.PlaneSize));
        var painted = ColourSpace.LabToSrgb(lab);
        System.Numerics.Tensors.TensorPrimitives.Clamp(painted.Values, 0, 1, painted.Values);
        return painted;
    }

    /// <summary>Scribbles as known chroma.</summary>
    /// <param name="colours">1×3×H×W, sRGB in [0, 1]: what was painted.</param>
    /// <param name="painted">1×1×H×W: 1 where something was painted, 0 elsewhere.</param>
    /// <exception cref="ArgumentException">The sizes differ, or nothing was painted.</exception>
    public static SparseMap Scribbles(FeatureMap colours, FeatureMap painted) => new(Chroma(colours), painted);
}
