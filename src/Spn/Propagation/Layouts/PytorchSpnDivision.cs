namespace Spn;

/// <summary>
/// What pytorch_spn's demo (G / Σ|G| where the sum is at least one) and AnyNet (G / (Σ|G| + ε) everywhere) do before their kernel, over all
/// three maps even where a neighbour lies outside the map.
/// </summary>
/// <param name="Divided">The weights that it divided, q.</param>
/// <param name="By">What it divided by, N×4×C×H×W; 0 where it did not.</param>
internal sealed record PytorchSpnDivision(PropagationWeights Divided, double[] By)
{
    private const int Maps = 3;

    /// <summary>Divides weights in place.</summary>
    public static PytorchSpnDivision Of(PropagationWeights weights, Normalisation normalisation)
    {
        var always = normalisation == Normalisation.Always;
        var by = new double[weights.Values.Length / Maps];
        var (values, size) = (weights.Values, weights.Shape.Channels * weights.Shape.PlaneSize);
        for (var i = 0; i < by.Length; i++)
        {
            var first = First(i, size);
            var sum = 0.0; // Of three large maps it would not fit into a float.
            for (var k = 0; k < Maps; k++)
                sum += MathF.Abs(values[first + k * size]);
            by[i] = always ? sum + Normalisations.Epsilon : sum >= 1 ? sum : 0;
            for (var k = 0; k < Maps && by[i] != 0; k++)
                values[first + k * size] = (float)(values[first + k * size] / by[i]);
        }

        return new PytorchSpnDivision(weights, by);
    }

    /// <summary>
    /// From ∂q to ∂G: <c>(∂q_k − sign(G_k) Σ_j ∂q_j q_j) / by</c>, which is not zero at an absent neighbour either; ∂q where nothing was
    /// divided.
    /// </summary>
    /// <param name="gradient">With respect to q.</param>
    public PropagationWeights Backward(PropagationWeights gradient)
    {
        var result = gradient.Copy();
        var (q, g, size) = (Divided.Values, result.Values, Divided.Shape.Channels * Divided.Shape.PlaneSize);
        for (var i = 0; i < By.Length; i++)
        {
            if (By[i] == 0)
                continue;
            var first = First(i, size);
            var along = 0.0;
            for (var k = 0; k < Maps; k++)
                along += (double)g[first + k * size] * q[first + k * size];
            for (var k = 0; k < Maps; k++)
                g[first + k * size] = (float)((g[first + k * size] - Math.Sign(q[first + k * size]) * along) / By[i]);
        }

        return result;
    }

    /// <summary>Where the first map of a pixel stands: the maps of a direction lie one after the other, each of C planes.</summary>
    private static int First(int i, int size) => i / size * Maps * size + i % size;
}
