namespace Spn.Tests;

/// <summary>Rows and columns of G read without building it.</summary>
public class AffinitySliceTests
{
    [Fact]
    public void A_row_by_the_adjoint_is_the_dense_row() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var row = Affinity.Row(c.Weights(), c.Direction, c.Pixel, c.Options);
        var i = g.IndexOf(c.Pixel);
        return row.Kind == AffinitySliceKind.Row && row.Pixel == c.Pixel && row.Direction == c.Direction
               && Same(g, row, j => g[i, j]);
    });

    [Fact]
    public void A_column_by_impulse_is_the_dense_column() => AffinityCase.ForAll(c =>
    {
        var g = c.Dense();
        var column = Affinity.Column(c.Weights(), c.Direction, c.Pixel, c.Options);
        var j = g.IndexOf(c.Pixel);
        return column.Kind == AffinitySliceKind.Column && Same(g, column, i => g[i, j]);
    });

    [Fact]
    public void The_effective_row_reproduces_the_output() => AffinityCase.ForAll(c =>
    {
        var result = Propagation.Forward(c.Map(), c.Weights(), new PropagationOptions { Normalisation = c.Normalisation });
        var (batch, channel) = (c.Options.Batch, c.Options.Channel);
        var row = Affinity.EffectiveRow(result, c.Pixel, batch, channel);
        double output = 0, size = 0;
        for (var i = 0; i < row.Values.Values.Length; i++)
        {
            output += (double)row.Values.Values[i] * result.Input.Plane(batch, channel)[i];
            size += Math.Abs(row.Values.Values[i]);
        }

        return row.Direction == result.Winner[batch, channel, c.Pixel.Row, c.Pixel.Column]
               && AffinityCase.Close(output, result.Output[batch, channel, c.Pixel.Row, c.Pixel.Column], 1e-5 * Math.Max(1, size));
    });

    [Fact]
    public void A_row_sums_to_one_at_any_size()
    {
        var weights = PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 360, 480), 1);
        foreach (var direction in Directions.All)
            Assert.Equal(1, Affinity.Row(weights, direction, new Pixel(200, 123)).Sum, 5);
    }

    private static bool Same(AffinityMatrix g, AffinitySlice slice, Func<int, double> expected) =>
        slice.Height == g.Height && slice.Width == g.Width && Enumerable.Range(0, g.Size).All(i =>
            AffinityCase.Close(expected(i), slice.Values[0, 0, g.PixelAt(i).Row, g.PixelAt(i).Column], 1e-6));
}
