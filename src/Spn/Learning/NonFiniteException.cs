namespace Spn.Learning;

/// <summary>A layer computed NaN or infinity: training has diverged, or its input was not finite.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>An exception that names the place.</summary>
    /// <param name="layer">The first layer, in the order of the pass, with a value that is not finite.</param>
    /// <param name="pass">Forward or backward.</param>
    public NonFiniteException(string layer, NetworkPass pass)
        : base($"expected finite numbers, got NaN or infinity at layer '{layer}' in the {(pass == NetworkPass.Forward ? "forward" : "backward")} pass; lower the learning rate, clip the gradient, or check the input.") =>
        (Layer, Pass) = (layer, pass);

    /// <summary>The name of the layer.</summary>
    public string Layer { get; }

    /// <summary>The pass it happened in.</summary>
    public NetworkPass Pass { get; }
}

/// <summary>A pass through a network.</summary>
public enum NetworkPass
{
    /// <summary>From the inputs to the output.</summary>
    Forward,

    /// <summary>From the loss back to the parameters.</summary>
    Backward,
}
