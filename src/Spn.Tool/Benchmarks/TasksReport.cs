using System.Globalization;
using System.Text.Json;

namespace Spn.Tool.Benchmarks;

/// <summary>The figures of one run of <c>spn bench tasks</c>, as Markdown tables or as JSON.</summary>
/// <param name="Seeds">The scenes.</param>
/// <param name="Threads">Threads.</param>
internal sealed record TasksReport(IReadOnlyList<int> Seeds, int Threads)
{
    public List<TasksFigure> Figures { get; } = [];

    public string Introduction() => FormattableString.Invariant(
        $"{PropagationReport.Machine}, {Threads} threads; scenes of 240×320 (but the mattes) with the seeds {string.Join(", ", Seeds)}: ")
        + "mean (least to most)";

    /// <summary>The head of a table.</summary>
    public static string Header(TasksFigure first) =>
        $"\n| {first.Task} | {string.Join(" | ", first.Errors.Select(error => error.Name))} | ms |\n| --- | "
        + string.Concat(first.Errors.Select(_ => "---: | ")) + "---: |";

    /// <summary>A line of it.</summary>
    public static string Line(TasksFigure figure) =>
        $"| {figure.Method} | {string.Join(" | ", figure.Errors.Select(error => Range(error.Values, error.Format)))} | "
        + $"{(figure.Milliseconds.Count == 0 ? "" : Range(figure.Milliseconds, figure.Milliseconds.Average() < 10 ? "f1" : "f0"))} |";

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine = PropagationReport.Machine,
            threads = Threads,
            seeds = Seeds,
            figures = Figures.Select(f => new
            {
                task = f.Task, method = f.Method, errors = f.Errors.ToDictionary(error => error.Name, error => error.Values),
                milliseconds = f.Milliseconds,
            }),
        },
        new JsonSerializerOptions { WriteIndented = true });

    private static string Range(IReadOnlyList<double> values, string format)
    {
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return values.Count == 1 ? Text(values[0]) : $"{Text(values.Average())} ({Text(values.Min())} to {Text(values.Max())})";
    }
}
