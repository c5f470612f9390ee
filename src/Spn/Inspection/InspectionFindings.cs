using System.Globalization;
using Spn.Segmentation;

namespace Spn.Inspection;

/// <summary>
/// Finds what stands out, by <see cref="InspectionThresholds"/>: in weights and scans, in the ways of classes, in scores.
/// </summary>
public static class InspectionFindings
{
    /// <summary>What stands out in a propagation.</summary>
    /// <param name="inspection">The propagation.</param>
    /// <param name="thresholds">Null: the defaults.</param>
    public static IReadOnlyList<InspectionFinding> Of(PropagationInspection inspection, InspectionThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        var limits = thresholds ?? InspectionThresholds.Default;
        List<InspectionFinding> findings = [];
        var outside = inspection.Input.Values.LongCount(v => !float.IsFinite(v));
        if (outside > 0)
            findings.Add(new()
            {
                Kind = InspectionFindingKind.NotFinite,
                Words = $"{Count(outside, "value")} of x {(outside == 1 ? "is" : "are")} NaN or infinite: they spread along every scan.",
            });
        // Directions that are switched off are told by themselves.
        var mean = inspection.Directions.Where(one => one.ZeroShare < limits.ZeroShare).Select(one => one.MeanAbsoluteSum)
            .DefaultIfEmpty(inspection.Mean(one => one.MeanAbsoluteSum)).Average();
        var isIdle = mean < limits.IdleSum;
        if (isIdle)
            findings.Add(new()
            {
                Kind = InspectionFindingKind.Idle,
                Words = $"The weights of all directions are next to zero: {inspection.Sum} is {Number(mean)} on average. "
                    + "Nothing is carried, "
                    + (inspection.IsInputGated ? "a scan gives x by its gate, λ·x, alone." : "the output is the input."),
            });
        foreach (var direction in inspection.Directions)
            findings.AddRange(Of(direction, inspection, isIdle, limits));
        return findings;
    }

    /// <summary>What stands out in the ways of the classes through a model's transforms.</summary>
    /// <param name="paths">How the score of class i, the row, answers evidence of class j, the column.</param>
    /// <param name="names">The names of the classes.</param>
    public static IReadOnlyList<InspectionFinding> OfPaths(double[,] paths, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(names);
        // How much more evidence of a than of b speaks for a against b: no constant of a row or a column, which the softmax takes away,
        // is in it.
        double For(int a, int b) => paths[a, a] - paths[a, b] + paths[b, b] - paths[b, a];
        List<InspectionFinding> findings = [];
        HashSet<int> taken = [];
        foreach (var (a, b) in Pairs(paths.GetLength(0)).Where(pair => For(pair.A, pair.B) < 0).OrderBy(pair => For(pair.A, pair.B)))
            if (!taken.Contains(a) && !taken.Contains(b))
            {
                taken.UnionWith([a, b]);
                findings.Add(new()
                {
                    Kind = InspectionFindingKind.SwappedChannels,
                    Classes = [a, b],
                    Words = $"The channels of {Name(names, a)} and {Name(names, b)} are swapped inside the model: evidence of the one "
                        + "speaks for the other. Look at the transforms before and after the propagation.",
                });
            }

        return findings;
    }

    /// <summary>What stands out in a refined map beside the coarse one.</summary>
    /// <param name="before">The coarse map against the truth.</param>
    /// <param name="after">The refined map against the truth.</param>
    /// <param name="names">The names of the classes.</param>
    /// <param name="thresholds">Null: the defaults.</param>
    /// <exception cref="ArgumentException">The numbers of classes differ.</exception>
    public static IReadOnlyList<InspectionFinding> OfScores(
        ConfusionMatrix before, ConfusionMatrix after, IReadOnlyList<string> names, InspectionThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(names);
        if (before.Classes != after.Classes)
            throw new ArgumentException(
                $"expected two matrices of as many classes, got {before.Classes} and {after.Classes}.", nameof(after));
        var limits = thresholds ?? InspectionThresholds.Default;
        var (earlier, later) = (before.Score(), after.Score());
        List<InspectionFinding> findings = [];
        if (earlier.MeanIoU - later.MeanIoU >= limits.IoULoss)
            findings.Add(new()
            {
                Kind = InspectionFindingKind.WorseThanCoarse,
                Words = $"The refinement makes the map worse: mean IoU falls from {Percent(earlier.MeanIoU)} to {Percent(later.MeanIoU)}.",
            });
        bool IsJudged(int c) => after.TruthCount(c) > 0 && after.TruthCount(c) >= limits.LeastClass * after.Total;
        double Share(ConfusionMatrix matrix, int truth, int answer) => matrix[truth, answer] / (double)matrix.TruthCount(truth);
        bool IsTaken(int a, int b) => IsJudged(a) && Share(after, a, b) >= limits.TakenFor;
        var swapped = Pairs(after.Classes).Where(pair => IsTaken(pair.A, pair.B) && IsTaken(pair.B, pair.A)).ToList();
        foreach (var (a, b) in swapped)
            findings.Add(new()
            {
                Kind = InspectionFindingKind.SwappedClasses,
                Classes = [a, b],
                Words = $"{Name(names, a)} and {Name(names, b)} are swapped: {Percent(Share(after, a, b))} of {Name(names, a)} is answered "
                    + $"as {Name(names, b)}, and {Percent(Share(after, b, a))} the other way "
                    + $"({Percent(Share(before, a, b))} and {Percent(Share(before, b, a))} in the coarse map).",
            });
        foreach (var a in Enumerable.Range(0, after.Classes).Where(a => !swapped.Exists(pair => pair.A == a || pair.B == a)))
        {
            foreach (var b in Enumerable.Range(0, after.Classes).Where(b => b != a && IsTaken(a, b)))
                findings.Add(new()
                {
                    Kind = InspectionFindingKind.TakenFor,
                    Classes = [a, b],
                    Words = $"{Percent(Share(after, a, b))} of {Name(names, a)} is answered as {Name(names, b)} "
                        + $"({Percent(Share(before, a, b))} in the coarse map).",
                });
            if (IsJudged(a) && earlier.Classes[a].IoU - later.Classes[a].IoU is var loss && loss >= limits.IoULoss)
                findings.Add(new()
                {
                    Kind = InspectionFindingKind.ClassLoses,
                    Classes = [a],
                    Words = $"{Name(names, a)} loses {Points(loss)}: IoU {Percent(earlier.Classes[a].IoU)} in the coarse map, "
                        + $"{Percent(later.Classes[a].IoU)} in the refined one.",
                });
        }

        return findings;
    }

