namespace Spn.Tasks;

/// <summary>When conjugate gradients stop, and how large a picture they take.</summary>
public sealed record LinearSystemOptions
{
    /// <summary>A residual of 1e-6 of the right side, pictures of up to a million pixels.</summary>
    public static LinearSystemOptions Default { get; } = new();

    /// <summary>‖b − A x‖ / ‖b‖ at which a solution is good enough, 1e-12 to 0.1.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The most steps of a channel, 1 to 1,000,000; when they do not do, <see cref="ConvergenceException"/> says so.</summary>
    public int MostSteps { get; init; } = 20_000;

    /// <summary>The most pixels of a picture, 1 to 2²⁴; a system takes up to 800 bytes a pixel.</summary>
    public int MostPixels { get; init; } = 1 << 20;

    /// <summary>Threads, 0 for all cores. They change no bit of the result.</summary>
    public int Threads { get; init; }

    internal LinearSystemOptions Check(MapShape photo)
    {
        Expect.Within(Tolerance, 1e-12, 0.1, "a tolerance", nameof(Tolerance));
        Expect.Within(MostSteps, 1, 1_000_000, "steps", nameof(MostSteps));
        Expect.Within(MostPixels, 1, 1 << 24, "pixels", nameof(MostPixels));
        Expect.Within(Threads, 0, int.MaxValue, "threads, 0 for all cores,", nameof(Threads));
        return photo.PlaneSize <= MostPixels ? this : throw new ArgumentException(
            $"expected a picture of at most {MostPixels} pixels, one unknown each, got {photo.Height}×{photo.Width}; shrink it, or "
            + "propagate.", nameof(photo));
    }
}

/// <summary>The solution of a linear system over the pixels of a picture.</summary>
/// <param name="Values">1×C×H×W; known values as they were.</param>
/// <param name="Steps">Steps of conjugate gradients, of the channel that took most.</param>
/// <param name="Residual">‖b − A x‖ / ‖b‖, of the channel where it is largest.</param>
public sealed record SolvedMap(FeatureMap Values, int Steps, double Residual);
