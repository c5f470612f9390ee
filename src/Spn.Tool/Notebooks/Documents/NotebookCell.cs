namespace Spn.Tool.Notebooks.Documents;

/// <summary>A cell as the notebook holds it.</summary>
/// <param name="Number">Its place, from 1, counting every cell.</param>
/// <param name="Type">code, markdown or raw.</param>
/// <param name="Kernel">The kernel its text starts in, before any <c>#!name</c> line of its own.</param>
/// <param name="Source">Its text.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Span">Its object in the file.</param>
internal sealed record NotebookCell(int Number, string Type, string Kernel, string Source, IReadOnlyList<string> Tags, JsonSpan Span)
{
    /// <summary>Whether there is code to run.</summary>
    public bool Runs => Type == "code" && !string.IsNullOrWhiteSpace(Source);

    /// <summary>Whether its failure is expected, as nbclient's tag says.</summary>
    public bool MayFail => Tags.Contains("raises-exception");
}
