using System.CommandLine;
using Spn.Arrays;

namespace Spn.Tool.Commands;

/// <summary>
/// <c>spn propagate</c>: the op on files, forward and backward, for checks from other languages and of other models.
/// </summary>
internal static class PropagateCommand
{
    private static readonly Option<string> Input = new("--input")
    {
        Description = "x, a .npy file of shape N×C×H×W.", Required = true, HelpName = "FILE",
    };

    private static readonly Option<string> Weights = new("--weights")
    {
        Description = "p, a .npy file of shape N×4×K×C×H×W, K = 1 or 3; C = 1 shares the weights among channels; or a file in another "
            + "--layout.",
        Required = true, HelpName = "FILE",
    };

    private static readonly Option<string> Output = new("--output")
    {
        Description = "Where the result goes, a .npy file of shape N×C×H×W.", Required = true, HelpName = "FILE",
    };

    private static readonly Dictionary<string, Direction?> Scans =
        Directions.All.ToDictionary(one => one.ToWords().Replace(' ', '-'), one => (Direction?)one);

    private static readonly Option<string> Along = new Option<string>("--direction")
    {
        Description = "One scan, or all: four scans and their node-wise maximum. Unless given all, or the one scan that a pytorch-spn file "
            + "holds; GSPN, which does not take the maximum, needs it.",
        DefaultValueFactory = _ => "all",
    }.Among([.. Scans.Keys.Append("all").Select(word => (word, word))]);

    private static readonly Option<PropagationBackend> Backend = new Option<PropagationBackend>("--backend")
    {
        Description = "SIMD kernels in float32 (cpu, unless given), plain loops in double, or CUDA kernels in float32.",
    }.Among(
        ("cpu", PropagationBackend.Cpu), ("reference", PropagationBackend.Reference), ("cuda", PropagationBackend.Cuda));

    private static readonly Option<Normalisation> Normalised = NormalisationArguments.Normalisation();

    private static readonly Option<int> Chunk = NormalisationArguments.Chunk();

    private static readonly Option<string?> GradOutput = new("--grad-output")
    {
        Description = "The gradient of a loss with respect to the result, a .npy file: runs the backward.", HelpName = "FILE",
    };

    private static readonly Option<string?> GradInput = new("--grad-input")
    {
        Description = "Where the gradient with respect to x goes.", HelpName = "FILE",
    };

    private static readonly Option<string?> GradWeights = new("--grad-weights")
    {
        Description = "Where the gradient with respect to the maps of the weights' file goes: .npy in our order, N×4×K×C×H×W (N×8×1×H×W "
            + "of cspn, at the receiving pixel), or .safetensors with the names and the order of the --layout, an input gate's too.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("propagate", "Propagate a map given as files, and take its gradient.")
        {
            Input, Weights, LayoutArguments.Layout, LayoutArguments.Steps, Output, Along, Backend, Normalised, Chunk, GradOutput, GradInput,
            GradWeights,
        };
        command.SetAction(parsed =>
        {
            var files = new PropagateFiles(parsed.GetRequiredValue(Input), parsed.GetRequiredValue(Weights),
                parsed.GetRequiredValue(Output), parsed.GetValue(GradOutput), parsed.GetValue(GradInput), parsed.GetValue(GradWeights));
            files.Check();
            var given = LayoutArguments.Read(parsed, files.Weights, Normalised, Chunk);
            var results = given.Iterated is { } operation ? Steps(parsed, files, operation) : Scan(parsed, files, given);
            var written = files.Write(results);
            foreach (var line in given.Notes.Concat(written.Select(path => $"wrote {path}")))
                parsed.InvocationConfiguration.Output.WriteLine(line);
            return 0;
        });
        return command;
    }

    private static PropagateResults Scan(ParseResult parsed, PropagateFiles files, GivenWeights given)
    {
        var file = given.Scans!;
        var direction = Asked(parsed, given);
        if (files.GradWeights is not null && !files.InLayout && file.Weights.InputGate is not null)
            throw new ArgumentException(
                "expected a name that ends in .safetensors for --grad-weights of weights with an input gate, whose gradient has no place "
                + $"in a .npy file, got '{Path.GetFileName(files.GradWeights)}'; change its extension.");
        var options = file.Options with { Backend = parsed.GetValue(Backend) };
        var x = files.X();
        var gradient = files.Gradient(x);
        if (direction is { } one)
            return Results(
                Propagation.Scan(x, file.Weights, one, options),
                gradient is null ? null : Propagation.ScanBackward(x, file.Weights, one, gradient, options));
        var result = Propagation.Forward(x, file.Weights, options);
        return Results(result.Output, gradient is null ? null : Propagation.Backward(result, gradient));

        PropagateResults Results(FeatureMap output, PropagationGradient? all) => new(output, all?.Input, all is null ? null : path =>
        {
            var ofFile = file.GradientOfFile(all.Weights);
            if (files.InLayout)
                Layouts.WriteGradient(path, given.Layout!.Value, file, ofFile);
            else
                Npy.Write(path, ofFile);
        });
    }

    /// <summary>The scan to run, or null for all: what the command line says, or what the network of the file does.</summary>
    private static Direction? Asked(ParseResult parsed, GivenWeights given)
    {
        var (held, asked) = (given.Scans!.Directions, Scans.GetValueOrDefault(parsed.GetRequiredValue(Along)));
        var words = string.Join(", ", held.Select(one => one.ToWords().Replace(' ', '-')));
        if (asked is { } one)
            return held.Contains(one) ? one : throw new ArgumentException(
                $"expected --direction {words}, which {Path.GetFileName(given.Path)} holds, got {parsed.GetValue(Along)}; choose among "
                + "them.");
        if (parsed.IsGiven(Along) || given.Scans.HasMaximum)
            return null;
        return held.Count == 1 ? held[0] : throw new ArgumentException(
            $"expected --direction {words} for {Path.GetFileName(given.Path)}, whose network does not take the maximum of four scans, got "
            + "none; name one, or all for the maximum nevertheless.");
    }

    private static PropagateResults Steps(ParseResult parsed, PropagateFiles files, LayoutIterated file)
    {
        if (new Option[] { Along, Backend }.FirstOrDefault(parsed.IsGiven) is { } other)
            throw new ArgumentException(
                $"expected {other.Name} only with a layout of scans, got cspn, an operator of steps that runs on the processor; leave "
                + "it out.");
        var x = files.X();
        var gradient = files.Gradient(x);
        var result = IteratedPropagation.Forward(x, file.Weights, file.Options, file.Hints(x));
        if (gradient is null)
            return new PropagateResults(result.Output, null, null);
        var all = IteratedPropagation.Backward(result, gradient);
        // Hints that keep x are x.
        if (file.KeepsInput && all.Hints is { } kept)
            for (var i = 0; i < kept.Values.Length; i++)
                all.Input.Values[i] += kept.Values[i];
        return new PropagateResults(result.Output, all.Input, path =>
        {
            var shape = all.Weights.Shape;
            if (files.InLayout)
                Layouts.WriteGradient(path, file, all);
            else
                Npy.Write(path, all.Weights.Values, shape.Batch, IteratedWeights.Neighbours, shape.Channels, shape.Height, shape.Width);
        });
    }
}
