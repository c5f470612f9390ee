using Spn.Imaging;

namespace Spn.Visuals;

/// <summary>
/// Makes a <see cref="Figure"/> of each kind of value. A picture only shows: it computes no result. Values that are not finite, maps
/// too large to draw and names too long to read are marked as such in the picture, and are no error.
/// </summary>
public static partial class Figures
{
    /// <summary>A feature map: every plane with its value range, one colour bar for all. Maps up to 12×12 show their numbers.</summary>
    /// <param name="map">N×C×H×W.</param>
    /// <param name="options">Title, colours, range, names; the defaults when left out.</param>
    public static Figure FeatureMap(FeatureMap map, MapFigureOptions? options = null) =>
        FeatureMapFigure.Build(Expect.NotNull(map), options ?? new MapFigureOptions());

    /// <summary>
    /// Weights: a row for each direction, a column for each neighbour, dark at zero or white between signs; neighbours that do not exist
    /// are grey.
    /// </summary>
    /// <param name="weights">N×4×K×C×H×W; one batch item and channel is shown.</param>
    /// <param name="options">Title, batch item, channel, directions; the defaults when left out.</param>
    public static Figure Weights(PropagationWeights weights, WeightsFigureOptions? options = null) =>
        WeightsFigure.Build(Expect.NotNull(weights), options ?? new WeightsFigureOptions());

    /// <summary>A photograph: grey (C = 1) or RGB (C = 3), sRGB in [0, 1].</summary>
    /// <param name="photo">N×C×H×W.</param>
    /// <param name="options">Title, size, marked pixels; the defaults when left out.</param>
    public static Figure Image(FeatureMap photo, ImageFigureOptions? options = null) =>
        LabelFigures.Photo(Expect.NotNull(photo), options ?? new ImageFigureOptions());

    /// <summary>A picture from a file. Where it has alpha it stands on white.</summary>
    /// <param name="image">H×W×C samples or palette indices.</param>
    /// <param name="options">Title, size, marked pixels; the defaults when left out.</param>
    public static Figure Image(Image image, ImageFigureOptions? options = null) =>
        LabelFigures.Photo(
            Expect.NotNull(image).HasAlpha ? image.Over(new Rgb(255, 255, 255)) : image.ToFeatureMap(),
            options ?? new ImageFigureOptions());

    /// <summary>A label map in the colours of its palette, with a legend of the classes that occur and their shares.</summary>
    /// <param name="labels">H×W class indices.</param>
    /// <param name="options">Title, palette, size; the defaults when left out.</param>
    public static Figure Labels(LabelMap labels, ImageFigureOptions? options = null) =>
        LabelFigures.Labels(Expect.NotNull(labels), options ?? new ImageFigureOptions());

    /// <summary>A label map over the image that it belongs to. A class named <c>background</c> leaves the image clear.</summary>
    /// <param name="photo">1×C×H×W in [0, 1].</param>
    /// <param name="labels">H×W class indices.</param>
    /// <param name="options">Title, palette, opacity, size; the defaults when left out.</param>
    /// <exception cref="ArgumentException">Image and labels differ in size.</exception>
    public static Figure Overlay(FeatureMap photo, LabelMap labels, ImageFigureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(labels);
        return LabelFigures.Overlay(photo, labels, options ?? new ImageFigureOptions());
    }
}
