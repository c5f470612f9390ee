using Spn.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

public sealed class DivergenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_module_whose_output_is_not_finite_is_named_and_the_last_checkpoint_spared()
    {
        var (plan, folder) = (TinyTraining.Plan(), new TrainingFolder(_folder));
        plan.Start(folder, pauseAt: 25).Run();
        var kept = File.ReadAllBytes(folder.Last);
        var run = plan.Resume(folder);
        using (torch.no_grad())
            TinyTraining.Tensor(run.Model, "guidance.encode2.weight")[0, 0, 0, 0] = float.NaN;
        var before = TinyTraining.Values(run.Model, "input.weight");
        var error = Assert.Throws<NonFiniteException>(() => run.Run());
        Assert.Equal(("guidance.encode2", NetworkPass.Forward), (error.Place, error.Pass));
        Assert.Contains("at 'guidance.encode2' in the forward pass; lower the learning rate", error.Message);
        Assert.Equal(kept, File.ReadAllBytes(folder.Last));
        Assert.Equal(before, TinyTraining.Values(run.Model, "input.weight"));
    }

    [Fact]
    public void A_parameter_whose_gradient_is_not_finite_is_named_and_nothing_steps()
    {
        var model = new Steep();
        var error = Assert.Throws<NonFiniteException>(() => new TrainingRun(model, TinyTraining.Plan().CreateSampler()).Run());
        Assert.Equal(("steep", NetworkPass.Backward), (error.Place, error.Pass));
        Assert.Equal([2f], TinyTraining.Values(model, "level"));
    }

    [Fact]
    public void A_rate_far_too_high_is_told_as_such_and_leaves_the_checkpoint_from_before()
    {
        var config = TinyTraining.Config.With("training.optimiser.kind", "sgd").With("training.rates.base", 1e6);
        var folder = new TrainingFolder(_folder);
        Assert.Contains(
            "lower the learning rate", Assert.Throws<NonFiniteException>(() => TinyTraining.Plan(config).Start(folder).Run()).Message);
        Assert.Equal("0", Checkpoint.Load(folder.Last).State["training.step"]);
    }

    [Fact]
    public void A_batch_that_is_not_finite_is_named()
    {
        var plan = TinyTraining.Plan();
        var batch = plan.CreateSampler().Batch(0);
        batch.Coarse!.Values[3] = float.NaN;
        Assert.Equal("coarse", Divergence.Find(plan.Config.CreateModel(plan.Set), batch).Place);
        batch.Image.Values[3] = float.NaN;
        Assert.Equal("image", Divergence.Find(plan.Config.CreateModel(plan.Set), batch).Place);
    }

    /// <summary>√w at w = 0: the loss is finite, its slope is not.</summary>
    private sealed class Steep : nn.Module, ISegmenter
    {
        private readonly TorchSharp.Modules.Parameter _level = new(torch.full(1, 2f)), _steep = new(torch.zeros(1));

        public Steep() : base(nameof(Steep))
        {
            register_parameter("level", _level);
            register_parameter("steep", _steep);
        }

        public int Classes => 2;

        public InferenceOptions Inference { get; set; } = new();

        public nn.Module Module => this;

        public Tensor Loss(TrainingBatch batch) => _steep.sqrt().sum() + _level.sum();

        public double RateFactor(string parameter) => 1;

        public FeatureMap Predict(FeatureMap image, FeatureMap? coarse = null) => throw new NotSupportedException();
    }
}
