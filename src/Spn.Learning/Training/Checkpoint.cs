using Spn.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// A model in a file: a safetensors file with its parameters and buffers under the names that PyTorch gives them, and in its metadata the
/// options and whatever state a training adds. PyTorch reads it as it is.
/// </summary>
public sealed record Checkpoint
{
    private const string Version = "2", VersionKey = "spn.version", ModelKey = "spn.model", OptionsKey = "spn.options";
    private const string GuidanceKey = "spn.guidance", OwnGuidance = "own";
    private const string StatePrefix = "state.", MemoryPrefix = "optimiser.";

    /// <summary>The file of a guidance network beside checkpoints.</summary>
    internal const string GuidanceName = "guidance.pt";

    private Checkpoint()
    {
    }

    /// <summary>A <see cref="BaselineSegmenter"/> or <see cref="SpnRefiner"/>, made from the options in the file.</summary>
    public required ISegmenter Model { get; init; }

    /// <summary>The strings that were saved with it; empty when there were none.</summary>
    public required IReadOnlyDictionary<string, string> State { get; init; }

    /// <summary>What the optimiser remembered; empty where a model alone was saved.</summary>
    internal StoredTensors Memory { get; init; } = new([]);

    /// <summary>
    /// Writes a model, whole or not at all. The same model and state give the same bytes. Beside a refiner whose guidance is a
    /// <see cref="GuidanceFile"/> stands a copy of that file, <c>guidance.pt</c>.
    /// </summary>
    /// <param name="path">The file to write, customarily <c>.safetensors</c>.</param>
    /// <param name="model">A <see cref="BaselineSegmenter"/> or <see cref="SpnRefiner"/>.</param>
    /// <param name="state">Any strings to store with it; null for none.</param>
    /// <exception cref="ArgumentException">The model is of another type.</exception>
    /// <exception cref="NonFiniteException">A parameter or buffer holds NaN or infinity; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written, or another <c>guidance.pt</c> stands beside it.</exception>
    public static void Save(string path, ISegmenter model, IReadOnlyDictionary<string, string>? state = null) =>
        Save(path, model, null, state);

