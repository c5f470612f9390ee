using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public class OwnGuidanceTests
{
    static OwnGuidanceTests() => TorchLibrary.Load();

    private static readonly RefinerOptions Options = new() { Classes = 2, Channels = 2 };

    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "tiny_guidance.pt");

    /// <summary>A user's network: one convolution.</summary>
    private sealed class One : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d convolution;

        public One(int outputs, int stride) : base(nameof(One))
        {
            convolution = nn.Conv2d(3, outputs, kernel_size: 3, stride: stride, padding: 1);
            RegisterComponents();
        }

        public override Tensor forward(Tensor image) => convolution.call(image);
    }

    [Theory]
    [InlineData(24, 1)]
    [InlineData(24, 2)]
    [InlineData(12, 2)]
    public void Any_module_that_gives_weights_can_guide(int outputs, int stride)
    {
        var batch = Batches.Of(2, 21, 26, 2, seed: 1);
        using var model = new SpnRefiner(Options, new One(outputs, stride));
        Assert.Equal(new MapShape(2, outputs / 12, 32 / stride, 32 / stride), model.Weights(batch.Image).Shape);
        Assert.Equal(batch.Coarse!.Shape, model.Predict(batch.Image, batch.Coarse).Shape);
        Assert.Contains("guidance.convolution.weight", model.state_dict().Keys);
        Assert.Equal(model.parameters().Sum(parameter => parameter.NumberOfElements), model.Describe().Parameters);
        GradientCheck.Agree(model, batch);
    }

    [Fact]
    public void A_TorchScript_file_gives_what_PyTorch_gives_and_learns()
    {
        GuidanceFile file;
        using (NewDisposeScope())
            file = GuidanceFile.Load(File);
        using var model = new SpnRefiner(Options, file);
        using (NewDisposeScope())
        {
            // As PyTorch 1.13 printed them when it wrote the file (make_tiny_guidance.py).
            model.eval();
            Assert.False(file.training);
            var weights = file.call(linspace(0, 1, 144).view(1, 3, 6, 8)).flatten()[..4];
            Near.Assert_near([0.05104024f, -0.00815939f, -0.02993077f, -0.01031175f], weights.data<float>().ToArray(), 1e-6);
            model.train();
            Assert.True(file.training);
        }

        var names = model.named_parameters().Select(one => one.name).ToList();
        Assert.Contains("guidance.script.first.weight", names);
        Assert.Contains("guidance.script.norm.running_mean", model.state_dict().Keys);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Equal("TorchScript tiny_guidance.pt", model.Describe().Rows.Single(row => row.Name == "guidance").Kind);

        var batch = Batches.Of(2, 32, 32, 2, seed: 1);
        var before = model.Weights(batch.Image).Values;
        using (NewDisposeScope())
        {
            var optimiser = optim.SGD(model.parameters(), 0.1);
            var first = model.Loss(batch).item<float>();
            for (var step = 0; step < 5; step++)
            {
                optimiser.zero_grad();
                var loss = model.Loss(batch);
                loss.backward();
                optimiser.step();
            }

            Assert.InRange(model.Loss(batch).item<float>(), 0, first - 1e-4);
        }

        Assert.NotEqual(before, model.Weights(batch.Image).Values);
    }

    [Fact]
    public void Modules_that_are_frozen_stay_so()
    {
        var batch = Batches.Of(1, 32, 32, 2, seed: 1);
        var norm = nn.BatchNorm2d(3);
        var guidance = nn.Sequential(("norm", norm), ("weights", nn.Conv2d(3, 24, 3, padding: 1)));
        norm.eval();
        using var model = new SpnRefiner(Options, guidance);
        Assert.Equal((true, false, true), (guidance.training, norm.training, model.training));
        model.Predict(batch.Image, batch.Coarse);
        Assert.Equal((true, false, true), (guidance.training, norm.training, model.training));

        var file = GuidanceFile.Load(File);
        using var script = new SpnRefiner(Options, file);
        nn.Module Inner(string name) => file.named_children().Single().module.named_children().Single(one => one.name == name).module;
        Inner("norm").eval();
        script.Predict(batch.Image, batch.Coarse);
        Assert.Equal((true, true, false), (file.training, Inner("first").training, Inner("norm").training));
        file.eval();
        script.Predict(batch.Image, batch.Coarse);
        Assert.Equal((false, false, true), (file.training, Inner("first").training, script.training));
        var count = LiveTensors.Count();
        script.Predict(batch.Image, batch.Coarse);
        Assert.Equal(count, Tensor.TotalCount);
    }

    [Fact]
    public void What_is_no_guidance_network_is_refused_in_a_sentence_and_never_ends_the_process()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // libtorch would end the process if it were asked about the inputs of a forward that is not there.
            var path = Path.Combine(folder.FullName, "other.pt");
            System.IO.File.Copy(File, path);
            using (var archive = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update))
                foreach (var entry in archive.Entries.Where(one => one.Name.EndsWith(".py", StringComparison.Ordinal)).ToList())
                {
                    using var stream = entry.Open();
                    var text = new StreamReader(stream).ReadToEnd().Replace("def forward(", "def elsewhere(");
                    stream.SetLength(0);
                    stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                }

            Assert.Contains("with a forward", Assert.Throws<InvalidDataException>(() => GuidanceFile.Load(path)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Contains("gives a tensor", Assert.Throws<ArgumentException>(() => new SpnRefiner(Options, new Gives(_ => null!))).Message);
        Assert.Contains(
            "weights of Float32, got Float64",
            Assert.Throws<ArgumentException>(() => new SpnRefiner(Options, new Gives(_ => zeros(1, 24, 64, 64, float64)))).Message);
        Assert.Contains(
            "got a single number", Assert.Throws<ArgumentException>(() => new SpnRefiner(Options, new Gives(x => x.sum()))).Message);
    }

    /// <summary>A user's network that gives something else.</summary>
    private sealed class Gives(Func<Tensor, Tensor> what) : nn.Module<Tensor, Tensor>(nameof(Gives))
    {
        public override Tensor forward(Tensor image) => what(image);
    }

    [Fact]
    public void The_refiner_joins_a_network_that_is_elsewhere()
    {
        var guidance = new One(24, 1);
        guidance.to(float64);
        using var model = new SpnRefiner(Options, guidance);
        Assert.All(model.parameters(), parameter => Assert.Equal(float64, parameter.dtype));
        var batch = Batches.Of(1, 21, 26, 2, seed: 1);
        Assert.Equal(batch.Coarse!.Shape, model.Predict(batch.Image, batch.Coarse).Shape);
    }

    [Fact]
    public void Gradients_through_a_TorchScript_file_agree_with_differences()
    {
        using var model = new SpnRefiner(Options, GuidanceFile.Load(File));
        model.eval();
        GradientCheck.Agree(model, Batches.Of(2, 11, 13, 2, seed: 3));
    }

    [Fact]
    public void A_network_of_another_shape_is_refused_in_one_sentence()
    {
        void Refused(string part, RefinerOptions options, nn.Module<Tensor, Tensor> guidance) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(() => new SpnRefiner(options, guidance)).Message);
        Refused("24 channels (or 12, shared) at 64×64 or half of it for an image of 64×64, got 1×10×32×32", Options, new One(10, 2));
        Refused("got 1×24×16×16", Options, new One(24, 4));
        Refused("handStrength 0", Options with { HandStrength = 0.5 }, new One(24, 2));
    }

    [Fact]
    public void A_file_that_is_no_TorchScript_is_refused_in_one_sentence()
    {
        Assert.Throws<FileNotFoundException>(() => GuidanceFile.Load(File + ".no"));
        var other = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllText(other, "no module");
            var message = Assert.Throws<InvalidDataException>(() => GuidanceFile.Load(other)).Message;
            Assert.StartsWith($"{other}: expected a TorchScript module", message);
            Assert.DoesNotContain('\n', message);
        }
        finally
        {
            System.IO.File.Delete(other);
        }
    }
}
