using System.Text;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>A piece of a cell: code for one kernel, or one magic line.</summary>
/// <param name="Kernel">The kernel that is current at this piece.</param>
/// <param name="Code">The code, padded by blank lines so that its line numbers are those of the cell; null for a magic line.</param>
/// <param name="Magic">The magic line; null for code.</param>
/// <param name="Line">The piece's first line in the cell, from 1.</param>
internal sealed record CellPiece(string Kernel, string? Code, MagicLine? Magic, int Line);

/// <summary>A magic line split into words: <c>#!share --from fsharp x</c> is share with options.</summary>
/// <param name="Name">The magic's name.</param>
/// <param name="Words">The words after it, as they are written.</param>
internal sealed record MagicLine(string Name, IReadOnlyList<string> Words)
{
    /// <summary>The word after <c>--name</c> without quotes, or null when the option is absent.</summary>
    public string? Option(string name) => Written(name) is { } word ? Unquoted(word) : null;

    /// <summary>The word after <c>--name</c> as it is written, or null when the option is absent.</summary>
    public string? Written(string name)
    {
        for (var i = 0; i + 1 < Words.Count; i++)
            if (Words[i] == name)
                return Words[i + 1];
        return null;
    }

    public bool Flag(string name) => Words.Contains(name);

    /// <summary>The first word that is neither an option nor an option's value.</summary>
    public string? Argument(params string[] optionsWithValue)
    {
        for (var i = 0; i < Words.Count; i++)
        {
            if (!Words[i].StartsWith("--", StringComparison.Ordinal))
                return Unquoted(Words[i]);
            if (optionsWithValue.Contains(Words[i]))
                i++;
        }

        return null;
    }

    /// <summary>Quotes only keep words together; those of JSON belong to it.</summary>
    private static string Unquoted(string word) => word is ['{' or '[', ..] ? word : word.Replace("\"", "", StringComparison.Ordinal);
}

/// <summary>Cuts a cell's source at its magic lines.</summary>
internal static class Submission
{
    /// <summary>Splits a cell; a <c>#!name</c> line of a known kernel changes the kernel of what follows.</summary>
    public static IReadOnlyList<CellPiece> Split(string source, string kernel)
    {
        var pieces = new List<CellPiece>();
        var code = new StringBuilder();
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var start = 1;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Magic(lines[i]) is not { } magic)
            {
                code.Append(lines[i]).Append('\n');
                continue;
            }

            Flush(i);
            if (KernelNames.Find(magic.Name) is { } other)
                kernel = other;
            if (KernelNames.Find(magic.Name) is null || magic.Words.Count > 0)
                pieces.Add(new CellPiece(kernel, null, magic, i + 1));
            start = i + 2;
        }

        Flush(lines.Length);
        return pieces;

        void Flush(int end)
        {
            var text = code.ToString();
            if (!string.IsNullOrWhiteSpace(text))
                pieces.Add(new CellPiece(kernel, new string('\n', start - 1) + text.TrimEnd('\n'), null, start));
            code.Clear();
            start = end + 1;
        }
    }

    private static MagicLine? Magic(string line)
    {
        var text = line.Trim();
        if (!text.StartsWith("#!", StringComparison.Ordinal) || text.Length == 2 || char.IsWhiteSpace(text[2]) || text[2] == '/')
            return null;
        var words = Words(text[2..]);
        return new MagicLine(words[0], words.GetRange(1, words.Count - 1));
    }

    /// <summary>Splits at white space; double quotes keep words together, JSON in braces or brackets stays whole.</summary>
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        var depth = 0;
        foreach (var c in text.Append(' '))
        {
            if (char.IsWhiteSpace(c) && !quoted && depth == 0)
            {
                if (word.Length > 0)
                    words.Add(word.ToString());
                word.Clear();
                continue;
            }

            quoted ^= c == '"' && depth == 0;
            depth = Math.Max(0, depth + (quoted ? 0 : c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0));
            word.Append(c);
        }

        if (word.ToString().TrimEnd() is { Length: > 0 } open)
            words.Add(open);
        return words;
    }
}

/// <summary>The kernels this host has, under the names .NET Interactive knows them by.</summary>
internal static class KernelNames
{
    public const string CSharp = "csharp", FSharp = "fsharp", Markdown = "markdown", Html = "html", Javascript = "javascript", Value = "value";

    public const string Known = "csharp, fsharp, markdown, html, javascript, value";

    /// <summary>The kernel that a name or alias means; null for an unknown one.</summary>
    public static string? Find(string name) => name switch
    {
        "csharp" or "c#" or "C#" or ".net-csharp" => CSharp,
        "fsharp" or "f#" or "F#" or ".net-fsharp" => FSharp,
        "markdown" or "md" => Markdown,
        "html" or "HTML" => Html,
        "javascript" or "js" => Javascript,
        "value" => Value,
        _ => null,
    };
}
