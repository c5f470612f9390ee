using System.Text.Json;

namespace Spn.Tool.Notebooks.Documents;

/// <summary>Which kernel a cell belongs to, by the metadata, strongest first; a <c>#!name</c> line in the cell beats all of it.</summary>
internal static class CellLanguage
{
    /// <summary>
    /// The cell's own kernel: <c>polyglot_notebook.kernelName</c>, then <c>dotnet_interactive.language</c>; null when neither is there.
    /// </summary>
    public static string? OfCell(JsonElement? metadata) =>
        Normal(Text(metadata, "polyglot_notebook", "kernelName")) ?? Normal(Text(metadata, "dotnet_interactive", "language"));

    /// <summary>The document's default; C# where nothing is said, as in .NET Interactive.</summary>
    public static string OfDocument(JsonElement? metadata) =>
        Normal(Text(metadata, "polyglot_notebook", "kernelInfo", "defaultKernelName"))
        ?? Normal(Text(metadata, "dotnet_interactive", "defaultKernelName"))
        ?? Normal(Text(metadata, "kernelspec", "name"))
        ?? Normal(Text(metadata, "language_info", "name"))
        ?? KernelNames.CSharp;

    /// <summary>
    /// A known kernel's own name; an unknown one stays, so that the cell can say what it is. The umbrella name of polyglot notebooks says
    /// nothing.
    /// </summary>
    private static string? Normal(string? name) => name is null or "" or "polyglot-notebook" ? null : KernelNames.Find(name) ?? name;

    private static string? Text(JsonElement? metadata, params string[] path)
    {
        if (metadata is not { } at)
            return null;
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }
}
