namespace Spn;

/// <summary>One state U_T of the diffusion of Theorem 2.</summary>
public sealed record DiffusionState
{
    /// <summary>T, from 1: step 1 is the initial state U_1.</summary>
    public required int Step { get; init; }

    /// <summary>U_T, N×C×H×W.</summary>
    public required FeatureMap U { get; init; }

    /// <summary>
    /// The energy of a plane (Dirichlet's), a measure of how rough it is: half the sum of the squared differences between pixels that
    /// are side by side or above each other, divided by the number of pixels. Zero for a constant; NaN where a value is not finite.
    /// </summary>
    /// <param name="batch">The batch item.</param>
    /// <param name="channel">The channel.</param>
    public double Energy(int batch = 0, int channel = 0)
    {
        var plane = U.Plane(batch, channel);
        var (width, sum) = (U.Width, 0.0);
        for (var i = 0; i < plane.Length; i++)
        {
            var right = i % width + 1 < width ? (double)plane[i + 1] - plane[i] : 0;
            var below = i + width < plane.Length ? (double)plane[i + width] - plane[i] : 0;
            sum += right * right + below * below;
            if (!float.IsFinite(plane[i]))
                return double.NaN;
        }

        return sum / 2 / plane.Length;
    }

    /// <summary>The step and the shape.</summary>
    public override string ToString() => FormattableString.Invariant($"U at T = {Step}, {U.Shape}");
}
