using System.CommandLine;
using Spn.Arrays;

namespace Spn.Tool.Commands;

/// <summary><c>spn propagate</c>: the op on .npy files, forward and backward, for checks from other languages.</summary>
internal static class PropagateCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--input")
        {
            Description = "x, a .npy file of shape N×C×H×W.", Required = true, HelpName = "FILE",
        };
        var weights = new Option<string>("--weights")
        {
            Description = "p, a .npy file of shape N×4×K×C×H×W, K = 1 or 3; C = 1 shares the weights among channels.",
            Required = true, HelpName = "FILE",
        };
        var output = new Option<string>("--output")
        {
            Description = "Where the result goes, a .npy file of shape N×C×H×W.", Required = true, HelpName = "FILE",
        };
        var scans = Directions.All.ToDictionary(one => one.ToWords().Replace(' ', '-'), one => (Direction?)one);
        var direction = new Option<string>("--direction")
        {
            Description = "One scan, or all: four scans and their node-wise maximum.",
            DefaultValueFactory = _ => "all",
        }.Among([.. scans.Keys.Append("all").Select(word => (word, word))]);
        var backend = new Option<PropagationBackend>("--backend")
        {
            Description = "SIMD kernels in float32 (cpu, unless given), plain loops in double, or CUDA kernels in float32.",
        }.Among(
            ("cpu", PropagationBackend.Cpu), ("reference", PropagationBackend.Reference), ("cuda", PropagationBackend.Cuda));
        var (normalisation, chunk) = (NormalisationArguments.Normalisation(), NormalisationArguments.Chunk());
        var gradOutput = new Option<string?>("--grad-output")
        {
            Description = "The gradient of a loss with respect to the result, a .npy file: runs the backward.", HelpName = "FILE",
        };
        var gradInput = new Option<string?>("--grad-input")
        {
            Description = "Where the gradient with respect to x goes.", HelpName = "FILE",
        };
        var gradWeights = new Option<string?>("--grad-weights")
        {
            Description = "Where the gradient with respect to p goes.", HelpName = "FILE",
        };
        var command = new Command("propagate", "Propagate a map given as .npy files, and take its gradient.")
        {
            input, weights, output, direction, backend, normalisation, chunk, gradOutput, gradInput, gradWeights,
        };
        command.SetAction(parsed =>
        {
            var options = new PropagationOptions
            {
                Backend = parsed.GetValue(backend),
                Normalisation = parsed.GetValue(normalisation),
                Chunk = parsed.GetValue(chunk),
            };
            var files = new Files(parsed.GetRequiredValue(input), parsed.GetRequiredValue(weights), parsed.GetRequiredValue(output),
                parsed.GetValue(gradOutput), parsed.GetValue(gradInput), parsed.GetValue(gradWeights));
            files.Check();
            var written = files.Write(Propagate(files, scans.GetValueOrDefault(parsed.GetRequiredValue(direction)), options));
            foreach (var path in written)
                parsed.InvocationConfiguration.Output.WriteLine($"wrote {path}");
            return 0;
        });
        return command;
    }

    private static Results Propagate(Files files, Direction? direction, PropagationOptions options)
    {
        var (x, p) = (Npy.ReadFeatureMap(files.Input), Npy.ReadWeights(files.Weights));
        var gradient = files.GradOutput is { } file ? Npy.ReadFeatureMap(file) : null;
        if (gradient is not null && gradient.Shape != x.Shape)
            throw new ArgumentException(
                $"expected --grad-output of the shape of --input, {x.Shape}, got {gradient.Shape}; give the gradient of the result.");
        if (direction is { } one)
        {
            var hidden = Propagation.Scan(x, p, one, options);
            var scan = gradient is null ? null : Propagation.ScanBackward(x, p, one, gradient, options);
            return new Results(hidden, scan?.Input, scan?.Weights);
        }

        var result = Propagation.Forward(x, p, options);
        var all = gradient is null ? null : Propagation.Backward(result, gradient);
        return new Results(result.Output, all?.Input, all?.Weights);
    }

    /// <summary>All that there is to write; the gradients are null when the backward does not run.</summary>
    private sealed record Results(FeatureMap Output, FeatureMap? GradInput, PropagationWeights? GradWeights);

    /// <summary>What is read and where the results go; those of the backward are null when it does not run.</summary>
    private sealed record Files(string Input, string Weights, string Output, string? GradOutput, string? GradInput, string? GradWeights)
    {
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
                if (!output.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
                    throw new ArgumentException(
                        $"expected a file name that ends in .npy, got '{Path.GetFileName(output)}'; change its extension.");
            }
        }

        /// <summary>Writes the results.</summary>
        /// <returns>What was written.</returns>
        public IReadOnlyList<string> Write(Results results)
        {
            Npy.Write(Output, results.Output);
            if (GradInput is not null)
                Npy.Write(GradInput, results.GradInput!);
            if (GradWeights is not null)
                Npy.Write(GradWeights, results.GradWeights!);
            return [.. new[] { Output, GradInput, GradWeights }.OfType<string>()];
        }
    }
}
