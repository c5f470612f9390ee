using System.Globalization;
using Spn.Arrays;

namespace Spn.Learning;

/// <summary>
/// A model in a file: a safetensors file with one tensor for each parameter and each array of the optimiser, and in its metadata the
/// configuration, the optimiser's options and whatever state a training loop adds. PyTorch reads it as it is.
/// </summary>
/// <param name="Model">A <see cref="BaselineModel"/> or <see cref="RefinerModel"/>, made from the configuration in the file.</param>
/// <param name="Optimiser">Where the file holds one: over the model's parameters, about to do its next step; else null.</param>
/// <param name="State">The strings that were saved with it; empty when there were none.</param>
public sealed record Checkpoint(ITrainable Model, Optimiser? Optimiser, IReadOnlyDictionary<string, string> State)
{
    private const string VersionKey = "spn.version", ModelKey = "spn.model", OptionsKey = "spn.options", OptimiserKey = "spn.optimiser", StepsKey = "spn.optimiser.steps";
    private const string StatePrefix = "state.", ArrayPrefix = "optimiser.";

    /// <summary>Writes a checkpoint, whole or not at all. The same model, optimiser and state give the same bytes.</summary>
    /// <param name="path">The file to write, customarily <c>.safetensors</c>.</param>
    /// <param name="model">A <see cref="BaselineModel"/> or <see cref="RefinerModel"/>.</param>
    /// <param name="optimiser">To go on with training from here; null to store the model alone.</param>
    /// <param name="state">Any strings to store with it; null for none.</param>
    /// <exception cref="ArgumentException">The model is of another type.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, ITrainable model, Optimiser? optimiser = null, IReadOnlyDictionary<string, string>? state = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [VersionKey] = "1" };
        (metadata[ModelKey], metadata[OptionsKey]) = model switch
        {
            BaselineModel baseline => ("baseline", OptionsJson.Write(baseline.Options)),
            RefinerModel refiner => ("refiner", OptionsJson.Write(refiner.Options)),
            _ => throw new ArgumentException($"expected a BaselineModel or a RefinerModel, got {model.GetType().Name}.", nameof(model)),
        };
        List<SafeTensor> tensors = [.. model.Parameters.Select(parameter => new SafeTensor(parameter.Name, parameter.Shape, parameter.Values))];
        if (optimiser is not null)
        {
            metadata[OptimiserKey] = OptionsJson.Write(optimiser.Options);
            metadata[StepsKey] = optimiser.Steps.ToString(CultureInfo.InvariantCulture);
            tensors.AddRange(optimiser.State.Select(array => new SafeTensor(ArrayPrefix + array.Name, array.Shape, array.Values)));
        }

        foreach (var (key, value) in state ?? new Dictionary<string, string>())
            metadata[StatePrefix + key] = value;
        SafeTensors.Write(path, tensors, metadata);
    }

    /// <summary>Reads a checkpoint and makes its model.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or is no checkpoint of a baseline or refiner.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Checkpoint Load(string path)
    {
        var file = SafeTensors.Read(path);
        try
        {
            return From(file);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>The model's kind and where training stood.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Checkpoint of a {Model.GetType().Name}{(Optimiser is null ? "" : $" after {Optimiser.Steps} steps")}");

    private static Checkpoint From(SafeTensorsFile file)
    {
        string Entry(string key) => file.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new InvalidDataException($"expected a checkpoint with '{key}' in its metadata, got a safetensors file of something else; save it with spn train or Checkpoint.Save.");
        if (Entry(VersionKey) != "1")
            throw new InvalidDataException($"expected a checkpoint of version 1, got {SafeTensorsHeader.Shortened(Entry(VersionKey))}; use a newer spn.");
        var tensors = new StoredTensors(file);
        ITrainable model = Entry(ModelKey) switch
        {
            "baseline" => new BaselineModel(OptionsJson.Read<BaselineOptions>(Entry(OptionsKey)), tensors),
            "refiner" => new RefinerModel(OptionsJson.Read<RefinerOptions>(Entry(OptionsKey)), tensors),
            var other => throw new InvalidDataException($"expected a baseline or a refiner, got '{SafeTensorsHeader.Shortened(other)}'; use a newer spn."),
        };
        foreach (var parameter in model.Parameters)
            tensors.Take(parameter.Name, parameter.Shape, parameter.Values);
        Optimiser? optimiser = null;
        if (file.Metadata.TryGetValue(OptimiserKey, out var options))
        {
            optimiser = Optimiser.Create(model.Parameters, OptionsJson.Read<OptimiserOptions>(options));
            optimiser.Steps = long.TryParse(Entry(StepsKey), NumberStyles.None, CultureInfo.InvariantCulture, out var steps)
                ? steps
                : throw new InvalidDataException($"expected a number of steps, got '{SafeTensorsHeader.Shortened(Entry(StepsKey))}'; the file is damaged.");
            foreach (var array in optimiser.State)
                tensors.Take(ArrayPrefix + array.Name, array.Shape, array.Values);
        }

        if (tensors.FirstLeft is { } left)
            throw new InvalidDataException($"expected no tensors but those of the model, got '{SafeTensorsHeader.Shortened(left)}' too; its configuration is of another model.");
        return new Checkpoint(model, optimiser, file.Metadata
            .Where(pair => pair.Key.StartsWith(StatePrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[StatePrefix.Length..], pair => pair.Value));
    }
}
