namespace Spn.Learning;

/// <summary>Tables of an evaluation: the plain one, and those of the paper with its figures beside ours.</summary>
internal static class EvaluationTables
{
    public const string Helen = "helen", Voc = "voc", Crf = "crf";

    /// <summary>What the method that Table 2 of the paper is about is called among the methods.</summary>
    public const string CrfMethod = "crf";

    /// <summary>A table of all images.</summary>
    /// <param name="part">All of them.</param>
    /// <param name="table">One of the paper's; empty for IoU of each class, means, and times where they were taken.</param>
    /// <exception cref="ArgumentException">The classes are not those of the table.</exception>
    public static ScoreSheet Of(EvaluationPart part, string table)
    {
        return table switch
        {
            "" => ScoreTable.Sheet(Groups(part), Members(part).Count() == 2 ? "change" : null) with { RunOn = RunOn(part) },
            Helen => HelenTable(part),
            Voc => Refinements(part, PaperFigures.VocMeasures, PaperFigures.Voc, "%",
                "paper: tables 3 and 4, validation split, classes restricted to those of the coarse map"),
            Crf => Refinements(part, PaperFigures.CrfMeasures, PaperFigures.Crf, "mean IoU, %",
                "paper: Table 2, whose SPN is three-way; of ResNet-101 alone it prints 76.40 here and 76.46 in Table 3"),
            _ => throw new ArgumentException($"expected a table {Helen}, {Voc} or {Crf}, got '{table}'.", nameof(table)),
        };
    }

    /// <summary>Scores by column: trainings that differ by their seeds alone are one.</summary>
    private static IReadOnlyList<ScoreGroup> Groups(EvaluationPart part) =>
        [.. Members(part).Select(group => new ScoreGroup(group.Key, [.. group.Select(one =>
            new SeededScore(one.Counts.Score(group.Key, part.Run, part.Images.Count), one.Column.Seed, one.Column.File))]))];

    private static IEnumerable<IGrouping<string, (EvaluationColumn Column, EvaluationCounts Counts)>> Members(EvaluationPart part) =>
        part.Run.Columns.Zip(part.Counts).GroupBy(one => one.First.Name);

    /// <summary>Table 1: a column of the paper stands right of ours of its kind, the others at the end.</summary>
    private static ScoreSheet HelenTable(EvaluationPart part)
    {
        FaceParts.Check(part.Run.Classes, part.Run.Data);
        List<(SheetHead Head, IReadOnlyList<SheetCell> Cells)> columns = [];
        var left = PaperFigures.Helen.ToList();
        foreach (var group in Members(part))
        {
            var scores = group.Select(one => (one.Column, Values: FaceParts.FScores(one.Counts.Pixels))).ToList();
            columns.Add((new SheetHead(group.Key, OurData(part)), [.. PaperFigures.HelenMeasures.Select((_, measure) => new SheetCell(
                [.. scores.Select(one => new SheetValue(100 * one.Values[measure], one.Column.Seed, one.Column.File))]))]));
            // The maps of a baseline are what the paper's baseline-CNN is, whether they are refined too or not.
            var kind = group.First().Column is { Kind: EvaluationKind.Baseline } ? "coarse" : KindOf(group.First().Column);
            if (left.Find(method => method.Kind == kind) is { } beside)
                left.Remove(Add(beside));
        }

        left.ForEach(method => Add(method));
        return new ScoreSheet
        {
            Corner = "F-score, %",
            Heads = [.. columns.Select(column => column.Head)],
            Rows = [.. PaperFigures.HelenMeasures.Select((measure, i) =>
                new SheetRow(measure, [.. columns.Select(column => column.Cells[i])]))],
            Note = $"paper: Table 1\n{FaceParts.Rule}{Ours(part)}",
        };

        PaperMethod Add(PaperMethod method)
        {
            columns.Add((
                new SheetHead($"paper: {method.Name}", PaperFigures.HelenData, IsPaper: true), [.. method.Values.Select(SheetCell.Of)]));
            return method;
        }
    }

    /// <summary>Tables 2 to 4: rows for each refinement and measure, a column for ours and one for each model of the paper.</summary>
    private static ScoreSheet Refinements(
        EvaluationPart part, IReadOnlyList<string> measures, IReadOnlyList<PaperModel> models, string corner, string paper)
    {
        var groups = Groups(part);
        var kinds = Members(part).ToDictionary(group => group.Key, group => KindOf(group.First().Column));
        var rows = groups.Select(group => (group.Name, Kind: kinds[group.Name], Group: (ScoreGroup?)group)).ToList();
        foreach (var kind in models.SelectMany(model => model.Methods).Select(method => method.Kind).Distinct())
            if (!kinds.ContainsValue(kind))
                rows.Add((kind, kind, null));
        return new ScoreSheet
        {
            Corner = corner,
            Heads =
            [
                new SheetHead("ours", OurData(part)),
                .. models.Select(model => new SheetHead($"paper: {model.Name}", PaperFigures.VocData, IsPaper: true)),
            ],
            Rows = [.. rows.SelectMany(row => measures.Select((measure, i) => new SheetRow(
                measures.Count == 1 ? row.Name : $"{row.Name}, {measure}",
                [
                    row.Group is { } group ? group.Cell(score => 100 * Value(score, measure)) : SheetCell.None,
                    .. models.Select(model => model.Methods.FirstOrDefault(method => method.Kind == row.Kind) is { } method
                        ? SheetCell.Of(method.Values[i]) : SheetCell.None),
                ])))],
            Note = paper + Ours(part)
                + ScoreTable.OnlyPredicted([.. groups.SelectMany(group => group.Scores).Select(one => one.Score)]),
        };
    }

    private static double Value(EvaluationScore score, string measure) => measure switch
    {
        "overall AC" => score.Pixels.OverallAccuracy,
        "mean AC" => score.Pixels.MeanAccuracy,
        _ => score.MeanIoU,
    };

    /// <summary>What of the paper stands beside it.</summary>
    private static string KindOf(EvaluationColumn column) => column.Kind switch
    {
        EvaluationKind.Coarse => "coarse",
        EvaluationKind.Highres => "highres",
        EvaluationKind.OneWay => "one-way",
        EvaluationKind.ThreeWay => "three-way",
        EvaluationKind.Method => column.Name,
        _ => "",
    };

    /// <summary>What ours were run on.</summary>
    private static string OurData(EvaluationPart part) =>
        FormattableString.Invariant($"{part.Run.Data}, {part.Images.Count} {(part.Images.Count == 1 ? "image" : "images")}");

    private static string RunOn(EvaluationPart part) =>
        $"{OurData(part)}; coarse maps: {part.Run.Coarse.Split(" sha256:")[0]}; "
        + (part.Run.OnlyCoarseClasses ? "classes restricted to those of the coarse map" : "classes not restricted");

    private static string Ours(EvaluationPart part) => $"\nours: run on {RunOn(part)}"
        + (Members(part).Any(group => group.Count() > 1) ? "; over several seeds: mean, from the least to the most" : "")
        + "\nmeans are over the classes that the truth has, the same in every column of ours";
}
