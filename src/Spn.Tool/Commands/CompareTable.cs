using System.Globalization;
using System.Text;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>Scores of one-way and three-way refiners over seeds: mean and range as a table, then a line for each seed.</summary>
/// <param name="coarse">The score of the coarse maps.</param>
/// <param name="chosen">How the checkpoint of each was chosen, to stand below the table.</param>
internal sealed class CompareTable(EvaluationScore coarse, string chosen = "")
{
    private readonly SortedDictionary<(Connection Connection, int Seed), EvaluationScore> _scores = [];

    public void Add(int seed, Connection connection, EvaluationScore score) => _scores.Add((connection, seed), score);

    public override string ToString()
    {
        ScoreGroup Of(Connection connection) => new(
            connection.ToWords(),
            [.. _scores.Where(pair => pair.Key.Connection == connection).Select(pair => new SeededScore(pair.Value, pair.Key.Seed))]);
        ScoreGroup[] groups = [ScoreGroup.Of(coarse), Of(Connection.OneWay), Of(Connection.ThreeWay)];
        var text = new StringBuilder(ScoreTable.Sheet(groups, $"gain of {Connection.ThreeWay.ToWords()}").Text()).Append(chosen);
        foreach (var seed in _scores.Keys.Select(key => key.Seed).Distinct())
            text.Append(CultureInfo.InvariantCulture, $"\nseed {seed}: mean IoU {Three(seed, score => score.MeanIoU)}, ")
                .Append($"trimap {Three(seed, score => score.TrimapMeanIoU)}");
        return text.ToString();
    }

    private string Three(int seed, Func<EvaluationScore, double> value)
    {
        string Of(Connection connection) => ScoreTable.Percent(value(_scores[(connection, seed)]));
        return $"{ScoreTable.Percent(value(coarse))} coarse, {Of(Connection.OneWay)} one-way, {Of(Connection.ThreeWay)} three-way";
    }
}
