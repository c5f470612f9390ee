using Spn.Arrays;
using Spn.Learning;

namespace Spn.Tests.Learning;

public class PresetTests
{
    private static readonly MapShape Patch = new(1, 3, 128, 128);

    [Theory]
    [InlineData(Connection.ThreeWay, 384)]
    [InlineData(Connection.OneWay, 128)]
    public void The_guidance_network_for_helen_is_the_papers(Connection connection, int channels)
    {
        var table = new RefinerModel(RefinerOptions.Helen.WithConnection(connection)).Network.Describe(Patch, Patch with { Channels = 11 });
        NetworkRow Row(string name) => table.Rows.Single(row => row.Name == name);
        Assert.Equal(new MapShape(1, channels, 64, 64), Row("weights").Output);
        Assert.Equal(new MapShape(1, 32, 64, 64), Row("propagate").Output);
        Assert.Equal(new MapShape(1, 11, 128, 128), table.Rows[^1].Output);
        Assert.Equal(["3→16", "16→32", "32→64", "64→64", "128→64", "96→64", $"64→{channels}"], Convolutions(table).Take(7));

        // 2.52 GFLOP forward for three-way, two to a multiply-add.
        var guidance = table.Rows.Where(row => row.Kind.StartsWith("conv 3×3", StringComparison.Ordinal) && row.Name != "input");
        if (connection == Connection.ThreeWay)
            Assert.Equal(2.52, Math.Round(2e-9 * guidance.Sum(row => row.MultiplyAdds), 2));
    }

    [Fact]
    public void The_baseline_works_eight_times_smaller_than_the_image()
    {
        var table = new BaselineModel(BaselineOptions.Helen).Network.Describe(new MapShape(1, 3, 1024, 1024));
        Assert.Equal(new MapShape(1, 16, 128, 128), table.Rows.Single(row => row.Name == "encode1").Output);
        Assert.Equal(new MapShape(1, 11, 128, 128), table.Rows[^1].Output);
    }

    [Fact]
    public void Highres_has_three_more_modules_of_sixteen_channels_at_each_end()
    {
        var table = new BaselineModel(BaselineOptions.HelenHighres).Network.Describe(new MapShape(1, 3, 1024, 1024));
        Assert.Equal(["3→16", "16→16", "16→16", "16→16", "16→32", "32→64", "64→64"], Convolutions(table).Take(7));
        Assert.Equal(["128→64", "96→64", "80→32", "48→16", "32→16", "32→16", "16→11"], Convolutions(table).Skip(7));
        Assert.Equal(new MapShape(1, 11, 1024, 1024), table.Rows[^1].Output);
    }

    [Fact]
    public void The_guidance_network_for_voc_is_vgg_16_to_pool5_and_takes_its_weights_by_either_name()
    {
        var model = new RefinerModel(RefinerOptions.Voc);
        var table = model.Network.Describe(Patch, Patch with { Channels = 21 });
        Assert.Equal(new MapShape(1, 512, 4, 4), table.Rows.Single(row => row.Name == "pool5").Output);
        Assert.Equal(new MapShape(1, 384, 64, 64), table.Rows.Single(row => row.Name == "weights").Output);
        Assert.Equal(14_714_688, table.Rows.Where(row => row.Name.StartsWith("encode", StringComparison.Ordinal)).Sum(row => row.Parameters));

        // A file with Caffe's names for the weights and torchvision's for the biases, of one number each.
        int[] features = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28];
        List<SafeTensor> tensors = [new("classifier.6.bias", [1000], new float[1000])];
        var convolutions = model.Parameters.Where(parameter => parameter.Name.StartsWith("encode", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < convolutions.Count; i++)
        {
            var name = i % 2 == 0 ? convolutions[i].Name.Replace("encode", "conv") : $"features.{features[i / 2]}.bias";
            tensors.Add(new SafeTensor(name, convolutions[i].Shape, [.. Enumerable.Repeat(i / 1000f, convolutions[i].Values.Length)]));
        }

        var file = Path.GetTempFileName();
        try
        {
            SafeTensors.Write(file, tensors);
            Vgg16.Load(model, file);
            for (var i = 0; i < convolutions.Count; i++)
                Assert.Equal(i / 1000f, convolutions[i].Values[^1]);
            Assert.Throws<ArgumentException>(() => Vgg16.Load(new RefinerModel(RefinerOptions.Helen), file));
            SafeTensors.Write(file, [.. tensors.SkipLast(1)]);
            Assert.Contains("conv5_3.bias", Assert.Throws<InvalidDataException>(() => Vgg16.Load(model, file)).Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_networks_for_streets_are_small_and_end_where_they_should()
    {
        var frame = new MapShape(1, 3, 360, 480);
        var refiner = new RefinerModel(RefinerOptions.Street(11)).Network.Describe(frame, frame with { Channels = 11 });
        Assert.Equal(new MapShape(1, 4 * 3 * 22, 180, 240), refiner.Rows.Single(row => row.Name == "weights").Output);
        Assert.Equal(frame with { Channels = 11 }, refiner.Rows[^1].Output);
        Assert.Equal(["3→24", "35→24", "24→48", "48→48", "48→72", "72→72", "120→48", "72→48", "60→264", "11→22", "22→11"], Convolutions(refiner));
        var baseline = new BaselineModel(BaselineOptions.Street(11)).Network.Describe(frame);
        Assert.Equal(["3→32", "32→32", "32→64", "64→64", "64→96", "96→96", "160→64", "96→48", "48→11"], Convolutions(baseline));
    }

    [Fact]
    public void A_table_has_a_line_for_each_layer_and_the_sums()
    {
        var lines = new RefinerModel(RefinerOptions.Helen).ToString().Split('\n');
        Assert.StartsWith("layer", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("weights", StringComparison.Ordinal) && line.Contains("conv 3×3") && line.Contains("1×384×64×64") && line.Contains("905,969,664"));
        Assert.Equal(lines.Length - 2, new RefinerModel(RefinerOptions.Helen).Network.Layers.Count);
    }

    /// <summary>The channels of each convolution, from what its parameters and multiply-adds come to.</summary>
    private static IEnumerable<string> Convolutions(NetworkTable table) =>
        from row in table.Rows
        where row.Parameters > 0
        let outputs = row.Output.Channels
        let kernel = row.Kind.StartsWith("conv 3×3", StringComparison.Ordinal) ? 9 : 1
        select $"{(row.Parameters - outputs) / outputs / kernel}→{outputs}";
}
