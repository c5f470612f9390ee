using Spn.Arrays;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn propagate</c> from files to files.</summary>
public sealed class PropagateCommandTests : IDisposable
{
    private static readonly MapShape Shape = new(2, 3, 9, 11);

    private readonly string _folder = Directory.CreateTempSubdirectory("spn-propagate-").FullName;
    private readonly FeatureMap _x = FeatureMap.Random(Shape, 1);
    private readonly FeatureMap _gradient = FeatureMap.Random(Shape, 2);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Connection.OneWay, 3, "cpu")]
    [InlineData(Connection.ThreeWay, 3, "cpu")]
    [InlineData(Connection.ThreeWay, 1, "cpu")]
    [InlineData(Connection.ThreeWay, 3, "reference")]
    public void All_directions_are_the_default(Connection connection, int channels, string backend)
    {
        var weights = Write(connection, channels);
        Assert.Equal(0, Run("--backend", backend, "--grad-output", File("g"), "--grad-input", File("gx"), "--grad-weights", File("gp")));
        var result = Propagation.Forward(
            _x, weights, new PropagationOptions { Backend = backend == "cpu" ? PropagationBackend.Cpu : PropagationBackend.Reference });
        var gradient = Propagation.Backward(result, _gradient);
        Assert.Equal(result.Output.Values, Npy.ReadFeatureMap(File("y")).Values);
        Assert.Equal(gradient.Input.Values, Npy.ReadFeatureMap(File("gx")).Values);
        Assert.Equal(gradient.Weights.Values, Npy.ReadWeights(File("gp")).Values);
        Assert.Equal(weights.Shape, Npy.ReadWeights(File("gp")).Shape);
    }

    [Theory]
    [InlineData("left-to-right", Direction.LeftToRight)]
    [InlineData("right-to-left", Direction.RightToLeft)]
    [InlineData("top-to-bottom", Direction.TopToBottom)]
    [InlineData("bottom-to-top", Direction.BottomToTop)]
    public void One_direction_is_one_scan_of_unconstrained_weights(string name, Direction direction)
    {
        var weights = Write(Connection.ThreeWay, 3);
        Assert.Equal(0, Run("--normalisation", "raw", "--direction", name, "--grad-output", File("g"), "--grad-input", File("gx")));
        var raw = new PropagationOptions { Normalisation = Normalisation.Raw };
        Assert.Equal(Propagation.Scan(_x, weights, direction, raw).Values, Npy.ReadFeatureMap(File("y")).Values);
        Assert.Equal(Propagation.ScanBackward(_x, weights, direction, _gradient, raw).Input.Values, Npy.ReadFeatureMap(File("gx")).Values);
    }

    [NoGpuFact]
    public void Without_a_GPU_the_cuda_backend_is_refused_in_one_sentence_and_nothing_is_written()
    {
        var status = Cuda.Status();
        Write(Connection.ThreeWay, 3);
        Assert.Equal(status.Sentence, Assert.Throws<CudaException>(() => Run("--backend", "cuda")).Message);
        Assert.StartsWith("expected ", status.Sentence, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File("y")));
    }

    [Fact]
    public void A_gradient_file_without_its_partner_is_refused()
    {
        Write(Connection.OneWay, 3);
        Assert.Contains("--grad-output", Assert.Throws<ArgumentException>(() => Run("--grad-input", File("gx"))).Message);
        Assert.Contains("--grad-input", Assert.Throws<ArgumentException>(() => Run("--grad-output", File("g"))).Message);
    }

    [Fact]
    public void Weights_of_another_shape_are_refused()
    {
        Write(Connection.OneWay, 3);
        Npy.Write(File("x"), FeatureMap.Random(Shape with { Height = 8 }, 1));
        Assert.Throws<ArgumentException>(() => Run());
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused_before_anything_is_written()
    {
        Write(Connection.OneWay, 3);
        Npy.Write(File("g"), FeatureMap.Random(Shape with { Width = 10 }, 1));
        foreach (var direction in new[] { "all", "top-to-bottom" })
            Assert.Contains("--grad-output of the shape of --input", Assert.Throws<ArgumentException>(
                () => Run("--direction", direction, "--grad-output", File("g"), "--grad-input", File("gx"))).Message);
        Assert.Equal(["g.npy", "p.npy", "x.npy"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("x", "gx", "gp", "--output is the input itself")]
    [InlineData("p", "gx", "gp", "--output is the file of weights itself")]
    [InlineData("g", "gx", "gp", "--output is the gradient of the result itself")]
    [InlineData("y", "x", "gp", "--grad-input is the input itself")]
    [InlineData("y", "gx", "p", "--grad-weights is the file of weights itself")]
    [InlineData("y", "y", "gp", "--grad-input and --output are the same file")]
    [InlineData("y", "gx", "gx", "--grad-weights and --grad-input are the same file")]
    public void No_output_replaces_an_input_or_another_output(string output, string gradInput, string gradWeights, string said)
    {
        Write(Connection.OneWay, 3);
        string[] before = [.. Directory.GetFiles(_folder).Order()];
        var bytes = before.Select(System.IO.File.ReadAllBytes).ToArray();
        string[] arguments =
        [
            "--input", File("x"), "--weights", File("p"), "--output", File($"../{Path.GetFileName(_folder)}/{output}"),
            "--grad-output", File("g"), "--grad-input", File(gradInput), "--grad-weights", File(gradWeights),
        ];
        Assert.StartsWith(said, Assert.Throws<ArgumentException>(() => Invoke(arguments)).Message);
        Assert.Equal(before, Directory.GetFiles(_folder).Order());
        Assert.Equal(bytes, before.Select(System.IO.File.ReadAllBytes));
    }

    private PropagationWeights Write(Connection connection, int channels)
    {
        var weights = PropagationWeights.Random(connection, Shape with { Channels = channels }, 3);
        Npy.Write(File("x"), _x);
        Npy.Write(File("p"), weights);
        Npy.Write(File("g"), _gradient);
        return weights;
    }

    private string File(string name) => Path.Combine(_folder, name + ".npy");

    private int Run(params string[] more)
    {
        string[] arguments = ["--input", File("x"), "--weights", File("p"), "--output", File("y"), .. more];
        return Invoke(arguments);
    }

    private static int Invoke(string[] arguments) =>
        PropagateCommand.Create().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false });
}

/// <summary>A test of what is said where there is no GPU.</summary>
public sealed class NoGpuFactAttribute : FactAttribute
{
    /// <summary>Looks for one.</summary>
    public NoGpuFactAttribute()
    {
        if (Cuda.Status().IsAvailable)
            Skip = "there is a GPU; tests/gpu checks it";
    }
}
