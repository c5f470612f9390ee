using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace Spn.Tool.Benchmarks;

/// <summary>
/// An op of two inputs that says how long its forward and its backward take, inside a network. Marks in the graph before and after it
/// take the time.
/// </summary>
/// <param name="op">The op.</param>
internal sealed class TimedOp(Func<Tensor, Tensor, Tensor> op)
{
    private long _start;

    /// <summary>Seconds of the last forward.</summary>
    public double Forward { get; private set; }

    /// <summary>Seconds of the last backward.</summary>
    public double Backward { get; private set; }

    /// <summary>Runs the op.</summary>
    public Tensor Run(Tensor x, Tensor weights)
    {
        Action start = () => _start = Stopwatch.GetTimestamp(), end = () => Backward = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        var inputs = Mark.apply(x, weights, end);
        start();
        var output = op(inputs[0], inputs[1]);
        Forward = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        return Mark.apply(output, start)[0];
    }

    /// <summary>Gives its tensors back, and calls its last argument when all their gradients have come.</summary>
    private sealed class Mark : MultiTensorFunction<Mark>
    {
        public override string Name => nameof(Mark);

        public override List<Tensor> forward(AutogradContext context, params object[] arguments)
        {
            context.save_data(nameof(Action), arguments[^1]);
            return [.. arguments[..^1].Cast<Tensor>().Select(tensor => tensor.alias())];
        }

        public override List<Tensor> backward(AutogradContext context, List<Tensor> gradients)
        {
            ((Action)context.get_data(nameof(Action)))();
            return [.. gradients, null!];
        }
    }
}
