namespace Spn.Inspection;

/// <summary>From where on something stands out: all thresholds of the findings, in one place.</summary>
public sealed record InspectionThresholds
{
    /// <summary>A weight below this magnitude counts as zero: a millionth.</summary>
    public const double ZeroWeight = 1e-6;

    /// <summary>The defaults.</summary>
    public static InspectionThresholds Default { get; } = new();

    /// <summary>A direction is switched off where at least this share of its weights is zero.</summary>
    public double ZeroShare { get; init; } = 0.999;

    /// <summary>A propagation is idle where the mean of Σ|p| over all directions is below this.</summary>
    public double IdleSum { get; init; } = 0.02;

    /// <summary>A direction never wins below this share of the elements that one direction wins alone.</summary>
    public double WinShare { get; init; } = 0.002;

    /// <summary>Whether a direction wins is not judged where one direction wins alone at less than this share of the elements.</summary>
    public double LeastDecided { get; init; } = 0.01;

    /// <summary>Too many pixels stand at the limit, Σ|p| ≥ 1, from this share on: they take nothing from x.</summary>
    public double LimitShare { get; init; } = 0.9;

    /// <summary>Without the constraint, the largest Σ|p| that is no more than rounding.</summary>
    public double RawSum { get; init; } = 1.0001;

    /// <summary>The reach of a direction is short where its mean length is below this part of the mean over the other three.</summary>
    public double LengthRatio { get; init; } = 0.2;

    /// <summary>A gradient grows where it passes this multiple of what it began with.</summary>
    public double GradientGrowth { get; init; } = 2;

    /// <summary>A class is answered as another one where at least this share of its pixels is.</summary>
    public double TakenFor { get; init; } = 0.5;

    /// <summary>Mean IoU, or the IoU of a class, that is lost from coarse to refined from this on.</summary>
    public double IoULoss { get; init; } = 0.05;

    /// <summary>Classes of fewer true pixels than this share of the image are not judged.</summary>
    public double LeastClass { get; init; } = 0.001;
}
