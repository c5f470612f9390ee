using Spn.Imaging;

namespace Spn.Tool.Commands;

/// <summary>A size to which a photograph and its maps are brought together.</summary>
internal readonly record struct Smaller(int Height, int Width)
{
    /// <summary>The size of a photograph whose longer side is at most <paramref name="side"/>; its own where it is.</summary>
    public static Smaller Within(FeatureMap photo, int side)
    {
        long longer = Math.Max(photo.Height, photo.Width);
        return longer <= side ? new Smaller(photo.Height, photo.Width)
            : new Smaller((int)Math.Max(1, photo.Height * side / longer), (int)Math.Max(1, photo.Width * side / longer));
    }

    /// <summary>Whether a map has this size.</summary>
    public bool Is(FeatureMap map) => map.Height == Height && map.Width == Width;

    /// <summary>The means of a map in [0, 1]; a map that is smaller along a side stays as it is there.</summary>
    public FeatureMap Of(FeatureMap map)
    {
        var size = new Smaller(Math.Min(Height, map.Height), Math.Min(Width, map.Width));
        if (size.Is(map))
            return map;
        var mean = Resize.Area(map, size.Height, size.Width);

        // Means of ones may pass one by a last digit.
        return new FeatureMap(mean.Shape, Array.ConvertAll(mean.Values, value => Math.Clamp(value, 0f, 1f)));
    }

    /// <summary>The labels at this size.</summary>
    public LabelMap? Of(LabelMap? labels) => labels is null ? null : Resize.Nearest(labels, Height, Width);

    /// <summary>A sentence that says so.</summary>
    public string Of(MapShape photo) => FormattableString.Invariant(
        $"The photograph of {photo.Height}×{photo.Width} pixels was made smaller, to {Height}×{Width}.");
}
