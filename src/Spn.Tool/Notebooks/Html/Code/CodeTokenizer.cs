namespace Spn.Tool.Notebooks.Html.Code;

/// <summary>
/// Cuts C# or F# into comments, strings, numbers, keywords and the rest. It colours and never judges: source that does not
/// compile comes out whole all the same.
/// </summary>
internal sealed class CodeTokenizer
{
    private static readonly HashSet<string> CSharpKeywords = Words("""
        abstract and as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
        explicit extern false file finally fixed float for foreach from get global goto group if implicit in init int interface internal into is join let
        lock long namespace new nint not null object on operator or orderby out override params partial private protected public readonly record ref
        required return sbyte scoped sealed select set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked
        unsafe ushort using var virtual void volatile when where while with yield
        """);

    private static readonly HashSet<string> FSharpKeywords = Words("""
        abstract and as assert base begin class default delegate do done downcast downto elif else end exception extern false finally fixed for fun function
        global if in inherit inline interface internal lazy let match member module mutable namespace new not null of open or override private public rec
        return sig static struct then to true try type upcast use val void when while with yield
        """);

    private readonly string _source;
    private readonly bool _fsharp;

    public CodeTokenizer(string source, bool fsharp) => (_source, _fsharp) = (source, fsharp);

    /// <summary>The tokens in order; together they are all of the source.</summary>
    public IEnumerable<CodeToken> Tokens()
    {
        var plain = 0;
        for (var at = 0; at < _source.Length;)
        {
            var (end, kind) = Next(at);
            if (kind != CodeKind.Plain)
            {
                if (at > plain)
                    yield return new(plain, at - plain, CodeKind.Plain);
                yield return new(at, end - at, kind);
                plain = end;
            }

            at = end;
        }

        if (_source.Length > plain)
            yield return new(plain, _source.Length - plain, CodeKind.Plain);
    }

    private (int End, CodeKind Kind) Next(int at)
    {
        var character = _source[at];
        if (Looks(at, "//"))
            return (LineEnd(at), CodeKind.Comment);
        if (_fsharp ? Looks(at, "(*") && !Looks(at, "(*)") : Looks(at, "/*"))
            return (_fsharp ? NestedCommentEnd(at) : After("*/", at + 2), CodeKind.Comment);
        if (character == '#' && IsFirstOnLine(at))
            return (LineEnd(at), CodeKind.Directive);
        if (_fsharp && Looks(at, "``"))
            return (After("``", at + 2), CodeKind.Plain);
        if (StringEnd(at) is > 0 and var end)
            return (end, CodeKind.Text);
        if (character == '\'')
            return CharacterEnd(at) is > 0 and var quote ? (quote, CodeKind.Text) : (at + 1, CodeKind.Plain);
        if (char.IsAsciiDigit(character))
            return (NumberEnd(at), CodeKind.Number);
        if (character == '_' || char.IsLetter(character) || (character == '@' && !_fsharp))
            return Word(at);
        return (at + 1, CodeKind.Plain);
    }

    private (int End, CodeKind Kind) Word(int at)
    {
        var end = at + 1;
        while (end < _source.Length && (char.IsLetterOrDigit(_source[end]) || _source[end] == '_' || (_fsharp && _source[end] == '\'')))
            end++;
        var word = _source[at..end];
        var bang = _fsharp && end < _source.Length && _source[end] == '!' && word is "let" or "use" or "do" or "return" or "yield" or "match" or "and" ? 1 : 0;
        var isMember = at > 0 && _source[at - 1] == '.';
        return !isMember && (_fsharp ? FSharpKeywords : CSharpKeywords).Contains(word) ? (end + (_fsharp ? bang : 0), CodeKind.Keyword) : (end, CodeKind.Plain);
    }

