namespace Spn.Tool.Notebooks;

/// <summary>
/// A notebook that says itself that it cannot run here. Its exception is known by name: the notebook brings its own build of it.
/// </summary>
internal static class SkippedNotebook
{
    public static bool IsError(string name) =>
        name == "NotebookSkippedException" || name.EndsWith(".NotebookSkippedException", StringComparison.Ordinal);
}
