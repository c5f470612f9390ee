using System.Text;

namespace Spn.Tool.Pages;

/// <summary>Styles and scripts of the tool's pages.</summary>
internal static class PageResource
{
    /// <summary>A resource of this assembly, "Folder.name.extension", with line feeds.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(PageResource).Assembly.GetManifestResourceStream($"Spn.Tool.{name}")
            ?? throw new InvalidOperationException($"the resource Spn.Tool.{name} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
