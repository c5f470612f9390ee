namespace Spn.Tests;

public unsafe class TurnTeamTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(1, 17, 2500)]
    [InlineData(3, 1030, 33)]
    [InlineData(2, 64, 64)]
    public void A_matrix_is_turned_and_turned_back(int batch, int rows, int columns)
    {
        var random = new Random(rows + columns);
        var values = new float[batch * rows * columns];
        foreach (ref var value in values.AsSpan())
            value = random.NextSingle() + 0.1f;
        foreach (var threads in new[] { 1, 3 })
        {
            var (turned, back) = (new float[values.Length], new float[values.Length]);
            fixed (float* v = values, t = turned, b = back)
            {
                TurnTeam.Run(v, t, batch, rows, columns, threads);
                TurnTeam.Run(t, b, batch, columns, rows, threads);
            }

            for (var i = 0; i < values.Length; i++)
            {
                var (matrix, place) = Math.DivRem(i, rows * columns);
                var (row, column) = Math.DivRem(place, columns);
                Assert.Equal(values[i], turned[(matrix * columns + column) * rows + row]);
            }

            Assert.Equal(values, back);
        }
    }
}
