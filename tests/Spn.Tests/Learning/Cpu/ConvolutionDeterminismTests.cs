using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>The same bits for any number of threads, and a steady loop that allocates nothing.</summary>
public class ConvolutionDeterminismTests
{
    [Theory]
    [InlineData(2, 20, 37, 33, 32, 3, 1)]
    [InlineData(1, 130, 40, 31, 29, 3, 1)]
    [InlineData(3, 16, 24, 64, 64, 3, 2)]
    [InlineData(8, 32, 64, 32, 32, 3, 1)]
    [InlineData(1, 300, 33, 20, 48, 1, 2)]
    [InlineData(1, 3, 16, 128, 128, 3, 1)]
    public void Any_number_of_threads_gives_the_same_bits(int batch, int inputs, int outputs, int height, int width, int kernel, int stride)
    {
        var c = new ConvolutionCase(new ConvolutionShape(batch, inputs, outputs, height, width, kernel, stride));
        var (y, gradX, gradWeights) = (c.Forward(1), c.BackwardInput(1), c.BackwardWeights(1));
        foreach (var threads in new[] { 2, 3, 7, 0, 1 })
        {
            Assert.Equal(y.Values, c.Forward(threads).Values);
            Assert.Equal(gradX.Values, c.BackwardInput(threads).Values);
            Assert.Equal(gradWeights, c.BackwardWeights(threads));
        }
    }

    [Fact]
    public void Calls_from_many_threads_at_once_do_not_disturb_each_other()
    {
        var c = new ConvolutionCase(new ConvolutionShape(1, 20, 37, 33, 32, 3, 1));
        var (y, gradX, gradWeights) = (c.Forward(1), c.BackwardInput(1), c.BackwardWeights(1));
        Parallel.For(0, 64, _ =>
        {
            Assert.Equal(y.Values, c.Forward(3).Values);
            Assert.Equal(gradX.Values, c.BackwardInput(3).Values);
            Assert.Equal(gradWeights, c.BackwardWeights(3));
        });
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    public void A_steady_loop_allocates_nothing(int kernel, int stride)
    {
        var c = new ConvolutionCase(new ConvolutionShape(2, 20, 24, 48, 64, kernel, stride));
        var (y, gradX) = (new FeatureMap(c.GradY.Shape), new FeatureMap(c.X.Shape));
        void Step()
        {
            Convolution.Forward(c.X, c.Weights, c.Bias, y, stride);
            Convolution.BackwardInput(c.GradY, c.Weights, gradX, stride);
            Convolution.BackwardWeights(c.X, c.GradY, c.Weights, c.Bias, stride);
        }

        for (var i = 0; i < 20; i++)
            Step();
        // The least of many steps: a helper that a busy thread pool starts late keeps a team longer.
        var least = Enumerable.Range(0, 100).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, least);
    }
}
