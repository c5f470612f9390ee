using Spn.Learning;

namespace Spn.Tests.Learning;

public class SteadyLoopTests
{
    private static readonly RefinerOptions Options = new() { Classes = 3, Channels = 8, Guidance = UNetOptions.Default.WithEncoder([8, 12, 12]).WithDecoder([10]), WeightGain = 0.3 };

    [Fact]
    public void A_training_step_allocates_next_to_nothing()
    {
        // On one thread, whose own allocations are counted: other tests run beside this one.
        var model = new RefinerModel(Options) { Network = { Threads = 1 } };
        var optimiser = Optimiser.Create(model.Parameters, OptimiserOptions.Adam.WithClipNorm(1));
        var batch = RefinerModelTests.Batch(4, 64, 64, 3, seed: 1);
        for (var i = 0; i < 5; i++)
            Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            Step();
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;

        // Closures and iterators; a step's maps are 12 MB.
        Assert.True(each < 32_000, $"{each} bytes a step");

        void Step()
        {
            model.ForwardBackward(batch);
            optimiser.Step(1e-3);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var one = Trained(1);
        foreach (var threads in new[] { 0, 2, 5 })
            Assert.Equal(one, Trained(threads));

        static float[] Trained(int threads)
        {
            var batch = RefinerModelTests.Batch(2, 64, 96, 3, seed: 1);
            var model = new RefinerModel(Options) { Network = { Threads = threads } };
            var optimiser = Optimiser.Create(model.Parameters, OptimiserOptions.Sgd);
            for (var step = 0; step < 3; step++)
            {
                model.ForwardBackward(batch);
                optimiser.Step(0.01);
            }

            return [.. model.Parameters.SelectMany(parameter => parameter.Values)];
        }
    }
}
