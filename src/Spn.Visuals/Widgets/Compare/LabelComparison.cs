using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Visuals;

/// <summary>Checks two label maps, scores them, and puts them on the page.</summary>
internal static class LabelComparison
{
    public static Widget Build(LabelMap before, LabelMap after, FeatureMap? photo, CompareOptions options)
    {
        Check(before, after, options);
        var (from, to) = (Words.Cut(Words.Or(options.BeforeName, "before"), 40), Words.Cut(Words.Or(options.AfterName, "after"), 40));
        var title = Words.Or(options.Title, FormattableString.Invariant($"{from} and {to}, {before.Height}×{before.Width} pixels"));
        var classes = new[] { before, after, options.Truth }.Max(map => map?.ClassCount ?? 0);
        var scores = options.Truth is { } truth && classes > 0
            ? new[] { before, after }.Select(map => SegmentationScore.Compare(truth, map, classes)).ToList() : null;
        var data = new
        {
            before.Height,
            before.Width,
            names = new[] { from, to },
            opacity = options.Opacity,
            photo = PlayerPage.PhotoUri(photo, before),
            before = PackedBytes.Of(before.Labels),
            after = PackedBytes.Of(after.Labels),
            truth = options.Truth is null ? null : PackedBytes.Of(options.Truth.Labels),
            classes = Enumerable.Range(0, 256).Where(label => Maps().Any(map => Array.IndexOf(map.Labels, (byte)label) >= 0))
                .Select(label => new
            {
                label,
                name = Words.Cut(options.Palette.NameOf((byte)label), 60),
                colour = Parts(options.Palette[(byte)label]),
                clear = photo is not null && (label == LabelMap.Ignore || options.Palette.NameOf((byte)label) == "background"),
                scores = scores is null || label == LabelMap.Ignore ? null
                    : scores.Select(score => PlayerPage.Finite(score.Classes[label].IoU)),
            }).ToList(),
            means = scores?.Select(score => PlayerPage.Finite(score.MeanIoU)),
            verdicts = new[] { LabelPictures.TruePositive, LabelPictures.FalsePositive, LabelPictures.FalseNegative }.Select(Parts),
        };
        return PlayerPage.Build("Compare", ["layers", "readout", "compare"],
            title, Still(before, after, photo, options, from, to), Description(), data);

        IEnumerable<LabelMap> Maps() => options.Truth is null ? [before, after] : [before, after, options.Truth];

        string Description()
        {
            var different = before.Labels.Where((label, i) => label != after.Labels[i]).LongCount();
            var differ = Numbers.Percent((double)different / before.Labels.Length);
            var sizes = FormattableString.Invariant(
                $"Two label maps of {before.Height}×{before.Width} pixels beside each other, {from} and {to}");
            return $"{sizes}{(photo is null ? "" : ", over their photograph")}. They differ in {differ} of the pixels."
                + (scores is null ? ""
                    : $" The mean IoU is {Numbers.Percent(scores[0].MeanIoU)} {from} and {Numbers.Percent(scores[1].MeanIoU)} {to}.");
        }
    }

    private static int[] Parts(Rgb colour) => [colour.R, colour.G, colour.B];

    private static Figure Still(LabelMap before, LabelMap after, FeatureMap? photo, CompareOptions options, string from, string to)
    {
        Figure Draw(LabelMap map, string name)
        {
            var each = new ImageFigureOptions { Title = name, Palette = options.Palette, Opacity = options.Opacity, Side = 300 };
            return photo is null ? Figures.Labels(map, each) : Figures.Overlay(photo, map, each);
        }

        List<Figure> figures = [Draw(before, from), Draw(after, to)];
        if (options.Truth is { } truth)
        {
            var ground = photo ?? FeatureMap.Constant(new MapShape(1, 1, truth.Height, truth.Width), 1);
            figures.Add(Draw(truth, "truth"));
            figures.Add(Figures.Image(LabelPictures.Changes(ground, truth, before, after), new ImageFigureOptions
            {
                Title = "Mended green, spoilt orange, wrong in both blue", Side = 300,
            }));
        }

        return Figures.Grid(figures, new GridFigureOptions { Columns = 2 });
    }

    private static void Check(LabelMap before, LabelMap after, CompareOptions options)
    {
        if ((long)before.Height * before.Width > Widgets.MaxPixels)
            throw new ArgumentException(FormattableString.Invariant(
                $"expected maps of at most {Widgets.MaxPixels} pixels, got {before.Height}×{before.Width}; ")
                + "crop them, or make them smaller.", nameof(before));
        Fit(after, "a second map", nameof(after));
        if (options.Truth is not null)
            Fit(options.Truth, "a truth", nameof(options));
        if (!(options.Opacity is >= 0 and <= 1))
            throw new ArgumentException(
                FormattableString.Invariant($"expected an opacity from 0 to 1, got {options.Opacity}."), nameof(options));

        void Fit(LabelMap map, string what, string name)
        {
            if (map.Height != before.Height || map.Width != before.Width)
                throw new ArgumentException(
                    $"expected {what} of {before.Height}×{before.Width} like the first, got {map.Height}×{map.Width}; "
                    + "give those of one photograph.", name);
        }
    }
}
