using Spn.Imaging;
using Spn.Photos;
using Spn.Segmentation;

namespace Spn.DataSets;

/// <summary>A photograph of a data set with the class of each of its pixels. Nothing is read before it is asked for, and nothing kept.</summary>
public sealed class SetSample
{
    private readonly Func<Image> _photo;
    private readonly Func<LabelMap> _labels;
    private readonly Func<FeatureMap>? _masks;

    /// <summary>A sample of your own.</summary>
    /// <param name="name">What messages and tables call it.</param>
    /// <param name="photo">Makes the photograph.</param>
    /// <param name="labels">Makes its labels, of the same size.</param>
    public SetSample(string name, Func<Image> photo, Func<LabelMap> labels) : this(name, "", [], photo, labels)
    {
    }

    /// <summary>A sample of files.</summary>
    internal SetSample(string name, SampleFiles files, Func<LabelMap> labels, Func<FeatureMap>? masks = null)
        : this(name, files.Photo, files.Labels, () => Photograph.Read(files.Photo, files.MaxPixels), labels) => _masks = masks;

    private SetSample(string name, string photoPath, IReadOnlyList<string> labelPaths, Func<Image> photo, Func<LabelMap> labels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(labels);
        (Name, PhotoPath, LabelPaths, _photo, _labels) = (name, photoPath, labelPaths, photo, labels);
    }

    /// <summary>What the set calls it: the name of its photograph without the ending.</summary>
    public string Name { get; }

    /// <summary>The file of the photograph; empty where there is none.</summary>
    public string PhotoPath { get; }

    /// <summary>The files of the labels: one, HELEN's eleven masks, or none where the sample is not of files.</summary>
    public IReadOnlyList<string> LabelPaths { get; }

    /// <summary>Whether the set has a soft mask of each class.</summary>
    public bool HasMasks => _masks is not null;

    /// <summary>Reads the photograph.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Image Photo() => _photo();

    /// <summary>Reads the labels.</summary>
    /// <returns>H×W classes of the set's palette; <see cref="LabelMap.Ignore"/> where nothing is known.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or a value in it is no class: it is named with its place.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public LabelMap Labels() => _labels();

    /// <summary>Reads the soft masks.</summary>
    /// <returns>1×C×H×W in [0, 1], a plane for each class of the palette.</returns>
    /// <exception cref="InvalidOperationException">The set has none, see <see cref="HasMasks"/>.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of another size.</exception>
    public FeatureMap Masks() => _masks is null
        ? throw new InvalidOperationException($"expected a set with soft masks (HELEN), got '{Name}', which has labels alone.")
        : _masks();

    /// <summary>Reads photograph and labels, which must be of one size.</summary>
    /// <param name="palette">The classes of the set.</param>
    /// <exception cref="InvalidDataException">A file is damaged, a value is no class, or the two differ in size.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Scene Load(Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        var photo = Photo().ToFeatureMap();
        var labels = Labels();
        if (photo.Height != labels.Height || photo.Width != labels.Width)
            throw new InvalidDataException(
                $"{LabelPaths.FirstOrDefault(Name)}: expected labels of {photo.Height}×{photo.Width} like the photograph, got "
                + $"{labels.Height}×{labels.Width}; give the label map of this photograph.");
        if (photo.Channels == 1)
            photo = FeatureMap.Generate(photo.Shape with { Channels = 3 }, (n, _, row, column) => photo[n, 0, row, column]);
        return new Scene { Photo = photo, Labels = labels, Palette = palette };
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
