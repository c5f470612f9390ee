namespace Spn.Tool.Notebooks.Html.Code;

/// <summary>Names of languages as notebooks write them.</summary>
internal static class Languages
{
    private static readonly string[] MagicNames =
        ["csharp", "c#", "fsharp", "f#", "html", "markdown", "javascript", "mermaid", "pwsh", "powershell", "sql", "kql", "http"];

    /// <summary>
    /// One name for each language: lower case, <c>c#</c> and <c>cs</c> as <c>csharp</c>, <c>f#</c> and <c>fs</c> as <c>fsharp</c>.
    /// </summary>
    public static string Normalize(string name) => name.Trim().ToLowerInvariant() switch
    {
        "c#" or "cs" or "csx" or ".net-csharp" => "csharp",
        "f#" or "fs" or "fsx" or ".net-fsharp" => "fsharp",
        "powershell" => "pwsh",
        var other => other,
    };

    /// <summary>How a reader knows the language.</summary>
    public static string Label(string language) => language switch
    {
        "csharp" => "C#",
        "fsharp" => "F#",
        "html" => "HTML",
        "markdown" => "Markdown",
        "javascript" => "JavaScript",
        "pwsh" => "PowerShell",
        _ => language,
    };

    /// <summary>The language that a leading <c>#!name</c> line chooses; empty without one.</summary>
    public static string FromMagic(string source)
    {
        var first = source.TrimStart('\n').Split('\n', 2)[0].TrimEnd();
        var isName = first.StartsWith("#!", StringComparison.Ordinal) && MagicNames.Contains(first[2..], StringComparer.Ordinal);
        return isName ? Normalize(first[2..]) : "";
    }
}
