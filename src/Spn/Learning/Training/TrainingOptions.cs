namespace Spn.Learning;

/// <summary>How long a training goes, how it steps and how often it looks at what it has learned.</summary>
public sealed record TrainingOptions
{
    /// <summary>The paper's rate: SGD with momentum at 1e-4.</summary>
    public static TrainingOptions Default { get; } = new();

    /// <summary>Steps of the whole training, 1 to a thousand million; schedules of the rate end there.</summary>
    public long Steps { get; init; } = 1000;

    /// <summary>How parameters follow their gradients.</summary>
    public OptimiserOptions Optimiser { get; init; } = OptimiserOptions.Sgd;

    /// <summary>The rate of each step. A poly schedule ends at <see cref="Steps"/>, whatever its own number says.</summary>
    public RateSchedule Rates { get; init; } = RateSchedule.Default;

    /// <summary>
    /// What the rate is multiplied by for the layers of these names, for example <c>weights</c>, the last layer of the guidance. Caffe's <c>lr_mult</c>.
    /// </summary>
    public IReadOnlyDictionary<string, double> RateFactors { get; init; } = new Dictionary<string, double>();

    /// <summary>A score is taken every so many steps, before the first and after the last.</summary>
    public long EvaluateEvery { get; init; } = 100;

    /// <summary>How many of the images to choose by are scored, spread evenly over them; 0: all.</summary>
    public int EvaluateImages { get; init; }

    /// <summary>A line of the log is written every so many steps.</summary>
    public long LogEvery { get; init; } = 10;

    /// <summary>The last checkpoint is written every so many steps, at every evaluation, and when the training ends or is cancelled.</summary>
    public long SaveEvery { get; init; } = 100;

    /// <summary>Evaluations without a better score after which the training stops early; 0: never.</summary>
    public int Patience { get; init; }

    /// <summary>Chooses patches and changes to them.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The same with another number of steps.</summary>
    public TrainingOptions WithSteps(long steps) => this with { Steps = steps };

    /// <summary>The same with another optimiser and rate.</summary>
    public TrainingOptions WithOptimiser(OptimiserOptions optimiser, RateSchedule rates) => this with { Optimiser = optimiser, Rates = rates };

    /// <summary>The same with scores taken every so many steps.</summary>
    public TrainingOptions WithEvaluateEvery(long steps) => this with { EvaluateEvery = steps };

    /// <summary>The same with another seed.</summary>
    public TrainingOptions WithSeed(int seed) => this with { Seed = seed };

    internal const long MostSteps = 1_000_000_000;

    /// <summary>The same with rate factors of layers.</summary>
    public TrainingOptions WithRateFactors(IReadOnlyDictionary<string, double> factors) => this with { RateFactors = factors };

    /// <summary>Gives the parameters of each named layer its factor.</summary>
    internal void ApplyFactors(IReadOnlyList<Parameter> parameters)
    {
        foreach (var (layer, factor) in RateFactors)
        {
            if (!(factor is >= 0 and <= 1000))
                throw new ArgumentOutOfRangeException(null, FormattableString.Invariant($"expected a rate factor from 0 to 1000 for layer '{layer}', got {factor}."));
            var own = parameters.Where(parameter => LayerOf(parameter) == layer).ToArray();
            if (own.Length == 0)
                throw new ArgumentException($"expected the name of a layer with parameters for a rate factor, got '{layer}'; there are {string.Join(", ", parameters.Select(LayerOf).Distinct())}.");
            foreach (var parameter in own)
                parameter.RateFactor = factor;
        }
    }

    private static string LayerOf(Parameter parameter) => parameter.Name[..Math.Max(0, parameter.Name.LastIndexOf('.'))];

    internal double RateAt(long step) => (Rates with { Steps = Steps }).RateAt(step);

    internal TrainingOptions Check()
    {
        foreach (var (value, what) in new[] { (Steps, "steps"), (EvaluateEvery, "steps between evaluations"), (LogEvery, "steps between lines of the log"), (SaveEvery, "steps between checkpoints") })
            if (value is < 1 or > MostSteps)
                throw new ArgumentOutOfRangeException(null, $"expected 1 to {MostSteps} {what}, got {value}.");
        if (EvaluateImages < 0)
            throw new ArgumentOutOfRangeException(null, $"expected 0 or more images to score, got {EvaluateImages}.");
        if (Patience < 0)
            throw new ArgumentOutOfRangeException(null, $"expected a patience of 0 or more evaluations, got {Patience}.");
        RateAt(0);
        return this;
    }
}
