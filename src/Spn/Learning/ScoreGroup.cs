namespace Spn.Learning;

/// <summary>Scores that share a column of a table: those of one method, or of trainings that differ by their seeds alone.</summary>
/// <param name="Name">The head of the column.</param>
/// <param name="Scores">At least one, over the same images.</param>
/// <param name="Data">What was run on, where the table says so.</param>
internal sealed record ScoreGroup(string Name, IReadOnlyList<SeededScore> Scores, string Data = "")
{
    /// <summary>A group of one.</summary>
    public static ScoreGroup Of(EvaluationScore score) => new(score.Name, [new SeededScore(score)]);

    /// <summary>A cell of the column.</summary>
    public SheetCell Cell(Func<EvaluationScore, double> value) =>
        new([.. Scores.Select(one => new SheetValue(value(one.Score), one.Seed, one.File))]);
}

/// <summary>A score, and which training it is of.</summary>
/// <param name="Score">The score.</param>
/// <param name="Seed">The seed of the training; null where there is none.</param>
/// <param name="File">The checkpoint; empty where there is none.</param>
internal sealed record SeededScore(EvaluationScore Score, int? Seed = null, string File = "");
