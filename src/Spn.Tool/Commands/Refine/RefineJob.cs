using System.Globalization;
using Spn.Imaging;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Reports;
using Spn.Visuals;

namespace Spn.Tool.Commands;

/// <summary>Refines files: writes what was asked for and adds up the scores over all of them.</summary>
/// <param name="refine">Refines one.</param>
/// <param name="classes">The number of classes, above every label.</param>
/// <param name="names">The names of the classes; null: those of the refined maps' palette.</param>
/// <param name="errorClass">The class of <c>--errors</c>; null: 1 of a mask, else all at once.</param>
/// <param name="report">Is told of every refined photograph; null where there is no report.</param>
/// <param name="tell">Is told in a sentence of each of several files that cannot be read or written.</param>
internal sealed class RefineJob(
    Func<RefineFiles, Refined> refine, int classes, IReadOnlyList<string>? names, string? errorClass, RefineReport? report,
    Action<string> tell)
{
    private const int TrimapWidth = 3;

    private readonly Lock _lock = new();
    private readonly EvaluationSum _before = new(classes, TrimapWidth), _after = new(classes, TrimapWidth);
    private IReadOnlyList<string>? _classNames;
    private int _seen;
    private bool _occurs;

    /// <summary>How many photographs are refined and written.</summary>
    public int Done { get; private set; }

    /// <summary>Refines all; of several, one that cannot be read or written is told and the others go on.</summary>
    /// <param name="files">The files.</param>
    /// <param name="workers">How many at a time; above 1 the refinement is called by several threads.</param>
    /// <param name="name">What refined them.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <returns>The scores before and after as a table; empty where there is no truth.</returns>
    public string Run(IReadOnlyList<RefineFiles> files, int workers, string name, CancellationToken cancellation)
    {
        try
        {
            AtOnce.Run(workers, files.Count, (i, _) => Run(files[i], files.Count), cancellation);
        }
        catch (OperationCanceledException) when (files.Count > 1)
        {
            tell(FormattableString.Invariant($"stopped after {Done} of {files.Count} photographs, whose results are written."));
            throw;
        }

        if (Done > 0 && !_occurs)
            tell(NowhereSeen());
        return _classNames is null ? "" : EvaluationScore.Table([_before.Score("coarse", _classNames), _after.Score(name, _classNames)]);
    }

    /// <summary>Refuses a class that is beyond those that are known.</summary>
    /// <param name="errorClass">Its number; null or a name: nothing is said of it here.</param>
    /// <param name="names">The names of the classes, where they have some.</param>
    /// <param name="classes">The number of classes, above every label.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public static void CheckClass(string? errorClass, IReadOnlyList<string>? names, int classes)
    {
        var count = names is { Count: > 0 } ? names.Count : classes;
        if (int.TryParse(errorClass, CultureInfo.InvariantCulture, out var number) && (number < 0 || number >= count))
            throw new ArgumentException($"expected --class to be a number from 0 to {count - 1} or a name, got '{errorClass}'.");
    }

    /// <summary>The picture of errors, as <c>--errors</c> and the report draw it.</summary>
    /// <param name="refined">A photograph with its truth.</param>
    /// <param name="errorClass">The name or the number of a class; null: the object of a mask, else all classes at once.</param>
    public static Image Errors(Refined refined, string? errorClass) =>
        errorClass is not null || ReferenceEquals(refined.Palette, Refined.ObjectPalette)
            ? LabelPictures.Errors(refined.Photo, refined.Truth!, refined.After, Class(refined.Palette, errorClass ?? "1"))
            : LabelPictures.Changes(refined.Photo, refined.Truth!, refined.Before.Value, refined.After);

    /// <summary>Whether a class that was asked for by its number is in the maps; without one, true.</summary>
    private bool Occurs(Refined refined) =>
        refined.Truth is null || !byte.TryParse(errorClass, out var label)
        || names is { Count: > 0 } || refined.Truth.Labels.Contains(label) || refined.After.Labels.Contains(label)
        || refined.Before.Value.Labels.Contains(label);

    private string NowhereSeen() =>
        $"expected --class to be a class of the maps, got {errorClass}, which is nowhere in them; name one that is, or leave it out.";

    private void Run(RefineFiles files, int count)
    {
        var shown = count > 1 && !Console.IsErrorRedirected;
        string? failure = null;
        try
        {
            var refined = refine(files);
            var near = refined.Truth is { } known ? Trimap.Band(known, TrimapWidth) : null;
            if (refined.Truth is not null)
                _ = refined.Before.Value;
            var occurs = Occurs(refined);
            if (!occurs && count == 1)
                throw new ArgumentException(NowhereSeen());
            Write(files.Outputs, refined);
            var entry = report is null ? null : RefineReport.Draw(files.Image, refined, errorClass);
            lock (_lock)
            {
                _occurs |= occurs;
                Add(refined, near);
                if (entry is not null)
                    report!.Add(entry);
            }
        }
        catch (Exception exception) when (
            count > 1 && exception is (ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException))
        {
            var sentence = Sentence.Of(exception);
            failure = sentence.Contains(Path.GetFileNameWithoutExtension(files.Image) + ".", StringComparison.Ordinal)
                ? sentence
                : $"{files.Image}: {sentence}";
        }

        lock (_lock)
        {
            _seen++;
            if (failure is not null)
                tell(shown ? "\r" + failure : failure);
            if (shown)
                Console.Error.Write(FormattableString.Invariant($"\r{_seen} of {count}{(_seen == count ? "\n" : "")}"));
        }
    }

    private void Add(Refined refined, LabelMap? near)
    {
        if (refined.Truth is { } truth)
        {
            _before.Add(truth, near!, refined.Before.Value);
            _after.Add(truth, near!, refined.After);
            _classNames = names ?? (ReferenceEquals(refined.Palette, Refined.ObjectPalette) ? refined.Palette.Names : []);
        }

        Done++;
    }

    /// <summary>Writes what was asked for, once all of it is drawn.</summary>
    private void Write(RefineOutputs outputs, Refined refined)
    {
        List<(string Path, Image Image)> results = [];
        if (outputs.Map is { } map)
            results.Add((map, refined.Result));
        if (outputs.Overlay is { } overlay)
            results.Add((overlay, LabelPictures.Overlay(refined.Photo, refined.After, refined.Palette)));
        if (outputs.Contours is { } contours)
            results.Add((contours, LabelPictures.Contours(refined.Photo, refined.After, refined.Palette)));
        if (outputs.Errors is { } errors)
            results.Add((errors, Errors(refined, errorClass)));
        results.ForEach(result => ImageFile.Write(result.Path, result.Image));
    }

    private static byte Class(Palette palette, string name)
    {
        if (byte.TryParse(name, out var number) && number != LabelMap.Ignore)
            return number;
        return palette.IndexOf(name) is >= 0 and var index ? (byte)index : throw new ArgumentException(
            $"expected --class to be a number from 0 to 254 or one of {string.Join(", ", palette.Names.Take(30))}, got '{name}'.");
    }
}
