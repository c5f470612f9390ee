namespace Spn.Tool.Notebooks.Documents;

/// <summary>The kernels that notebooks name, under the names that .NET Interactive knows them by.</summary>
internal static class KernelNames
{
    public const string CSharp = "csharp", FSharp = "fsharp", Markdown = "markdown";

    /// <summary>The kernel that a name or alias means; null for one that the host does not have.</summary>
    public static string? Find(string name) => name switch
    {
        "csharp" or "c#" or "C#" or ".net-csharp" => CSharp,
        "fsharp" or "f#" or "F#" or ".net-fsharp" => FSharp,
        "markdown" or "md" => Markdown,
        "html" or "HTML" => "html",
        "javascript" or "js" => "javascript",
        "value" or "mermaid" => name,
        _ => null,
    };
}