    private static IEnumerable<InspectionFinding> Of(
        DirectionInspection one, PropagationInspection whole, bool isIdle, InspectionThresholds limits)
    {
        var name = $"{one.Direction.ToWords()} ({one.Direction.ToArrow()})";
        InspectionFinding Finding(InspectionFindingKind kind, string words) =>
            new() { Kind = kind, Words = words, Direction = one.Direction };
        if (one.NotFinite > 0)
            yield return Finding(
                InspectionFindingKind.NotFinite,
                $"The direction {name} has {Count(one.NotFinite, "weight")} that {(one.NotFinite == 1 ? "is" : "are")} NaN or infinite.");
        if (isIdle || !one.HasNeighbours)
            yield break;
        if (one.ZeroShare >= limits.ZeroShare)
        {
            yield return Finding(InspectionFindingKind.ZeroDirection,
                $"The direction {name} is switched off: {(one.ZeroShare == 1 ? "all" : Percent(one.ZeroShare))} of its weights are zero. "
                + $"It carries nothing, its hidden map is {(whole.IsInputGated ? "λ·x" : "x")}.");
            yield break;
        }

        var decided = 1 - whole.TieShare;
        if (decided >= limits.LeastDecided && one.WinShare < limits.WinShare * decided)
            yield return Finding(InspectionFindingKind.NeverWins,
                $"The direction {name} " + (one.WinShare == 0 ? "never wins"
                    : $"wins only {(one.WinShare < 0.0005 ? "under 0.1 %" : Percent(one.WinShare))} of") + " the maximum "
                + (whole.TieShare > 0 ? $"alone ({Percent(whole.TieShare)} of it is shared by equal directions)" : "alone")
                + ": what it carries is not used.");
        if (whole.Normalisation == Normalisation.Clip && one.LimitShare >= limits.LimitShare)
            yield return Finding(InspectionFindingKind.AtLimit,
                $"The direction {name} stands at the limit: {Percent(one.LimitShare)} of its pixels have a raw Σ|p| of 1 or more "
                + $"(mean {Number(one.MeanAbsoluteSum)}{(one.MeanAbsoluteSum < 1.2 ? ", just over it" : "")}). "
                + "The constraint cuts them back to 1"
                + (whole.IsInputGated ? "." : ", and where no weight is negative they take nothing from x."));
        if (!whole.Normalisation.IsBounded() && one.MaxAbsoluteSum > limits.RawSum)
            yield return Finding(InspectionFindingKind.OverLimit,
                $"The direction {name} passes the limit: Σ|p| is up to {Number(one.MaxAbsoluteSum)}, at least 1 at "
                + $"{Percent(one.LimitShare)} of its pixels, and no constraint cuts it back. What is carried can grow with every line.");
        if (one.GradientNorms.Max() is var most && most > limits.GradientGrowth)
            yield return Finding(
                InspectionFindingKind.GradientGrows,
                $"The gradient of the direction {name} grows to {Number(most)} times what it began with.");
        var others = whole.Directions.Where(other => other != one && other.ZeroShare < limits.ZeroShare)
            .Select(other => other.MeanLength).ToList();
        if (others.Count > 0 && one.MeanLength < limits.LengthRatio * others.Average())
            yield return Finding(InspectionFindingKind.ShortReach,
                $"The direction {name} carries evidence {Number(one.MeanLength)} pixels far on average, the others "
                + $"{Number(others.Average())}.");
    }

    private static IEnumerable<(int A, int B)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(a + 1, count - a - 1).Select(b => (a, b)));

    private static string Name(IReadOnlyList<string> names, int c) =>
        c < names.Count ? $"'{names[c]}'" : FormattableString.Invariant($"class {c}");

    private static string Count(long count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Percent(double share) =>
        double.IsNaN(share) ? "–" : (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Points(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " points";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
