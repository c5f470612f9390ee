using Spn.Arrays;

namespace Spn.Tool.Commands;

/// <summary>All that there is to write; the gradients are null when the backward does not run.</summary>
/// <param name="Output">The result.</param>
/// <param name="GradInput">With respect to x.</param>
/// <param name="WriteGradWeights">Writes that with respect to the maps of the file of weights, given a path that was checked.</param>
internal sealed record PropagateResults(FeatureMap Output, FeatureMap? GradInput, Action<string>? WriteGradWeights);

/// <summary>What is read and where the results go; those of the backward are null when it does not run.</summary>
internal sealed record PropagateFiles(
    string Input, string Weights, string Output, string? GradOutput, string? GradInput, string? GradWeights)
{
    private const string SafeTensorsEnding = ".safetensors";

    /// <summary>Whether the gradient of the weights is asked for in the layout of their file.</summary>
    public bool InLayout => Ends(GradWeights, SafeTensorsEnding);

    public void Check()
    {
        if (GradOutput is null && (GradInput ?? GradWeights) is { } orphan)
            throw new ArgumentException(
                $"expected --grad-output with --grad-input or --grad-weights, got only '{orphan}'; give the gradient of the result.");
        if (GradOutput is not null && GradInput is null && GradWeights is null)
            throw new ArgumentException(
                $"expected --grad-input or --grad-weights with --grad-output, got only '{GradOutput}'; say where the gradients go.");
        NamedPath.KeepApart(
            "file",
            NamedPath.Given(
                ("--input", Input, "the input"), ("--weights", Weights, "the file of weights"),
                ("--grad-output", GradOutput, "the gradient of the result")),
            NamedPath.Given(
                ("--output", Output, "the result"), ("--grad-input", GradInput, "the gradient of the input"),
                ("--grad-weights", GradWeights, "the gradient of the weights")));
        foreach (var output in new[] { Output, GradInput, GradWeights }.OfType<string>())
        {
            AtomicFile.Check(output);
            var either = output == GradWeights;
            if (!Ends(output, ".npy") && !(either && InLayout))
                throw new ArgumentException(
                    $"expected a file name that ends in .npy{(either ? $" or {SafeTensorsEnding}" : "")}, got "
                    + $"'{Path.GetFileName(output)}'; change its extension.");
        }
    }

    /// <summary>x.</summary>
    public FeatureMap X() => Npy.ReadFeatureMap(Input);

    /// <summary>The gradient of the result; null when the backward does not run.</summary>
    public FeatureMap? Gradient(FeatureMap x)
    {
        var gradient = GradOutput is { } file ? Npy.ReadFeatureMap(file) : null;
        return gradient is null || gradient.Shape == x.Shape ? gradient : throw new ArgumentException(
            $"expected --grad-output of the shape of --input, {x.Shape}, got {gradient.Shape}; give the gradient of the result.");
    }

    /// <summary>Writes the results.</summary>
    /// <returns>What was written.</returns>
    public IReadOnlyList<string> Write(PropagateResults results)
    {
        Npy.Write(Output, results.Output);
        if (GradInput is not null)
            Npy.Write(GradInput, results.GradInput!);
        if (GradWeights is not null)
            results.WriteGradWeights!(GradWeights);
        return [.. new[] { Output, GradInput, GradWeights }.OfType<string>()];
    }

    private static bool Ends(string? path, string ending) => path?.EndsWith(ending, StringComparison.OrdinalIgnoreCase) == true;
}
