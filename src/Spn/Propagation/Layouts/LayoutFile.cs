using System.Globalization;
using Spn.Arrays;

namespace Spn;

/// <summary>The named arrays of a file, and what its metadata says; each fault is one sentence that begins with the path.</summary>
internal sealed class LayoutFile
{
    private const int MostNamed = 6;

    private readonly string _path;
    private readonly IReadOnlyList<SafeTensor> _tensors;
    private readonly IReadOnlyDictionary<string, string> _metadata;

    private LayoutFile(string path, IReadOnlyList<SafeTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (_path, _tensors, _metadata) = (path, tensors, metadata);

    /// <summary>Reads a file; the array of a .npy file gets the name <paramref name="only"/>.</summary>
    /// <param name="path">A .safetensors or .npy file.</param>
    /// <param name="only">What the one array of a .npy file is.</param>
    /// <param name="known">All names that the layout has. Another one is refused, but for <c>x</c>.</param>
    public static LayoutFile Read(string path, string only, params string[] known)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            var array = Npy.Read(path);
            return new LayoutFile(path, [new SafeTensor(only, array.Shape, array.Values)], new Dictionary<string, string>());
        }

        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException(
                $"{path}: expected a file of weights that ends in .safetensors or .npy; save it as one of them.");
        var read = SafeTensors.Read(path);
        var file = new LayoutFile(path, read.Tensors, read.Metadata);
        return read.Tensors.FirstOrDefault(tensor => !known.Contains(tensor.Name) && tensor.Name != "x") is not { } other ? file
            : throw file.Wrong(
                $"expected tensors named {string.Join(", ", known)}, got '{Expect.Shown(other.Name)}'; "
                + "rename it or leave it out, or say which layout the file has");
    }

    public bool Has(string name) => _tensors.Any(tensor => tensor.Name == name);

    /// <summary>A tensor of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape in words.</param>
    /// <param name="fits">Whether a shape is right.</param>
    /// <param name="finite">Whether all of it must be finite.</param>
    public SafeTensor Tensor(string name, string shape, Func<IReadOnlyList<int>, bool> fits, bool finite = true)
    {
        if (_tensors.FirstOrDefault(tensor => tensor.Name == name) is not { } tensor)
        {
            var names = _tensors.Count == 0 ? "none"
                : string.Join(", ", _tensors.Take(MostNamed).Select(t => $"'{Expect.Shown(t.Name)}'"))
                    + (_tensors.Count > MostNamed ? ", …" : "");
            throw Wrong($"expected a tensor '{name}', {shape}, got {names}; save it under that name");
        }

        if (tensor.Shape.Any(extent => extent < 1) || !fits(tensor.Shape))
            throw Wrong($"expected '{name}' of shape {shape}, got [{string.Join(", ", tensor.Shape)}]; check the order of the axes");
        if (finite && Array.FindIndex(tensor.Values, value => !float.IsFinite(value)) is >= 0 and var at)
            throw Wrong(FormattableString.Invariant(
                $"expected finite values in '{name}', got {tensor.Values[at]} at [{string.Join(", ", Place(tensor.Shape, at))}]; ")
                + "look at where it comes from");
        return tensor;
    }

    /// <summary>A tensor of four axes whose second one is known.</summary>
    public FeatureMap Map(string name, string shape, Func<IReadOnlyList<int>, bool> fits)
    {
        var tensor = Tensor(name, shape, s => s.Count == 4 && fits(s));
        return new FeatureMap(new MapShape(tensor.Shape[0], tensor.Shape[1], tensor.Shape[2], tensor.Shape[3]), tensor.Values);
    }

    /// <summary>A tensor of the shape that another one has.</summary>
    public FeatureMap MapLike(string name, MapShape shape, string other) => Map(name, $"{shape} like '{other}'",
        s => Alike(s, shape) && s[1] == shape.Channels);

    /// <summary>An input gate, four directions of the channels that go with those of the weights.</summary>
    public FeatureMap Gate(string name, MapShape of, int weights) => Map(
        name, $"{of.Batch}×(4·C)×{of.Height}×{of.Width}{GateChannels(weights)}",
        s => Alike(s, of) && ExpectWeights.IsInputGate(s[1], weights));

    /// <summary>Which C an input gate may have beside weights of so many channels; nothing where they are shared.</summary>
    private static string GateChannels(int weights) =>
        weights == 1 ? "" : FormattableString.Invariant($", C = 1 or the {weights} channels of the weights");

    /// <summary>The lines of a chunk of the options, or of the metadata; null where neither says it.</summary>
    public int? Chunk(LayoutOptions options) => options.Chunk ?? Number("chunk", 0);

    /// <summary>A map under a name, for writing.</summary>
    public static SafeTensor Named(string name, FeatureMap map) =>
        new(name, [map.Batch, map.Channels, map.Height, map.Width], map.Values);

    private static bool Alike(IReadOnlyList<int> extents, MapShape shape) =>
        extents[0] == shape.Batch && extents[2] == shape.Height && extents[3] == shape.Width;

    /// <summary>A word of the metadata among some; null where it says nothing.</summary>
    public T? Word<T>(string key, params (string Word, T Value)[] words) where T : struct
    {
        if (_metadata.GetValueOrDefault(key) is not { } text)
            return null;
        foreach (var (word, value) in words)
            if (word == text)
                return value;
        var known = string.Join(", ", words.Select(w => w.Word));
        throw Wrong($"expected {key} = {known} in its metadata, got '{Expect.Shown(text)}'; write one of them");
    }

    /// <summary>A whole number of the metadata from a least one on; null where it says nothing.</summary>
    public int? Number(string key, int least)
    {
        if (_metadata.GetValueOrDefault(key) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
            : throw Wrong(FormattableString.Invariant(
                $"expected {key} in its metadata as a whole number from {least} to {int.MaxValue}, got '{Expect.Shown(text)}'; write one"));
    }

    /// <summary>The normalisation of the options, or of the metadata, among those that a layout has.</summary>
    public Normalisation Asked(LayoutOptions options, string meaning, params Normalisation[] among)
    {
        var said = options.Normalisation ?? Word("normalisation", [.. among.Select(one => (one.ToWords(), one))]);
        var words = string.Join(", ", among.Select(one => one.ToWords()));
        return said is { } one && among.Contains(one) ? one : throw Wrong(
            $"expected normalisation = {words} in its metadata or as an option, got {said?.ToWords() ?? "none"}; {meaning}");
    }

    /// <summary>One sentence about this file.</summary>
    public InvalidDataException Wrong(string message) => new($"{_path}: {message}.");

    private static int[] Place(IReadOnlyList<int> shape, int at)
    {
        var place = new int[shape.Count];
        for (var axis = shape.Count - 1; axis >= 0; axis--)
            (at, place[axis]) = (at / shape[axis], at % shape[axis]);
        return place;
    }
}
