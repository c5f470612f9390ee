using System.Text.Json;
using Spn.Segmentation;

namespace Spn.Tool.Benchmarks;

/// <summary>The figures of one run of <c>spn bench crf</c>, as a table or as JSON.</summary>
/// <param name="Photo">The photograph's shape.</param>
/// <param name="Classes">C.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Options">Of the CRF.</param>
internal sealed record CrfReport(MapShape Photo, int Classes, int Threads, DenseCrfOptions Options)
{
    /// <summary>What the paper says of its own machine, to be read as that.</summary>
    public const string OfThePaper = "The paper's own figures, on its machine: dense CRF 1 to 4.4 s (CPU), SPN 84 ms (GPU), 512×512.";

    public List<CrfFigure> Figures { get; } = [];

    public string Introduction() => FormattableString.Invariant(
        $"{PropagationReport.Machine}, {Threads} threads; {Photo.Height}×{Photo.Width}, {Classes} classes; medians and best in ms");

    public static string Line(CrfFigure figure) => figure.Time is { } time
        ? FormattableString.Invariant($"{figure.Work,-44} {1e3 * time.Median,9:f1} {1e3 * time.Best,9:f1}   {figure.Note}").TrimEnd()
        : FormattableString.Invariant($"{figure.Work,-44} {"skipped",9}   {figure.Note}");

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            machine = PropagationReport.Machine,
            threads = Threads,
            height = Photo.Height,
            width = Photo.Width,
            classes = Classes,
            iterations = Options.Iterations,
            figures = Figures.Select(f => new
            {
                work = f.Work.Trim(),
                median_ms = 1e3 * f.Time?.Median,
                best_ms = 1e3 * f.Time?.Best,
                runs = f.Time?.Runs,
                note = f.Note,
            }),
            paper = OfThePaper,
        },
        new JsonSerializerOptions { WriteIndented = true });
}
