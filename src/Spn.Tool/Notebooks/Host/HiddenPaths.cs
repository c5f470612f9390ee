using System.Text.RegularExpressions;

namespace Spn.Tool.Notebooks.Host;

/// <summary>
/// Makes the machine's folders in error messages relative to the notebook, so that saved outputs are the same on every machine.
/// </summary>
internal static partial class HiddenPaths
{
    private static readonly List<KeyValuePair<string, string>> Replacements = [];

    /// <summary>Sets the notebook's folder; its parents become <c>..</c>, the tool's folder and the home folder get short names.</summary>
    public static void SetFolder(string folder)
    {
        Replacements.Clear();
        Add(AppContext.BaseDirectory, "(spn)");
        var up = "";
        for (var at = new DirectoryInfo(folder); at.Parent is not null; at = at.Parent)
        {
            Add(at.FullName, up.Length == 0 ? "." : up);
            up = up.Length == 0 ? ".." : "../" + up;
        }

        Add(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~");
        Add(Path.GetTempPath(), "(temp)");
    }

    public static string Hide(string text)
    {
        foreach (var (folder, name) in Replacements)
        {
            var prefix = name == "." ? "" : name + Path.DirectorySeparatorChar;
            text = text.Replace(folder + Path.DirectorySeparatorChar, prefix, StringComparison.Ordinal);
            text = ReplaceWhole(text, folder, name);
        }

        return PackageProject().Replace(text, "$1(project)");
    }

    /// <summary>The folder of the project by which packages are found: a process and a random name.</summary>
    [GeneratedRegex(@"(packagemanagement[/\\]nuget[/\\]Projects[/\\])[0-9]+--[0-9a-f-]{36}")]
    private static partial Regex PackageProject();

    private static void Add(string folder, string name)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        if (folder.Length > 1)
            Replacements.Add(new(folder, name));
    }

    /// <summary>Replaces a folder only where its name ends, so that /work leaves /workshop alone.</summary>
    private static string ReplaceWhole(string text, string folder, string name)
    {
        var from = 0;
        for (int at; (at = text.IndexOf(folder, from, StringComparison.Ordinal)) >= 0; from = at + name.Length)
        {
            var end = at + folder.Length;
            if (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.'))
                text = string.Concat(text.AsSpan(0, at), name, text.AsSpan(end));
            if (at + name.Length >= text.Length)
                break;
        }

        return text;
    }
}
