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
        var seeds = _scores.Keys.Select(key => key.Seed).Distinct().ToArray();
        var rows = ScoreTable.Rows([coarse, .. _scores.Values]).Concat(Places(score => score.ByBoundary))
            .Concat(Places(score => score.ByCoarseError)).Select(row => (IReadOnlyList<string>)
        [
            row.Name, ScoreTable.Percent(row.Value(coarse)), Range(Connection.OneWay, row), Range(Connection.ThreeWay, row),
            ScoreTable.Change(Of(Connection.ThreeWay, row).Average() - row.Value(coarse)),
        ]);
        var text = new StringBuilder(ScoreTable.Of(
            ["coarse", Connection.OneWay.ToWords(), Connection.ThreeWay.ToWords(), $"gain of {Connection.ThreeWay.ToWords()}"], rows));
        text.Append(seeds.Length == 1 ? "1 seed" : $"means over {seeds.Length} seeds, from the least to the most")
            .Append($"; {coarse.Images} images; the coarse maps upsampled bilinearly")
            .Append(ScoreTable.OnlyPredicted([coarse, .. _scores.Values])).Append(chosen);
        foreach (var seed in seeds)
            text.Append(CultureInfo.InvariantCulture, $"\nseed {seed}: mean IoU {Three(seed, score => score.MeanIoU)}, ")
                .Append($"trimap {Three(seed, score => score.TrimapMeanIoU)}");
        return text.ToString();
    }

    /// <summary>The share of pixels that are right, of each kind of place; with the share of all pixels that are of this kind.</summary>
    private IEnumerable<ScoreTable.Row> Places(Func<PlacedAccuracy, IReadOnlyList<PlaceScore>> of) =>
        coarse.Places is { } places
            ? of(places).Select((place, i) => new ScoreTable.Row(
                $"right, {place.Name} ({ScoreTable.Percent((double)place.Pixels / of(places).Sum(one => one.Pixels))} % of pixels)",
                score => of(score.Places!)[i].Accuracy))
            : [];

    private string Range(Connection connection, ScoreTable.Row row)
    {
        var values = Of(connection, row).ToArray();
        var mean = ScoreTable.Percent(values.Average());
        return values.Length == 1 ? mean : $"{mean} ({ScoreTable.Percent(values.Min())} to {ScoreTable.Percent(values.Max())})";
    }

    private IEnumerable<double> Of(Connection connection, ScoreTable.Row row) =>
        _scores.Where(pair => pair.Key.Connection == connection).Select(pair => row.Value(pair.Value));

    private string Three(int seed, Func<EvaluationScore, double> value)
    {
        string Of(Connection connection) => ScoreTable.Percent(value(_scores[(connection, seed)]));
        return $"{ScoreTable.Percent(value(coarse))} coarse, {Of(Connection.OneWay)} one-way, {Of(Connection.ThreeWay)} three-way";
    }
}
