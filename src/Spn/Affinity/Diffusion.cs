namespace Spn;

/// <summary>
/// Theorem 2: propagating again and again is anisotropic diffusion, U_{T+1} = (I − L) U_T = G U_T (Eq. 8), the time step of
/// ∂_T U = −L U (Eq. 7) being one.
/// </summary>
public static class Diffusion
{
    /// <summary>The states U_1, U_2, … without end, computed one at a time as they are asked for; G is never built.</summary>
    /// <param name="u1">The initial state, N×C×H×W. It is state 1 itself, not a copy.</param>
    /// <param name="weights">Raw weights, N×4×K×C×H×W or with C = 1.</param>
    /// <param name="direction">The direction whose G diffuses.</param>
    /// <param name="options">How to propagate; all defaults, weights clipped among them, when null.</param>
    /// <remarks>Each enumeration starts anew from <paramref name="u1"/>. Take as many states as needed: <c>states.Take(8)</c>.</remarks>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public static IEnumerable<DiffusionState> States(
        FeatureMap u1, PropagationWeights weights, Direction direction, PropagationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(u1);
        ArgumentNullException.ThrowIfNull(weights);
        Expect.Index((int)direction, 4, nameof(direction));
        ExpectWeights.Fit(weights.Shape, u1.Shape, nameof(weights));
        return Steps();

        IEnumerable<DiffusionState> Steps()
        {
            var state = new DiffusionState { Step = 1, U = u1 };
            while (true)
            {
                yield return state;
                state = new DiffusionState { Step = state.Step + 1, U = Propagation.Scan(state.U, weights, direction, options) };
            }
        }
    }
}
