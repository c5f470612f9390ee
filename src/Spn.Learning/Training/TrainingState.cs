using System.Globalization;

namespace Spn.Learning;

/// <summary>What a training needs to know, beside the parameters and the optimiser's memory, to go on as if it had never stopped.</summary>
internal sealed record TrainingState
{
    private const string Prefix = "training.";

    /// <summary>Steps made.</summary>
    public long Step { get; init; }

    /// <summary>The step of the last evaluation; −1 before the first.</summary>
    public long Evaluated { get; init; } = -1;

    public long BestStep { get; init; } = -1;

    public double BestMeanIoU { get; init; } = double.NaN;

    /// <summary>The sum of the losses since the last line of the log.</summary>
    public double LossSum { get; init; }

    /// <summary>How many there are.</summary>
    public long LossCount { get; init; }

    public double MeanLoss => LossCount == 0 ? double.NaN : LossSum / LossCount;

    public TrainingState AfterStep(double loss) => this with { Step = Step + 1, LossSum = LossSum + loss, LossCount = LossCount + 1 };

    public TrainingState AfterLogging() => this with { LossSum = 0, LossCount = 0 };

    public TrainingState AfterEvaluation(double meanIoU) => double.IsNaN(BestMeanIoU) || meanIoU > BestMeanIoU
        ? this with { Evaluated = Step, BestStep = Step, BestMeanIoU = meanIoU }
        : this with { Evaluated = Step };

    /// <summary>The state as text for the metadata of a checkpoint; numbers read back the same.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [Prefix + "step"] = Text(Step),
        [Prefix + "evaluated"] = Text(Evaluated),
        [Prefix + "best_step"] = Text(BestStep),
        [Prefix + "best_mean_iou"] = Text(BestMeanIoU),
        [Prefix + "loss_sum"] = Text(LossSum),
        [Prefix + "loss_count"] = Text(LossCount),
    };

    /// <summary>Reads the state back.</summary>
    /// <exception cref="InvalidDataException">A value is missing or malformed.</exception>
    public static TrainingState FromMetadata(IReadOnlyDictionary<string, string> metadata, string source)
    {
        var state = new TrainingState
        {
            Step = Whole("step"), Evaluated = Whole("evaluated"), BestStep = Whole("best_step"), BestMeanIoU = Number("best_mean_iou"),
            LossSum = Number("loss_sum"), LossCount = Whole("loss_count"),
        };
        return state switch
        {
            { Step: < 0 or >= 1L << 53 } => throw Malformed("step"),
            _ when state.Evaluated < -1 || state.Evaluated > state.Step => throw Malformed("evaluated"),
            _ when state.BestStep < -1 || state.BestStep > state.Step => throw Malformed("best_step"),
            _ when state.BestStep >= 0 != state.BestMeanIoU is >= 0 and <= 1 => throw Malformed("best_mean_iou"),
            _ when !double.IsFinite(state.LossSum) => throw Malformed("loss_sum"),
            _ when state.LossCount < 0 || state.LossCount > state.Step => throw Malformed("loss_count"),
            _ => state,
        };

        long Whole(string key) => long.TryParse(Value(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value : throw Malformed(key);

        double Number(string key) => double.TryParse(Value(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value : throw Malformed(key);

        string Value(string key) => metadata.TryGetValue(Prefix + key, out var value) ? value : throw Malformed(key);

        InvalidDataException Malformed(string key) => new(
            $"{source}: expected a checkpoint of a training with '{Prefix}{key}', got "
            + $"{(metadata.TryGetValue(Prefix + key, out var value) ? $"'{value}'" : "none")}; "
            + "name the last checkpoint that a training wrote.");
    }

    private static string Text(IFormattable value) => value.ToString(value is double ? "R" : null, CultureInfo.InvariantCulture);
}
