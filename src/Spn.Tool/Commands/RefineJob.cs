using Spn.Learning;

namespace Spn.Tool.Commands;

/// <summary>One refined file where its truth is known.</summary>
internal sealed record Refined(LabelMap Truth, LabelMap Before, LabelMap After);

/// <summary>Refines file after file and adds up the scores over all of them.</summary>
/// <param name="refine">Refines one, writes what is to be written, and gives what is to be scored; null where there is no truth.</param>
/// <param name="classes">The number of classes, above every label.</param>
internal sealed class RefineJob(Func<RefineFiles, Refined?> refine, int classes)
{
    private const int TrimapWidth = 3;

    /// <summary>The scores before and after as a table; empty where there is no truth.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">What refined them.</param>
    /// <param name="names">The names of the classes, asked for when all files have been read.</param>
    /// <param name="cancellation">Stops between two files.</param>
    public string Run(IReadOnlyList<RefineFiles> files, string name, Func<IReadOnlyList<string>?> names, CancellationToken cancellation)
    {
        var (before, after, scored) = (new EvaluationSum(classes, TrimapWidth), new EvaluationSum(classes, TrimapWidth), false);
        for (var i = 0; i < files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (refine(files[i]) is { } refined)
            {
                before.Add(refined.Truth, refined.Before);
                after.Add(refined.Truth, refined.After);
                scored = true;
            }

            if (files.Count > 1 && !Console.IsErrorRedirected)
                Console.Error.Write(FormattableString.Invariant($"\r{i + 1} of {files.Count}{(i + 1 == files.Count ? "\n" : "")}"));
        }

        return scored ? EvaluationScore.Table([before.Score("coarse", names()), after.Score(name, names())]) : "";
    }
}
