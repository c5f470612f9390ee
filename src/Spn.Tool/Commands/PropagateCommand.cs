using System.CommandLine;
using Spn.Arrays;

namespace Spn.Tool.Commands;

/// <summary><c>spn propagate</c>: the op on .npy files, forward and backward, for checks from other languages.</summary>
internal static class PropagateCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--input") { Description = "x, a .npy file of shape N×C×H×W.", Required = true };
        var weights = new Option<string>("--weights")
        {
            Description = "p, a .npy file of shape N×4×K×C×H×W, K = 1 or 3; C = 1 shares the weights among channels.",
            Required = true,
        };
        var output = new Option<string>("--output") { Description = "Where the result goes, a .npy file of shape N×C×H×W.", Required = true };
        var direction = new Option<string>("--direction")
        {
            Description = "One scan, or all: four scans and their node-wise maximum.",
            DefaultValueFactory = _ => "all",
        };
        direction.AcceptOnlyFromAmong("left-to-right", "right-to-left", "top-to-bottom", "bottom-to-top", "all");
        var backend = new Option<string>("--backend") { Description = "SIMD kernels in float32, or plain loops in double.", DefaultValueFactory = _ => "cpu" };
        backend.AcceptOnlyFromAmong("cpu", "reference");
        var stabilize = new Option<bool>("--stabilize") { Description = "Put the weights through the stability constraint first (Theorem 3)." };
        var gradOutput = new Option<string?>("--grad-output") { Description = "The gradient of a loss with respect to the result, a .npy file: runs the backward." };
        var gradInput = new Option<string?>("--grad-input") { Description = "Where the gradient with respect to x goes." };
        var gradWeights = new Option<string?>("--grad-weights") { Description = "Where the gradient with respect to p goes." };
        var command = new Command("propagate", "Propagate a map given as .npy files, and take its gradient.")
        {
            input, weights, output, direction, backend, stabilize, gradOutput, gradInput, gradWeights,
        };
        command.SetAction(parsed =>
        {
            var options = new PropagationOptions
            {
                Backend = parsed.GetValue(backend) == "reference" ? PropagationBackend.Reference : PropagationBackend.Cpu,
                Stabilize = parsed.GetValue(stabilize),
            };
            var backward = new BackwardFiles(parsed.GetValue(gradOutput), parsed.GetValue(gradInput), parsed.GetValue(gradWeights));
            backward.Check();
            var (x, p) = (Npy.ReadFeatureMap(parsed.GetRequiredValue(input)), Npy.ReadWeights(parsed.GetRequiredValue(weights)));
            var gradient = backward.Output is { } file ? Npy.ReadFeatureMap(file) : null;
            if (ParseDirection(parsed.GetRequiredValue(direction)) is { } one)
            {
                Npy.Write(parsed.GetRequiredValue(output), Propagation.Scan(x, p, one, options));
                if (gradient is not null)
                {
                    var scan = Propagation.ScanBackward(x, p, one, gradient, options);
                    backward.Write(scan.Input, scan.Weights);
                }

                return 0;
            }

            var result = Propagation.Forward(x, p, options);
            Npy.Write(parsed.GetRequiredValue(output), result.Output);
            if (gradient is not null)
            {
                var all = Propagation.Backward(result, gradient);
                backward.Write(all.Input, all.Weights);
            }

            return 0;
        });
        return command;
    }

    private static Direction? ParseDirection(string name) => name switch
    {
        "left-to-right" => Direction.LeftToRight,
        "right-to-left" => Direction.RightToLeft,
        "top-to-bottom" => Direction.TopToBottom,
        "bottom-to-top" => Direction.BottomToTop,
        _ => null,
    };

    /// <summary>The files of the backward: all null when it does not run.</summary>
    private sealed record BackwardFiles(string? Output, string? Input, string? Weights)
    {
        public void Check()
        {
            if (Output is null && (Input ?? Weights) is { } orphan)
                throw new ArgumentException($"expected --grad-output with --grad-input or --grad-weights, got only '{orphan}'; give the gradient of the result.");
            if (Output is not null && Input is null && Weights is null)
                throw new ArgumentException($"expected --grad-input or --grad-weights with --grad-output, got only '{Output}'; say where the gradients go.");
        }

        public void Write(FeatureMap input, PropagationWeights weights)
        {
            if (Input is not null)
                Npy.Write(Input, input);
            if (Weights is not null)
                Npy.Write(Weights, weights);
        }
    }
}
