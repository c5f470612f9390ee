namespace Spn.Tests;

/// <summary>Theorems 1 and 2 and the relations of Eqs. (4) to (8), over random extents, connections, directions and weights.</summary>
public class AffinityMatrixTests
{
    [Fact]
    public void Rows_of_G_sum_to_one() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        return Enumerable.Range(0, g.Size).All(i => Close(1, Enumerable.Range(0, g.Size).Sum(j => g[i, j]), Largest(g))
                                                    && Close(1, g.RowSums()[i], Largest(g)));
    });

    [Fact]
    public void G_is_lower_triangular_in_scan_order() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        return Pairs(g.Size).All(p => p.J <= p.I || g[p.I, p.J] == 0);
    });

    [Fact]
    public void Rows_of_the_Laplacian_sum_to_zero() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var l = g.Laplacian();
        return Enumerable.Range(0, g.Size).All(i => Close(0, Enumerable.Range(0, g.Size).Sum(j => l[i, j]), Largest(g)));
    });

    [Fact]
    public void L_is_D_minus_A_and_G_is_I_minus_L() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var (a, d, l, lambda) = (g.OffDiagonal(), g.Degree(), g.Laplacian(), g.Lambda());
        return Pairs(g.Size).All(p =>
        {
            var identity = p.I == p.J ? 1 : 0;
            var degree = p.I == p.J ? d[p.I] : 0;
            return Close(degree - a[p.I, p.J], l[p.I, p.J], 1e-12)
                   && Close(identity - l[p.I, p.J], g[p.I, p.J], 1e-12)
                   && (p.I != p.J || (a[p.I, p.I] == 0 && Close(lambda[p.I], g[p.I, p.I], 1e-15)));
        });
    });

    [Fact]
    public void Singular_values_have_the_norm_and_the_determinant_of_G() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var values = g.SingularValues();
        var squares = Pairs(g.Size).Sum(p => g[p.I, p.J] * g[p.I, p.J]);
        var determinant = Math.Abs(g.Lambda().Aggregate(1.0, (product, value) => product * value));
        return values.Length == g.Size && values.SequenceEqual(values.OrderDescending())
               && Close(squares, values.Sum(v => v * v), squares)
               && Math.Abs(values.Aggregate(1.0, (product, value) => product * value) - determinant)
                   <= 1e-9 * Math.Max(1, Math.Pow(values[0], g.Size));
    });

    [Fact]
    public void The_largest_singular_value_is_what_power_iteration_finds()
    {
        var weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 5, 6), seed: 11);
        var g = Affinity.Dense(weights, Direction.TopToBottom).ToArray();
        var n = g.GetLength(0);
        var v = Enumerable.Range(0, n).Select(i => 1 + i / 10.0).ToArray();
        var norm = 0.0;
        for (var round = 0; round < 500; round++)
        {
            var h = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => g[i, j] * v[j])).ToArray();
            v = [.. Enumerable.Range(0, n).Select(j => Enumerable.Range(0, n).Sum(i => g[i, j] * h[i]))];
            norm = Math.Sqrt(v.Sum(x => x * x));
            v = [.. v.Select(x => x / norm)];
        }
        Assert.Equal(Math.Sqrt(norm), Affinity.Dense(weights, Direction.TopToBottom).SingularValues()[0], 1e-9);
    }

    [Fact]
    public void Singular_values_of_a_G_that_explodes_are_those_of_its_large_numbers()
    {
        var weights = PropagationWeights.Constant(Connection.OneWay, new MapShape(1, 1, 1, 6), 1e30f);
        var g = Affinity.Dense(weights, Direction.LeftToRight, new AffinityOptions { Normalisation = Normalisation.Raw });
        var columns = Enumerable.Range(0, 6).Select(j => Enumerable.Range(0, 6).Sum(i => g[i, j] / 1e150 * (g[i, j] / 1e150)));
        Assert.Equal(Math.Sqrt(columns.Sum()), Math.Sqrt(g.SingularValues().Sum(v => v / 1e150 * (v / 1e150))), 1e-9);
    }

    [Theory]
    [InlineData(Connection.OneWay, 18)]      // each pixel of a row of 4 hears those before it: 3 rows · (1 + 2 + 3)
    [InlineData(Connection.ThreeWay, 48)]    // of the column before 7 pairs, of each column before that all 9: 3·7 + 3·9
    public void Connections_are_counted(Connection connection, int expected)
    {
        var weights = PropagationWeights.Constant(connection, new MapShape(1, 1, 3, 4), 0.3f);
        var g = Affinity.Dense(weights, Direction.LeftToRight);
        Assert.Equal(expected, g.Connections());
    }

    [Fact]
    public void Degree_and_lambda_are_sums_of_w() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        return Enumerable.Range(0, g.Lines).All(t =>
        {
            var w = Affinity.StepMatrix(c.Weights(), c.Direction, t, c.Options);
            return Enumerable.Range(0, g.LineLength).All(i =>
            {
                var sum = Enumerable.Range(0, g.LineLength).Sum(j => w[i, j]);
                var index = t * g.LineLength + i;
                return Close(sum, g.Degree()[index], 1e-12) && Close(1 - sum, g.Lambda()[index], 1e-12) && (t > 0 || sum == 0);
            });
        });
    });

    [Fact]
    public void Blocks_are_products_of_w_and_lambda() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var lambda = g.Lambda();
        for (var k = 0; k < g.Lines; k++)
        {
            var expected = new double[g.LineLength, g.LineLength];
            for (var i = 0; i < g.LineLength; i++)
                expected[i, i] = lambda[k * g.LineLength + i];
            for (var t = k; t < g.Lines; t++)
            {
                if (t > k)
                    expected = Multiply(Affinity.StepMatrix(c.Weights(), c.Direction, t, c.Options), expected);
                var block = g.Block(t, k);
                if (!Pairs(g.LineLength).All(p => Close(expected[p.I, p.J], block[p.I, p.J], 1e-10)))
                    return false;
            }
        }

        return true;
    });

    [Fact]
    public void One_way_blocks_are_diagonal() => AffinityCase.ForAll(c =>
    {
        var g = (c with { Connection = Connection.OneWay }).Dense();
        return Pairs(g.Size).All(p => p.I % g.LineLength == p.J % g.LineLength || g[p.I, p.J] == 0);
    });

    [Fact]
    public void Three_way_G_is_dense_in_its_cone_and_zero_outside() => AffinityCase.ForAll(c =>
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, c.Shape, 0.25f);
        var g = Affinity.Dense(weights, c.Direction, c.Options);
        return Pairs(g.Size).All(p =>
        {
            var lines = p.I / g.LineLength - p.J / g.LineLength;
            var inside = lines >= 0 && Math.Abs(p.I % g.LineLength - p.J % g.LineLength) <= lines;
            return inside ? g[p.I, p.J] > 0 : g[p.I, p.J] == 0;
        });
    });

    [Fact]
    public void A_constant_map_is_a_fixed_point() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        return g.Apply(Enumerable.Repeat(3.5, g.Size).ToArray()).All(h => Close(3.5, h, Largest(g)));
    });

    [Fact]
    public void Indices_and_pixels_are_one_to_one() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var map = c.Map();
        return Enumerable.Range(0, g.Size).All(i => g.IndexOf(g.PixelAt(i)) == i)
               && Enumerable.Range(0, g.Size).Select(g.PixelAt).Distinct().Count() == g.Size
               && g.ToMap(g.Vectorize(map, c.Options.Batch, c.Options.Channel)).Values.AsSpan()
                   .SequenceEqual(map.Plane(c.Options.Batch, c.Options.Channel));
    });

    [Fact]
    public void Small_G_by_hand()
    {
        // h1 = x1; h2 = 0.5 x2 + 0.5 h1; h3 = 0.75 x3 + 0.25 h2
        var weights = new PropagationWeights(Connection.OneWay, new MapShape(1, 1, 1, 3));
        (weights[0, Direction.LeftToRight, 0, 0, 0, 1], weights[0, Direction.LeftToRight, 0, 0, 0, 2]) = (0.5f, 0.25f);
        Assert.Equal(
            new[,] { { 1, 0, 0 }, { 0.5, 0.5, 0 }, { 0.125, 0.125, 0.75 } }, Affinity.Dense(weights, Direction.LeftToRight).ToArray());
    }

    [Fact]
    public void The_constraint_divides_what_sums_to_more_than_one()
    {
        var weights = PropagationWeights.Constant(Connection.ThreeWay, new MapShape(1, 1, 3, 2), 1f);
        Assert.Equal(1.0 / 3, Affinity.StepMatrix(weights, Direction.LeftToRight, 1)[1, 0], 12);
        Assert.Equal(1.0 / 2, Affinity.StepMatrix(weights, Direction.LeftToRight, 1)[0, 0], 12);
        var raw = new AffinityOptions { Normalisation = Normalisation.Raw };
        Assert.Equal(1.0, Affinity.StepMatrix(weights, Direction.LeftToRight, 1, raw)[1, 0], 12);
    }

    [Fact]
    public void Too_large_a_map_names_the_memory()
    {
        var weights = new PropagationWeights(Connection.OneWay, new MapShape(1, 1, 360, 480));
        var error = Assert.Throws<ArgumentException>(() => Affinity.Dense(weights, Direction.LeftToRight));
        Assert.Contains("222.5 GiB", error.Message);
        Assert.Contains("Affinity.Row", error.Message);
    }

    [Fact]
    public void What_does_not_exist_is_named()
    {
        var weights = new PropagationWeights(Connection.OneWay, new MapShape(1, 2, 3, 4));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Affinity.Dense(weights, Direction.LeftToRight, new AffinityOptions { Channel = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affinity.Dense(weights, Direction.LeftToRight, new AffinityOptions { Batch = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affinity.Dense(weights, (Direction)4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affinity.Row(weights, Direction.LeftToRight, new Pixel(3, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affinity.Column(weights, Direction.LeftToRight, new Pixel(0, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Affinity.StepMatrix(weights, Direction.TopToBottom, 3));
        Assert.Throws<ArgumentException>(() => Affinity.Dense(weights, Direction.LeftToRight).Apply(new double[3]));
    }

    private static bool Close(double expected, double actual, double tolerance) => AffinityCase.Close(expected, actual, tolerance);

    /// <summary>Rounding of a sum of terms up to the largest entry: without the constraint these grow.</summary>
    private static double Largest(AffinityMatrix g) => 1e-12 * Math.Max(1, Pairs(g.Size).Max(p => Math.Abs(g[p.I, p.J])));

    private static IEnumerable<(int I, int J)> Pairs(int n) =>
        from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) select (i, j);

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var n = a.GetLength(0);
        var product = new double[n, n];
        foreach (var (i, j) in Pairs(n))
            for (var k = 0; k < n; k++)
                product[i, j] += a[i, k] * b[k, j];
        return product;
    }
}
