using System.Runtime.ExceptionServices;
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
/// <param name="workers">Files refined beside one another; above 1 <paramref name="refine"/> is called by several threads.</param>
internal sealed class RefineJob(
    Func<RefineFiles, Refined> refine, int classes, IReadOnlyList<string>? names, string? errorClass, RefineReport? report,
    int workers = 1)
{
    private const int TrimapWidth = 3;

    /// <summary>The scores before and after as a table; empty where there is no truth.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">What refined them.</param>
    /// <param name="cancellation">Stops between two files.</param>
    /// <remarks>Of files that fail the first one's exception is thrown; those before it are done.</remarks>
    public string Run(IReadOnlyList<RefineFiles> files, string name, CancellationToken cancellation)
    {
        var (before, after) = (new EvaluationSum(classes, TrimapWidth), new EvaluationSum(classes, TrimapWidth));
        IReadOnlyList<string>? classNames = null;
        var (done, next, failed) = (0, -1, false);
        var failures = new Exception?[files.Count];

        void Work()
        {
            while (!Volatile.Read(ref failed) && Interlocked.Increment(ref next) is var i && i < files.Count)
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    var refined = refine(files[i]);
                    var near = refined.Truth is { } known ? Trimap.Band(known, TrimapWidth) : null;
                    if (refined.Truth is not null)
                        _ = refined.Before.Value;
                    Write(files[i], refined);
                    lock (failures)
                    {
                        if (refined.Truth is { } truth)
                        {
                            before.Add(truth, near!, refined.Before.Value);
                            after.Add(truth, near!, refined.After);
                            classNames = names ?? (ReferenceEquals(refined.Palette, Refined.ObjectPalette) ? refined.Palette.Names : []);
                        }

                        report?.Add(files[i].Image, refined, errorClass);
                        done++;
                        if (files.Count > 1 && !Console.IsErrorRedirected)
                            Console.Error.Write(
                                FormattableString.Invariant($"\r{done} of {files.Count}{(done == files.Count ? "\n" : "")}"));
                    }
                }
                catch (Exception exception)
                {
                    failures[i] = exception;
                    Volatile.Write(ref failed, true);
                }
        }

        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        if (Array.Find(failures, failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
        return classNames is null ? "" : EvaluationScore.Table([before.Score("coarse", classNames), after.Score(name, classNames)]);
    }

    /// <summary>The picture of errors, as <c>--errors</c> and the report draw it.</summary>
    /// <param name="refined">A photograph with its truth.</param>
    /// <param name="errorClass">The name or the number of a class; null: the object of a mask, else all classes at once.</param>
    public static Image Errors(Refined refined, string? errorClass) =>
        errorClass is not null || ReferenceEquals(refined.Palette, Refined.ObjectPalette)
            ? LabelPictures.Errors(refined.Photo, refined.Truth!, refined.After, Class(refined.Palette, errorClass ?? "1"))
            : LabelPictures.Changes(refined.Photo, refined.Truth!, refined.Before.Value, refined.After);

    private void Write(RefineFiles files, Refined refined)
    {
        if (files.Output is { } output)
            ImageFile.Write(output, refined.Result);
        if (files.Overlay is { } overlay)
            ImageFile.Write(overlay, LabelPictures.Overlay(refined.Photo, refined.After, refined.Palette));
        if (files.Contours is { } contours)
            ImageFile.Write(contours, LabelPictures.Contours(refined.Photo, refined.After, refined.Palette));
        if (files.Errors is { } errors)
            ImageFile.Write(errors, Errors(refined, errorClass));
    }

    private static byte Class(Palette palette, string name)
    {
        if (byte.TryParse(name, out var number) && number != LabelMap.Ignore)
            return number;
        return palette.IndexOf(name) is >= 0 and var index ? (byte)index : throw new ArgumentException(
            $"expected --class to be a number from 0 to 254 or one of {string.Join(", ", palette.Names.Take(30))}, got '{name}'.");
    }
}
