using Spn.Imaging;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Tool.Reports;

namespace Spn.Tool.Benchmarks;

/// <summary>
/// Reports of generated scenes without a trained model: coarse maps, and their refinements by weights made by hand, three-way beside
/// one-way, which is the largest kind of page. Counts, pictures and page are made as <c>spn report</c> makes them.
/// </summary>
internal static class ReportBenchmark
{
    private const int Height = 192, Width = 256, Trimap = 3;

    private static readonly string[] Names = ["coarse", "three-way", "one-way"];

    /// <summary>A report of so many scenes.</summary>
    /// <param name="images">The images.</param>
    /// <param name="side">The longer side of their pictures at most.</param>
    /// <param name="cancellation">Stops between two images.</param>
    public static ModelReport Of(int images, int side, CancellationToken cancellation = default)
    {
        var palette = Scene(0).Palette;
        var records = new ModelReportRecords(Names, palette, Trimap, side);
        for (var i = 0; i < images; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var scene = Scene(i);
            var coarse = scene.Coarse();
            LabelMap Refined(Connection connection) =>
                Refinement.Labels(scene.Photo, coarse, RefinementOptions.Default.WithConnection(connection));
            records.Add(
                FormattableString.Invariant($"scene {i}"), scene.Photo, scene.Labels,
                [scene.Blocky(), Refined(Connection.ThreeWay), Refined(Connection.OneWay)]);
        }

        return records.Report("generated scenes", ["three-way weights made by hand", "one-way weights made by hand"], hasCoarse: true);
    }

    private static Scene Scene(int seed) => SceneGenerator.Render(new SceneOptions { Seed = seed, Height = Height, Width = Width });
}
