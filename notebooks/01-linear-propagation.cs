// Lesson 01 for life after notebooks: the same steps, each saved as a page. The F# twin, 01-linear-propagation.fsx, saves the same bytes.
//
//     dotnet run -c Release notebooks/01-linear-propagation.cs -- lesson-01
#:project ../src/Spn.Scenes
#:project ../src/Spn.Visuals
#:property PublishAot=false
using Spn;
using Spn.Imaging;
using Spn.Scenes;
using Spn.Segmentation;
using Spn.Visuals;

var folder = args.Length > 0 ? args[0] : "lesson-01";

// 1. One row, by hand: h_t = (1 − p) x_t + p h_{t−1} (Eq. 9).
var x = new FeatureMap(new MapShape(1, 1, 1, 4), [8, 0, 0, 4]);
var p = PropagationWeights.Constant(Connection.OneWay, x.Shape, 0.5f);
var h = Propagation.Scan(x, p, Direction.LeftToRight);
Figures.FeatureMap(h, new MapFigureOptions { Title = "One row" }).Save(Path.Combine(folder, "1-row.html"));

// 2. Three neighbours (Eq. 10), step by step.
var evidence = FeatureMap.FromRows(new float[,] { { 0, 0, 0 }, { 9, 0, 0 }, { 0, 0, 0 } });
var thirds = PropagationWeights.Constant(Connection.ThreeWay, evidence.Shape, 1f / 3);
Widgets.Scan(evidence, thirds, Direction.LeftToRight).Save(Path.Combine(folder, "2-three-neighbours.html"));

// 3. and 4. How far one pixel reaches, in four directions and by their maximum.
var impulse = new FeatureMap(new MapShape(1, 1, 25, 25));
impulse[0, 0, 12, 12] = 1;
var even = PropagationWeights.Constant(Connection.ThreeWay, impulse.Shape, 0.95f / 3);
var reach = Propagation.Forward(impulse, even);
var logarithmic = new MapFigureOptions { Side = 260, Colours = ColourChoice.Logarithmic };
Figures.Grid(
[
    .. Directions.All.Select(direction => Figures.FeatureMap(
        Propagation.Scan(impulse, even, direction), logarithmic with { Title = direction.ToWords() })),
    Figures.FeatureMap(reach.Output, logarithmic with { Title = "the maximum" }),
    Figures.DirectionMap(reach.Winner, "which direction won"),
], new GridFigureOptions { Columns = 2 }).Save(Path.Combine(folder, "4-four-directions.html"));

// 5. A coarse map, refined along a picture.
var scene = SceneGenerator.Render(seed: 3, height: 192, width: 256);
var coarse = scene.Coarse(8);
var before = Refinement.UpsampledLabels(scene.Photo, coarse);
var after = Refinement.Labels(scene.Photo, coarse);
var comparison = new CompareOptions { BeforeName = "coarse", AfterName = "refined", Truth = scene.Labels, Palette = scene.Palette };
Widgets.Compare(before, after, scene.Photo, comparison).Save(Path.Combine(folder, "5-before-and-after.html"));

// 6. The same under your finger.
var explorer = new AffinityExplorerOptions
{
    Evidence = OneHot.Encode(coarse, scene.Palette.Count),
    Confidence = new RefinementOptions().Confidence,
    Truth = scene.Labels,
    Palette = scene.Palette,
};
Widgets.Affinity(Refinement.Weights(scene.Photo), scene.Photo, explorer).Save(Path.Combine(folder, "6-explorer.html"));

Console.WriteLine($"saved five pages in {Path.GetFullPath(folder)}");
