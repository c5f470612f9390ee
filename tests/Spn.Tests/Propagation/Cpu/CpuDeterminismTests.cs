namespace Spn.Tests;

/// <summary>The same bits for any number of threads, for any cut of the map, and in every run.</summary>
public class CpuDeterminismTests
{
    [Theory]
    [InlineData(1, 3, 70, 90, false)]
    [InlineData(1, 5, 70, 90, true)]
    [InlineData(1, 1, 300, 200, false)]
    [InlineData(1, 2, 140, 200, true)]
    [InlineData(2, 1, 2100, 40, false)]
    [InlineData(1, 2, 290, 460, false)]
    [InlineData(1, 7, 64, 64, false)]
    public void Any_number_of_threads_gives_the_same_bits(int batch, int channels, int height, int width, bool shared)
    {
        foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
        {
            var c = new CpuCase(connection, new MapShape(batch, channels, height, width), shared, normalisation: Normalisation.Clip);
            var (one, oneGradient) = Run(c, 1);
            foreach (var threads in new[] { 2, 3, 2 })
            {
                var (result, gradient) = Run(c, threads);
                Assert.Equal(one.Output.Values, result.Output.Values);
                Assert.Equal(one.Winner.Values, result.Winner.Values);
                Assert.Equal(oneGradient.Input.Values, gradient.Input.Values);
                Assert.Equal(oneGradient.Weights.Values, gradient.Weights.Values);
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 300, 200)]
    [InlineData(1, 1, 40, 2100)]
    [InlineData(1, 1, 2100, 40)]
    public void One_scan_gives_the_same_bits_on_any_number_of_threads(int batch, int channels, int height, int width)
    {
        var c = new CpuCase(
            Connection.ThreeWay, new MapShape(batch, channels, height, width), shared: false, normalisation: Normalisation.Clip);
        foreach (var direction in Directions.All)
        {
            var one = Propagation.Scan(c.X, c.Weights, direction, c.Options with { Threads = 1 });
            var oneGradient = Propagation.ScanBackward(c.X, c.Weights, direction, c.Gradient, c.Options with { Threads = 1 });
            foreach (var threads in new[] { 2, 3 })
            {
                Assert.Equal(one.Values, Propagation.Scan(c.X, c.Weights, direction, c.Options with { Threads = threads }).Values);
                var gradient = Propagation.ScanBackward(c.X, c.Weights, direction, c.Gradient, c.Options with { Threads = threads });
                Assert.Equal(oneGradient.Input.Values, gradient.Input.Values);
                Assert.Equal(oneGradient.Weights.Values, gradient.Weights.Values);
            }
        }
    }

    [Fact]
    public void Calls_from_many_threads_at_once_do_not_disturb_each_other()
    {
        var c = new CpuCase(Connection.ThreeWay, new MapShape(1, 4, 64, 80), shared: false, normalisation: Normalisation.Clip);
        var (expected, expectedGradient) = Run(c, 1);
        Parallel.For(0, 64, _ =>
        {
            var (result, gradient) = Run(c, 3);
            Assert.Equal(expected.Output.Values, result.Output.Values);
            Assert.Equal(expectedGradient.Weights.Values, gradient.Weights.Values);
        });
    }

    private static (PropagationResult Result, PropagationGradient Gradient) Run(CpuCase c, int threads)
    {
        var result = Propagation.Forward(c.X, c.Weights, c.Options with { Threads = threads });
        return (result, Propagation.Backward(result, c.Gradient));
    }
}
