using Xunit.Abstractions;

namespace Spn.Tests.Cuda;

/// <summary>How work is dealt to blocks, on a device with the measures of an A100 and on a tiny one.</summary>
[Collection(CudaDriverCollection.Name)]
public class CudaPlanTests(CudaDouble driver, ITestOutputHelper output)
{
    [DoubleFact]
    public void Planes_that_fill_the_device_are_not_cut_and_few_planes_with_long_lines_are()
    {
        driver.Use();
        foreach (var shape in new MapShape[] { new(1, 32, 64, 64), new(8, 32, 64, 64), new(1, 21, 512, 512), new(16, 8, 1024, 1024) })
            foreach (var direction in new[] { -1, 0, 2 })
                Assert.False(Plan(shape, direction).IsCut, $"{shape}");
        foreach (var (shape, direction) in new (MapShape, int)[]
        {
            (new(1, 1, 4096, 4096), 0), (new(1, 1, 4096, 4096), 2), (new(1, 4, 2048, 2048), 2), (new(1, 1, 64, 100_000), 2),
        })
            Assert.True(
                Plan(shape, direction) is { IsCut: true } plan && plan.Blocks(plan.Items(merges: true)) > 2 * shape.Planes, $"{shape}");
    }

    [DoubleFact]
    public void Teams_that_meet_are_never_more_than_the_blocks_that_are_at_work_at_a_time()
    {
        driver.Use("small");
        var device = Spn.Cuda.Device();
        foreach (var backward in new[] { false, true })
        {
            var plan = Plan(new MapShape(1, 1, 2000, 4000), -1, backward);
            var capacity = device.Multiprocessors * device.Module.BlocksAtATime("forward_3", plan.Threads, plan.SharedBytes);
            Assert.InRange(plan.Horizontal.Teams, 1, Math.Min(capacity, plan.Horizontal.Segments - 1));
            Assert.InRange(plan.Vertical.Teams, 1, capacity);
            Assert.InRange(plan.SharedBytes, 1, device.SharedMemory);
            Assert.True(plan.Horizontal.Own >= 8 && plan.Vertical.Own >= 16);
        }
    }

    [DoubleFact]
    public void Launches_whose_blocks_wait_for_one_another_are_cooperative_and_no_others()
    {
        driver.Use("small");
        var device = Spn.Cuda.Device();
        foreach (var (connection, width, expected) in
            new[] { (Connection.ThreeWay, 300, 3), (Connection.ThreeWay, 4, 0), (Connection.OneWay, 300, 0) })
        {
            var c = new CpuCase(connection, new MapShape(1, 1, 5, width), shared: false, normalisation: Normalisation.Clip);
            var before = driver.CooperativeLaunches;
            var options = c.Options with { Backend = PropagationBackend.Cuda };
            Propagation.Backward(Propagation.Forward(c.X, c.Weights, options), c.Gradient);
            Assert.Equal(expected, driver.CooperativeLaunches - before);
        }

        var plan = Plan(new MapShape(3, 5, 300, 400), -1);
        var capacity = device.Multiprocessors * device.Module.BlocksAtATime("forward_3", plan.Threads, plan.SharedBytes);
        Assert.True(plan.IsCooperative && plan.Blocks(plan.Items(merges: true)) == capacity && plan.Scans > capacity);
    }

    private CudaPlan Plan(MapShape shape, int direction, bool backward = false)
    {
        var plan = CudaPlan.Of(Spn.Cuda.Device(), new CudaPlanKey(backward, Connection.ThreeWay, shape, false, direction));
        output.WriteLine($"{shape} {direction}: {plan}");
        return plan;
    }
}
