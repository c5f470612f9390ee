namespace Spn.Learning;

/// <summary>A network computed NaN or infinity: training has diverged, or its input was not finite.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>An exception that names the place.</summary>
    /// <param name="place">The first module whose output is not finite, or the parameter whose gradient or value is not.</param>
    /// <param name="pass">Forward or backward.</param>
    public NonFiniteException(string place, NetworkPass pass)
        : base(
            $"expected finite numbers, got NaN or infinity at '{place}' in the "
            + $"{(pass == NetworkPass.Forward ? "forward" : "backward")} pass; "
            + "lower the learning rate, clip the gradient, or check the input.") =>
        (Place, Pass) = (place, pass);

    private NonFiniteException(string place)
        : base(
            $"expected finite numbers in a model that is saved, got NaN or infinity in '{place}'; nothing was written: "
            + "go back to an earlier checkpoint.") =>
        (Place, Pass) = (place, NetworkPass.None);

    /// <summary>For a model that is to be saved and holds such numbers.</summary>
    internal static NonFiniteException Saved(string place) => new(place);

    /// <summary>The name of the module or parameter.</summary>
    public string Place { get; }

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

    /// <summary>None: a number stood in the model when it was saved.</summary>
    None,
}