    /// <summary>Where a string that begins here ends; 0 when none begins here.</summary>
    private int StringEnd(int at)
    {
        var quote = at;
        bool interpolated = false, verbatim = false;
        while (quote < _source.Length && _source[quote] is '$' or '@')
        {
            interpolated |= _source[quote] == '$';
            verbatim |= _source[quote] == '@';
            quote++;
        }

        if (quote >= _source.Length || _source[quote] != '"')
            return 0;
        var quotes = 0;
        while (quote + quotes < _source.Length && _source[quote + quotes] == '"')
            quotes++;
        if (quotes >= 3 && !verbatim)
            return After(new string('"', _fsharp ? 3 : quotes), quote + (_fsharp ? 3 : quotes));
        return QuotedEnd(quote + 1, interpolated, verbatim);
    }

    private int QuotedEnd(int at, bool interpolated, bool verbatim)
    {
        for (; at < _source.Length; at++)
        {
            var character = _source[at];
            if (character == '"')
            {
                if (!verbatim || !Looks(at, "\"\""))
                    return at + 1;
                at++;
            }
            else if (character == '\\' && !verbatim)
            {
                at++;
            }
            else if (character == '{' && interpolated)
            {
                if (Looks(at, "{{"))
                    at++;
                else
                    at = HoleEnd(at + 1) - 1;
            }
            else if (character == '\n' && !verbatim && !_fsharp)
            {
                return at;
            }
        }

        return _source.Length;
    }

    /// <summary>Past the closing brace of an interpolation hole, over strings inside it.</summary>
    private int HoleEnd(int at)
    {
        for (var depth = 1; at < _source.Length; at++)
        {
            if (_source[at] == '{')
                depth++;
            else if (_source[at] == '}' && --depth == 0)
                return at + 1;
            else if (_source[at] == '"')
                at = QuotedEnd(at + 1, interpolated: false, verbatim: false) - 1;
            else if (_source[at] == '\n')
                return at;
        }

        return _source.Length;
    }

    /// <summary>Where a character literal ends; 0 for F#'s type variables and primes.</summary>
    private int CharacterEnd(int at)
    {
        if (at + 2 < _source.Length && _source[at + 1] != '\\' && _source[at + 2] == '\'')
            return at + 3;
        if (at + 1 >= _source.Length || _source[at + 1] != '\\')
            return 0;
        var end = _source.IndexOf('\'', Math.Min(at + 3, _source.Length));
        return end > 0 && end - at <= 12 ? end + 1 : 0;
    }

    private int NumberEnd(int at)
    {
        var end = at;
        while (end < _source.Length)
        {
            var character = _source[end];
            var exponentSign = character is '+' or '-' && _source[end - 1] is 'e' or 'E' && !_source.AsSpan(at).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            var next = end + 1 < _source.Length ? _source[end + 1] : ' ';
            var point = character == '.' && (char.IsAsciiDigit(next) || (_fsharp && next != '.' && !char.IsLetter(next)));
            if (!char.IsAsciiLetterOrDigit(character) && character != '_' && !exponentSign && !point)
                break;
            end++;
        }

        return end;
    }

    private int NestedCommentEnd(int at)
    {
        var depth = 0;
        for (; at < _source.Length; at++)
        {
            if (Looks(at, "(*") && !Looks(at, "(*)"))
                (depth, at) = (depth + 1, at + 1);
            else if (Looks(at, "*)") && --depth == 0)
                return at + 2;
        }

        return _source.Length;
    }

    private bool IsFirstOnLine(int at)
    {
        var start = at;
        while (start > 0 && _source[start - 1] is ' ' or '\t')
            start--;
        return (start == 0 || _source[start - 1] == '\n') && at + 1 < _source.Length && (_source[at + 1] == '!' || char.IsAsciiLetter(_source[at + 1]));
    }

    private bool Looks(int at, string text) => string.CompareOrdinal(_source, at, text, 0, text.Length) == 0;

    private int LineEnd(int at) => _source.IndexOf('\n', at) is >= 0 and var end ? end : _source.Length;

    private int After(string text, int at) => at < _source.Length && _source.IndexOf(text, at, StringComparison.Ordinal) is >= 0 and var found ? found + text.Length : _source.Length;

    private static HashSet<string> Words(string list) => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
