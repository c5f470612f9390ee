namespace Spn.Tests;

/// <summary>Theorem 2: U_{T+1} = (I − L) U_T, and the matrix G against the op that never builds it.</summary>
public class DiffusionTests
{
    [Fact]
    public void Energy_is_half_the_squared_differences_of_neighbours_per_pixel()
    {
        var rows = new float[,] { { 1, 3, 3 }, { 0, 3, 5 } };
        Assert.Equal((4 + 9 + 4 + 1 + 0 + 4) / 2.0 / 6, new DiffusionState { Step = 1, U = FeatureMap.FromRows(rows) }.Energy(), 1e-12);
        Assert.Equal(0, new DiffusionState { Step = 1, U = FeatureMap.Constant(new MapShape(2, 3, 4, 5), 7f) }.Energy(1, 2));
        rows[1, 2] = float.PositiveInfinity;
        Assert.Equal(double.NaN, new DiffusionState { Step = 1, U = FeatureMap.FromRows(rows) }.Energy());
    }

    [Fact]
    public void G_times_x_is_a_scan() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var (batch, channel) = (c.Options.Batch, c.Options.Channel);
        var expected = g.Apply(g.Vectorize(c.Map(), batch, channel));
        var hidden = Propagation.Scan(c.Map(), c.Weights(), c.Direction, new PropagationOptions { Normalisation = c.Normalisation });
        return Same(expected, g.Vectorize(hidden, batch, channel));
    });

    [Fact]
    public void One_step_of_diffusion_is_one_propagation() => AffinityCase.ForAll(c =>
    {
        var options = new PropagationOptions { Normalisation = c.Normalisation };
        var states = Diffusion.States(c.Map(), c.Weights(), c.Direction, options).Take(2).ToArray();
        var scan = Propagation.Scan(c.Map(), c.Weights(), c.Direction, options);
        return states[0].Step == 1 && states[1].Step == 2
               && states[0].U.Values.AsSpan().SequenceEqual(c.Map().Values) && states[1].U.Values.AsSpan().SequenceEqual(scan.Values);
    });

    [Fact]
    public void Each_state_is_I_minus_L_times_the_one_before() => AffinityCase.ForAll(c =>
    {
        var stable = c with { Normalisation = Normalisation.Clip };
        var g = stable.Dense();
        var l = g.Laplacian();
        var (batch, channel) = (c.Options.Batch, c.Options.Channel);
        var states = Diffusion.States(c.Map(), c.Weights(), c.Direction).Take(4).Select(s => g.Vectorize(s.U, batch, channel)).ToArray();
        return Enumerable.Range(0, 3).All(t =>
        {
            var u = states[t];
            return Same(
                Enumerable.Range(0, g.Size).Select(i => u[i] - Enumerable.Range(0, g.Size).Sum(j => l[i, j] * u[j])).ToArray(),
                states[t + 1]);
        });
    });

    [Fact]
    public void A_constant_map_never_changes() => AffinityCase.ForAll(c =>
        Diffusion.States(FeatureMap.Constant(c.Shape, 0.75f), c.Weights(), c.Direction).Take(5)
            .All(s => s.U.Values.All(value => AffinityCase.Close(0.75, value, 1e-5))));

    [Fact]
    public void States_are_computed_one_at_a_time_and_start_anew()
    {
        var u1 = FeatureMap.Random(new MapShape(1, 2, 5, 6), 1);
        var states = Diffusion.States(
            u1, PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 5, 6), 2), Direction.BottomToTop);
        Assert.Equal([1, 2, 3], states.Take(3).Select(s => s.Step));
        Assert.Same(u1, states.First().U);
        Assert.Equal(states.ElementAt(3).U.Values, states.ElementAt(3).U.Values);
    }

    [Fact]
    public void Shapes_are_checked_before_the_first_state()
    {
        var weights = new PropagationWeights(Connection.OneWay, new MapShape(1, 1, 3, 3));
        Assert.Throws<ArgumentException>(() => Diffusion.States(new FeatureMap(new MapShape(1, 1, 3, 4)), weights, Direction.LeftToRight));
        Assert.Throws<ArgumentOutOfRangeException>(() => Diffusion.States(new FeatureMap(new MapShape(1, 1, 3, 3)), weights, (Direction)7));
    }

    private static bool Same(double[] expected, double[] actual)
    {
        var scale = Math.Max(1, expected.Max(Math.Abs));
        return expected.Length == actual.Length && double.IsFinite(scale) && expected.Zip(actual).All(
            p => Math.Abs(p.First - p.Second) <= 1e-5 * scale);
    }
}
