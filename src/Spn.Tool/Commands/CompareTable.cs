using System.Globalization;
using System.Text;
using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>Scores of one-way and three-way refiners over seeds: the means as a table, then a line for each seed.</summary>
/// <param name="coarse">The score of the coarse maps.</param>
internal sealed class CompareTable(EvaluationScore coarse)
{
    private readonly SortedDictionary<(Connection Connection, int Seed), EvaluationScore> _scores = [];

    public static string NameOf(Connection connection) => connection == Connection.OneWay ? "one-way" : "three-way";

    public void Add(int seed, Connection connection, EvaluationScore score) => _scores.Add((connection, seed), score);

    public override string ToString()
    {
        var rows = new List<(string Name, Func<EvaluationScore, double> Value)>();
        foreach (var one in coarse.Pixels.Classes)
            if (one.Present)
                rows.Add((one.Name, score => score.Pixels.Classes[one.Index].IoU));
        rows.Add(("mean IoU", score => score.MeanIoU));
        rows.Add((FormattableString.Invariant($"trimap mean IoU ({coarse.TrimapWidth} px)"), score => score.TrimapMeanIoU));
        rows.Add(("overall accuracy", score => score.Pixels.OverallAccuracy));
        rows.Add(("mean accuracy", score => score.Pixels.MeanAccuracy));

        var seeds = _scores.Keys.Select(key => key.Seed).Distinct().ToArray();
        var width = rows.Max(row => row.Name.Length);
        var text = new StringBuilder($"{"IoU, %".PadRight(width)}  coarse  one-way  three-way   gain of three-way\n");
        foreach (var (name, value) in rows)
        {
            double one = Mean(Connection.OneWay, value), three = Mean(Connection.ThreeWay, value);
            text.Append(CultureInfo.InvariantCulture, $"{name.PadRight(width)} {Percent(value(coarse)),7} {Percent(one),8} {Percent(three),10} {Change(three - value(coarse)),19}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"means over {seeds.Length} {(seeds.Length == 1 ? "seed" : "seeds")}, {coarse.Images} images; the coarse maps upsampled bilinearly\n");
        foreach (var seed in seeds)
            text.Append(CultureInfo.InvariantCulture, $"seed {seed}: mean IoU {Three(seed, score => score.MeanIoU)}, trimap {Three(seed, score => score.TrimapMeanIoU)}\n");
        return text.ToString().TrimEnd('\n');
    }

    private string Three(int seed, Func<EvaluationScore, double> value) =>
        $"{Percent(value(coarse))} coarse, {Percent(value(_scores[(Connection.OneWay, seed)]))} one-way, {Percent(value(_scores[(Connection.ThreeWay, seed)]))} three-way";

    private double Mean(Connection connection, Func<EvaluationScore, double> value) => _scores.Where(pair => pair.Key.Connection == connection).Average(pair => value(pair.Value));

    private static string Percent(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("f2", CultureInfo.InvariantCulture);

    private static string Change(double share) => double.IsNaN(share) ? "–" : (100 * share).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
