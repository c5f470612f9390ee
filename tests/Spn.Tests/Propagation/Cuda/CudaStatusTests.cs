namespace Spn.Tests.Cuda;

/// <summary>Where CUDA cannot be used: one sentence that says why and what to do.</summary>
[Collection(CudaDriverCollection.Name)]
public class CudaStatusTests(CudaDouble driver)
{
    [Fact]
    public void Without_a_driver_a_sentence_says_so_and_the_caller_may_fall_back()
    {
        Spn.Cuda.UseLibrary("libspn-there-is-no-such-driver.so");
        var status = Spn.Cuda.Status();
        Assert.False(status.IsAvailable);
        Assert.Equal(
            "expected an NVIDIA driver (libspn-there-is-no-such-driver.so), found none on this machine; install one, or use the Cpu "
            + "backend.", status.Sentence);

        var c = new CpuCase(Connection.ThreeWay, new MapShape(1, 1, 4, 5), shared: false, normalisation: Normalisation.Clip);
        var cuda = c.Options with { Backend = PropagationBackend.Cuda };
        Assert.Equal(status.Sentence, Assert.Throws<CudaException>(() => Propagation.Forward(c.X, c.Weights, cuda)).Message);
        Assert.Equal(
            status.Sentence, Assert.Throws<CudaException>(() => Propagation.Scan(c.X, c.Weights, Direction.LeftToRight, cuda)).Message);

        var backend = status.IsAvailable ? PropagationBackend.Cuda : PropagationBackend.Cpu;
        Assert.Equal(c.X.Shape, Propagation.Forward(c.X, c.Weights, c.Options with { Backend = backend }).Output.Shape);
    }

    [Fact]
    public void A_library_that_is_no_driver_is_told_from_a_driver()
    {
        var other = OperatingSystem.IsWindows() ? "kernel32.dll" : OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6";
        Spn.Cuda.UseLibrary(other);
        Assert.Equal(
            "expected a driver for CUDA 10.0 or newer, got an older one without cuInit; update it, or use the Cpu backend.",
            Spn.Cuda.Status().Sentence);
    }

    [DoubleFact]
    public void Devices_and_drivers_that_will_not_do_are_named()
    {
        driver.Use("no-device");
        Assert.StartsWith("expected an NVIDIA GPU, the driver finds none", Spn.Cuda.Status().Sentence, StringComparison.Ordinal);
        driver.Use("old-driver");
        Assert.Equal(
            "expected a driver for CUDA 10.0 or newer, got one for 9.2; update it, or use the Cpu backend.", Spn.Cuda.Status().Sentence);
        driver.Use("old-device");
        Assert.Equal(
            "expected a GPU of compute capability 7.0 or newer, got Double of a GPU with 6.0; use the Cpu backend.",
            Spn.Cuda.Status().Sentence);
        driver.Use();
        Assert.Equal(
            new CudaStatus(true, "Double of a GPU, compute capability 8.0, 108 multiprocessors, 4096 MiB, driver for CUDA 12.4"),
            Spn.Cuda.Status());
        Assert.Contains(
            "from 0 to 0, got 3", Assert.Throws<ArgumentOutOfRangeException>(() => Spn.Cuda.Device(3)).Message, StringComparison.Ordinal);
    }

    [DoubleFact]
    public void Kernels_that_the_driver_cannot_compile_are_told_and_tried_again_at_the_next_call()
    {
        driver.Use("no-compiler");
        var status = Spn.Cuda.Status();
        Assert.False(status.IsAvailable);
        Assert.StartsWith("compiling the kernels (no compiler here) failed with", status.Sentence, StringComparison.Ordinal);
        driver.Become("");
        Assert.True(Spn.Cuda.Status().IsAvailable);
        var c = new CpuCase(Connection.ThreeWay, new MapShape(1, 1, 4, 5), shared: false, normalisation: Normalisation.Clip);
        Assert.Equal(c.X.Shape, Propagation.Forward(c.X, c.Weights, c.Options with { Backend = PropagationBackend.Cuda }).Output.Shape);
    }

    [DoubleFact]
    public void Too_little_memory_is_told_with_numbers()
    {
        driver.Use("little-memory");
        var c = new CpuCase(Connection.ThreeWay, new MapShape(1, 2, 120, 120), shared: false, normalisation: Normalisation.Clip);
        var exception = Assert.Throws<CudaException>(
            () => Propagation.Forward(c.X, c.Weights, c.Options with { Backend = PropagationBackend.Cuda }));
        Assert.Equal(2, exception.Code);
        Assert.Equal(
            "expected 2 MiB of device memory, 1 of 1 MiB are free on Double of a GPU; split the batch, tile the image, free memory of "
            + "other programs, or use the Cpu backend.", exception.Message);
    }
}
