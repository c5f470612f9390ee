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
        Assert.Equal(0, Run("--stabilize", "--backend", backend, "--grad-output", File("g"), "--grad-input", File("gx"), "--grad-weights", File("gp")));
        var result = Propagation.Forward(_x, weights, new PropagationOptions { Backend = backend == "cpu" ? PropagationBackend.Cpu : PropagationBackend.Reference });
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
        Assert.Equal(0, Run("--direction", name, "--grad-output", File("g"), "--grad-input", File("gx")));
        var raw = new PropagationOptions { Stabilize = false };
        Assert.Equal(Propagation.Scan(_x, weights, direction, raw).Values, Npy.ReadFeatureMap(File("y")).Values);
        Assert.Equal(Propagation.ScanBackward(_x, weights, direction, _gradient, raw).Input.Values, Npy.ReadFeatureMap(File("gx")).Values);
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
        return PropagateCommand.Create().Parse(arguments).Invoke(new() { EnableDefaultExceptionHandler = false });
    }
}
