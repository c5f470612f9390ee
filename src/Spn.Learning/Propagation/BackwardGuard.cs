using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Learning;

/// <summary>
/// What stands between a managed backward and the native one that calls it. An exception must not pass: it would end the process. So it is
/// kept, and a gradient of a shape that libtorch refuses goes back in its place: libtorch then throws in the caller of <c>backward()</c>.
/// The shape, 0×number, says which failure it stands for.
/// </summary>
internal static partial class BackwardGuard
{
    /// <summary>How many failures are kept that nobody has asked for.</summary>
    private const int MostKept = 64;

    private static readonly ConcurrentDictionary<long, Exception> Failures = new();
    private static long _number;

    /// <summary>
    /// What a backward on this thread has returned: libtorch copies the handles after that, so they outlive the call. On a GPU libtorch
    /// runs backwards on a thread of its own, and the last ones stay until its next backward.
    /// </summary>
    [ThreadStatic]
    private static Tensor[]? _returned;

    /// <summary>Runs a backward of a function whose arguments are tensors, which it saved first, and at the end one object.</summary>
    /// <param name="context">What the forward saved.</param>
    /// <param name="gradOutput">What has reached the node; an invalid tensor where nothing has.</param>
    /// <param name="inputs">How many arguments are tensors.</param>
    /// <param name="compute">The gradients of the arguments, from what was saved and what has reached the node. What else it makes is
    /// disposed.</param>
    public static List<Tensor> Run(AutogradContext context, Tensor gradOutput, int inputs, Func<List<Tensor>, Tensor, Tensor[]> compute) =>
        Guard(inputs, () =>
        {
            using var reached = gradOutput;
            if (reached.IsInvalid)
                return new Tensor[inputs];
            using var scope = torch.NewDisposeScope();
            var saved = context.get_saved_variables();
            var gradients = compute(saved, reached);
            // libtorch enables gradients in a backward for create_graph alone.
            if (is_grad_enabled())
                gradients = [.. SecondDerivative.apply([.. saved.Take(inputs), reached, gradients])];
            return Array.ConvertAll(gradients, gradient => gradient.DetachFromDisposeScope());
        });

    /// <summary>
    /// Gives the gradients of some tensors and, for the object after them, nothing; or, for an exception, what makes libtorch throw.
    /// </summary>
    public static List<Tensor> Guard(int inputs, Func<Tensor[]> compute)
    {
        var gradients = new Tensor[inputs];
        try
        {
            DisposeReturned();
            gradients = compute();
            _returned = Array.FindAll(gradients, gradient => gradient is not null);
        }
        catch (Exception exception)
        {
            var number = Interlocked.Increment(ref _number);
            Failures[number] = exception;
            Failures.TryRemove(number - MostKept, out _);
            _returned = [torch.empty(0, number).DetachFromDisposeScope()];
            Array.Fill(gradients, _returned[0]);
        }

        return [.. gradients, null!];
    }

    /// <summary>Disposes what backwards on this thread have returned.</summary>
    public static void DisposeReturned()
    {
        foreach (var gradient in _returned ?? [])
            gradient.Dispose();
        _returned = null;
    }

    /// <summary>What a backward threw, if this exception of libtorch came of it; it is told once.</summary>
    public static Exception? CauseOf(Exception exception) =>
        Number().Match(exception.Message) is { Success: true } match
        && long.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number)
        && Failures.TryRemove(number, out var cause) ? cause : null;

    [GeneratedRegex(@"got \[0, (\d+)\] but")]
    private static partial Regex Number();
}
