using Spn.Learning;

namespace Spn.Tests.Learning;

public class NetworkTests
{
    private static readonly ConvolutionOptions Linear = ConvolutionOptions.Default.WithActivation(Activation.None);

    [Fact]
    public void Gradients_of_maps_that_several_layers_take_are_summed()
    {
        // y = e + e + up(pool(e)) with e = conv(x): every kind of sharing at once.
        var network = new NetworkBuilder(3).Input("x", 2)
            .Convolution("e", 3, Linear)
            .MaxPool("pool")
            .Resize("up", like: "e")
            .Sum("y", "e", "up", "e")
            .Build();
        var x = FeatureMap.Random(new MapShape(2, 2, 6, 5), 1);
        var factors = FeatureMap.Random(new MapShape(2, 3, 6, 5), 2);
        Loss();
        factors.Values.CopyTo(network.OutputGradient.Values, 0);
        network.Backward();
        foreach (var parameter in network.Parameters)
            for (var i = 0; i < parameter.Values.Length; i += 5)
            {
                var kept = parameter.Values[i];
                parameter.Values[i] = kept + 0.002f;
                var ahead = Loss();
                parameter.Values[i] = kept - 0.002f;
                Near.Assert_near((ahead - Loss()) / 0.004, parameter.Gradient[i], 5e-3);
                parameter.Values[i] = kept;
            }

        double Loss() => network.Forward(x).Values.Zip(factors.Values, (y, a) => (double)y * a).Sum();
    }

    [Fact]
    public void Backward_adds_to_gradients()
    {
        var network = new NetworkBuilder(3).Input("x", 2).Convolution("y", 3).Build();
        var x = FeatureMap.Random(new MapShape(1, 2, 6, 5), 1);
        float[] Gradient()
        {
            network.Forward(x);
            Array.Fill(network.OutputGradient.Values, 1f);
            network.Backward();
            return (float[])network.Parameters[0].Gradient.Clone();
        }

        var once = Gradient();
        Near.Assert_near(Array.ConvertAll(once, g => 2 * g), Gradient(), 1e-6);
    }

    [Fact]
    public void Not_a_number_stops_with_the_name_of_the_first_layer_that_gave_it()
    {
        var network = new NetworkBuilder(3).Input("x", 1).Convolution("a", 2).Convolution("b", 2).Convolution("c", 2).Build();
        var x = FeatureMap.Random(new MapShape(1, 1, 6, 5), 1);
        network.Parameters.Single(parameter => parameter.Name == "b.weight").Values[0] = float.NaN;
        var error = Assert.Throws<NonFiniteException>(() => network.Forward(x));
        Assert.Equal(("b", NetworkPass.Forward), (error.Layer, error.Pass));
        network.Parameters.Single(parameter => parameter.Name == "b.weight").Values[0] = 0;

        network.Forward(x);
        network.OutputGradient.Values[3] = float.PositiveInfinity;
        Assert.Equal(("loss", NetworkPass.Backward), At(network.Backward));

        network.Forward(x);
        Array.Fill(network.OutputGradient.Values, 1e30f);
        network.Parameters.Single(parameter => parameter.Name == "b.weight").Values.AsSpan().Fill(1e30f);
        network.Parameters.Single(parameter => parameter.Name == "c.weight").Values.AsSpan().Fill(1e5f);
        Assert.Equal(("b", NetworkPass.Backward), At(network.Backward));

        x.Values[0] = float.NaN;
        Assert.Equal(("x", NetworkPass.Forward), At(() => network.Forward(x)));

        static (string, NetworkPass) At(Action action)
        {
            var error = Assert.Throws<NonFiniteException>(action);
            Assert.Contains($"'{error.Layer}'", error.Message);
            return (error.Layer, error.Pass);
        }
    }

    [Fact]
    public void Inputs_of_another_shape_are_taken_next_time()
    {
        var network = new NetworkBuilder(3).Input("x", 2).Convolution("a", 3).MaxPool("y").Build();
        foreach (var (height, width) in new[] { (6, 5), (3, 9), (6, 5) })
        {
            var x = FeatureMap.Random(new MapShape(1, 2, height, width), 1);
            Assert.Equal(new NetworkBuilder(3).Input("x", 2).Convolution("a", 3).MaxPool("y").Build().Forward(x).Values, network.Forward(x).Values);
            Array.Fill(network.OutputGradient.Values, 1f);
            network.Backward();
        }

        Assert.Contains("'x'", Assert.Throws<ArgumentException>(() => network.Forward(new FeatureMap(new MapShape(1, 3, 4, 4)))).Message);
        Assert.Throws<ArgumentException>(() => network.Forward());
        Assert.Throws<ArgumentException>(() => network.Output("z"));
        Assert.Equal(new MapShape(1, 3, 6, 5), network.Output("a").Shape);
    }

    [Fact]
    public void Descriptions_that_make_no_sense_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new NetworkBuilder().Input("x", 1).Build());
        Assert.Throws<InvalidOperationException>(() => new NetworkBuilder().Convolution("a", 1));
        Assert.Throws<ArgumentException>(() => new NetworkBuilder().Input("x", 1).Convolution("x", 1));
        Assert.Throws<ArgumentException>(() => new NetworkBuilder().Input("x", 1).Convolution("a", 1, from: "b"));
        var idle = new NetworkBuilder().Input("x", 1).Convolution("a", 1).Convolution("b", 1, from: "x");
        Assert.Contains("'a'", Assert.Throws<InvalidOperationException>(() => idle.Build()).Message);
        Assert.Throws<InvalidOperationException>(() => new NetworkBuilder().Input("x", 1).Convolution("a", 1).Build().Backward());
    }

    [Fact]
    public void Its_text_reads_like_its_description()
    {
        var network = new NetworkBuilder().Input("image", 3).Convolution("e", 4).MaxPool("p").Resize("u", like: "e").Concat("s", "u", "e").Build();
        Assert.Equal("e = conv 3×3, ReLU(image)\np = max-pool 2×2(e)\nu = bilinear(p, e)\ns = concat(u, e)", network.ToString());
    }
}
