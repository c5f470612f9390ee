using System.Numerics.Tensors;

namespace Spn.Learning;

/// <summary>Changes parameters along their gradients, step by step, and keeps what it needs from step to step.</summary>
public abstract class Optimiser
{
    private protected Optimiser(IReadOnlyList<Parameter> parameters, OptimiserOptions options) => (Parameters, Options) = (parameters, options);

    /// <summary>The optimiser that the options ask for, at its first step.</summary>
    /// <param name="parameters">Those of a model.</param>
    /// <param name="options">Null is <see cref="OptimiserOptions.Sgd"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Optimiser Create(IReadOnlyList<Parameter> parameters, OptimiserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        options = (options ?? OptimiserOptions.Sgd).Check();
        return options.Kind == OptimiserKind.Sgd ? new Sgd(parameters, options) : new Adam(parameters, options);
    }

    /// <summary>What it changes.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How it does.</summary>
    public OptimiserOptions Options { get; }

    /// <summary>Steps done.</summary>
    public long Steps { get; internal set; }

    /// <summary>What it keeps from step to step: arrays of the shapes of the parameters, named after them. Writing changes the next step.</summary>
    public abstract IReadOnlyList<OptimiserArray> State { get; }

    /// <summary>One step along the gradients, which are zero afterwards.</summary>
    /// <param name="rate">The learning rate of this step, at least 0; each parameter multiplies it by its own factor.</param>
    /// <exception cref="NonFiniteException">A gradient is NaN or infinite, or with Adam its square is; no parameter has changed.</exception>
    public void Step(double rate)
    {
        if (!(rate >= 0) || !double.IsFinite(rate))
            throw new ArgumentOutOfRangeException(nameof(rate), FormattableString.Invariant($"expected a learning rate of at least 0, got {rate}."));
        foreach (var parameter in Parameters)
            if (!TensorPrimitives.IsFiniteAll<float>(parameter.Gradient))
                throw new NonFiniteException(parameter.Name, NetworkPass.Backward);
        if (Options.ClipNorm > 0)
            Clip(Options.ClipNorm);
        foreach (var parameter in Parameters)
            if (parameter.RateFactor != 0)
            {
                var decay = (float)(Options.WeightDecay * parameter.DecayFactor);
                if (decay != 0)
                    TensorPrimitives.MultiplyAdd(parameter.Values, decay, parameter.Gradient, parameter.Gradient);
                if (!Takes(parameter.Gradient))
                    throw new NonFiniteException(parameter.Name, NetworkPass.Backward);
            }

        Steps++;
        for (var i = 0; i < Parameters.Count; i++)
        {
            var parameter = Parameters[i];
            if (parameter.RateFactor != 0)
                Update(i, parameter, rate * parameter.RateFactor);
            Array.Clear(parameter.Gradient);
        }
    }

    /// <summary>Whether a step along a gradient, decay included, keeps everything finite that the optimiser computes from it.</summary>
    private protected virtual bool Takes(float[] gradient) => true;

    /// <summary>Changes the values of one parameter along its gradient, decay included.</summary>
    private protected abstract void Update(int index, Parameter parameter, double rate);

    /// <summary>Arrays of zeros of the shapes of the parameters.</summary>
    private protected static OptimiserArray[] Zeros(IReadOnlyList<Parameter> parameters, string kind) =>
        [.. parameters.Select(parameter => new OptimiserArray($"{kind}.{parameter.Name}", parameter.Shape, new float[parameter.Values.Length]))];

    private void Clip(double most)
    {
        double squares = 0;
        foreach (var parameter in Parameters)
            foreach (var g in parameter.Gradient)
                squares += (double)g * g;
        var norm = Math.Sqrt(squares);
        if (norm > most)
            foreach (var parameter in Parameters)
                TensorPrimitives.Multiply(parameter.Gradient, (float)(most / norm), parameter.Gradient);
    }
}

/// <summary>An array that an optimiser keeps.</summary>
/// <param name="Name">What it is and of which parameter, for example <c>momentum.encode1.weight</c>.</param>
/// <param name="Shape">That of the parameter.</param>
/// <param name="Values">The last axis fastest.</param>
public sealed record OptimiserArray(string Name, IReadOnlyList<int> Shape, float[] Values);