    /// <summary>Reads a checkpoint and makes its model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="guidance">
    /// A new network like the one that a refiner was given, where that was neither made by its options nor a file; else null.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, is no checkpoint of a baseline or refiner, or one of an earlier version.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    public static Checkpoint Load(string path, nn.Module<Tensor, Tensor>? guidance = null)
    {
        TorchLibrary.Load();
        using var apart = NoCollection.Apart();
        var file = SafeTensors.Read(path);
        GuidanceFile? beside = null;
        try
        {
            if (Broken(file.Tensors) is { } broken)
                throw new InvalidDataException($"expected finite numbers in '{broken.Name}', got NaN or infinity; copy the file again.");
            beside = guidance is null ? Beside(path, file) : null;
            return From(file, guidance ?? beside);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            beside?.Dispose();
            throw new InvalidDataException($"{path}: {exception.Message.Split(" (Parameter '")[0]}", exception);
        }
    }

    /// <summary>The model's kind.</summary>
    public override string ToString() => $"Checkpoint of a {Model.GetType().Name}";

    private static SafeTensor? Broken(IEnumerable<SafeTensor> tensors) => tensors.FirstOrDefault(tensor => tensor.Values.Length > 0
        && !System.Numerics.Tensors.TensorPrimitives.IsFiniteAll<float>(tensor.Values));

    internal static void Save(string path, ISegmenter model, TorchOptimiser? optimiser, IReadOnlyDictionary<string, string>? state)
    {
        ArgumentNullException.ThrowIfNull(model);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [VersionKey] = Version };
        (metadata[ModelKey], metadata[OptionsKey]) = model switch
        {
            BaselineSegmenter baseline => ("baseline", SettingsJson.Write(baseline.Options)),
            SpnRefiner refiner => ("refiner", SettingsJson.Write(refiner.Options)),
            _ => throw new ArgumentException($"expected a BaselineSegmenter or a SpnRefiner, got {model.GetType().Name}.", nameof(model)),
        };
        using var apart = NoCollection.Apart();
        if (model is SpnRefiner { Guidance: not GuidanceNetwork and var guidance })
            metadata[GuidanceKey] = guidance is GuidanceFile ? GuidanceName : OwnGuidance;
        foreach (var (key, value) in state ?? new Dictionary<string, string>())
            metadata[StatePrefix + key] = value;
        List<SafeTensor> tensors = [.. Tensors(model).Select(one => Stored(one.Name, one.Tensor))];
        if (tensors.Count == 0)
            throw new ObjectDisposedException(model.GetType().Name, "expected a model with parameters to save, got one that is disposed.");
        if (Broken(tensors) is { } broken)
            throw NonFiniteException.Saved(broken.Name);
        if (optimiser is not null)
            tensors.AddRange(optimiser.Memory().Select(one => Stored(MemoryPrefix + one.Name, one.Tensor)));
        if (model is SpnRefiner { Guidance: GuidanceFile script })
            script.CopyTo(BesidePath(path));
        SafeTensors.Write(path, tensors, metadata);
    }

    private static string BesidePath(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, GuidanceName);

    /// <summary>The guidance network in the file beside a checkpoint, if it names one.</summary>
    private static GuidanceFile? Beside(string path, SafeTensorsFile file)
    {
        if (file.Metadata.GetValueOrDefault(GuidanceKey) != GuidanceName)
            return null;
        var beside = BesidePath(path);
        return File.Exists(beside) ? GuidanceFile.Load(beside) : throw new FileNotFoundException(
            $"expected the guidance network of {path} beside it, found no {beside}; copy {GuidanceName} along.", beside);
    }

    private static Checkpoint From(SafeTensorsFile file, nn.Module<Tensor, Tensor>? guidance)
    {
        string Entry(string key) => file.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new InvalidDataException(
                $"expected a checkpoint with '{key}' in its metadata, got a safetensors file of something else; save it with spn train "
                + "or Checkpoint.Save.");
        if (Entry(VersionKey) != Version)
            throw new InvalidDataException(Entry(VersionKey) == "1"
                ? "expected a checkpoint of version 2, got one of version 1, from before the networks stood on TorchSharp; "
                    + "train it anew, or use the spn that wrote it."
                : $"expected a checkpoint of version {Version}, got {Expect.Shown(Entry(VersionKey))}; use a newer spn.");
        var tensors = new StoredTensors(file.Tensors);
        var memory = tensors.Part(MemoryPrefix);
        ISegmenter model = Entry(ModelKey) switch
        {
            "baseline" => new BaselineSegmenter(Options<BaselineOptions>(ModelSize.Of)),
            "refiner" when guidance is null && file.Metadata.ContainsKey(GuidanceKey) => throw new InvalidDataException(
                "expected the guidance network that the refiner was given, got none; make one and give it to Checkpoint.Load."),
            "refiner" => new SpnRefiner(Options<RefinerOptions>(options => guidance is null ? ModelSize.Of(options) : 0), guidance),
            var other => throw new InvalidDataException(
                $"expected a baseline or a refiner, got '{Expect.Shown(other)}'; use a newer spn."),
        };
        T Options<T>(Func<T, long> size) where T : notnull
        {
            var options = SettingsJson.Read<T>(Entry(OptionsKey), OptionsKey);
            return size(options) <= tensors.Values
                ? options
                : throw new InvalidDataException(
                    $"expected a file of at least {size(options)} numbers, got {tensors.Values}; its configuration is of another model.");
        }

        try
        {
            foreach (var (name, tensor) in Tensors(model))
                tensors.Take(name, tensor);
            tensors.Finish();
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return new Checkpoint
        {
            Model = model, Memory = memory, State = file.Metadata.Where(pair => pair.Key.StartsWith(StatePrefix, StringComparison.Ordinal))
                .ToDictionary(pair => pair.Key[StatePrefix.Length..], pair => pair.Value),
        };
    }

    /// <summary>Parameters and buffers, in the order of the modules.</summary>
    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(ISegmenter model) =>
        model.Module.named_parameters().Select(one => (one.name, (Tensor)one.parameter)).Concat(model.Module.named_buffers());

    private static SafeTensor Stored(string name, Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var plain = tensor.detach().to(ScalarType.Float32, CPU).contiguous();
        if (tensor.dtype != ScalarType.Float32 && plain.NumberOfElements > 0
            && !plain.to(tensor.dtype).eq(tensor.detach().cpu()).all().item<bool>())
            throw new ArgumentException(
                $"expected a model whose numbers float32 holds, got '{name}' of {tensor.dtype} with some that it does not; "
                + "convert them before you save.");
        return new SafeTensor(name, [.. tensor.shape.Select(extent => (int)extent)], TensorMemory.ToArray<float>(plain));
    }
}
