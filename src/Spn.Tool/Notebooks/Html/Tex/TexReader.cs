using System.Text;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>A cursor over TeX source: characters, commands, groups.</summary>
internal sealed class TexReader
{
    /// <summary>Longer than any formula: an end for macros that grow.</summary>
    private const int MaxExpandedLength = 100_000;

    private string _source;
    private int _position;

    public TexReader(string source) => _source = source;

    public bool AtEnd => _position >= _source.Length;

    /// <summary>The character ahead, or NUL at the end.</summary>
    public char Peek => AtEnd ? '\0' : _source[_position];

    /// <summary>Skips white space and comments.</summary>
    public void SkipSpace()
    {
        while (!AtEnd)
        {
            if (char.IsWhiteSpace(Peek))
                _position++;
            else if (Peek == '%')
                _position = _source.IndexOf('\n', _position) is >= 0 and var end ? end : _source.Length;
            else
                return;
        }
    }

    /// <summary>Whether that text stands ahead; a command's name must end there.</summary>
    public bool Looks(string text) =>
        string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0
        && !(text.Length > 1 && text[0] == '\\' && char.IsAsciiLetter(text[^1])
            && _position + text.Length < _source.Length && char.IsAsciiLetter(_source[_position + text.Length]));

    /// <summary>Goes past the text if it stands ahead.</summary>
    public bool Accept(string text)
    {
        if (!Looks(text))
            return false;
        _position += text.Length;
        return true;
    }

    /// <summary>Reads one character as a string; a surrogate pair is one character.</summary>
    public string ReadCharacter()
    {
        var length = Rune.TryGetRuneAt(_source, _position, out var rune) ? rune.Utf16SequenceLength : 1;
        _position += length;
        return _source.Substring(_position - length, length);
    }

    /// <summary>Reads the longest run of characters of a kind.</summary>
    public string ReadWhile(Func<char, bool> kind)
    {
        var start = _position;
        while (!AtEnd && kind(Peek))
            _position++;
        return _source[start.._position];
    }

    /// <summary>Reads a number: digits, with one point only if a digit follows.</summary>
    public string ReadNumber()
    {
        var start = _position;
        ReadWhile(char.IsAsciiDigit);
        if (Peek == '.' && _position + 1 < _source.Length && char.IsAsciiDigit(_source[_position + 1]))
        {
            _position++;
            ReadWhile(char.IsAsciiDigit);
        }

        return _source[start.._position];
    }

    /// <summary>Reads a command at a backslash and gives its name: letters, or one other character.</summary>
    public string ReadCommand()
    {
        _position++;
        if (AtEnd)
            throw new TexException("a backslash ends the formula");
        return char.IsAsciiLetter(Peek) ? ReadWhile(char.IsAsciiLetter) : ReadCharacter();
    }

    /// <summary>Reads the source between braces as it stands, or one character or command without them.</summary>
    /// <param name="what">Who wants it, for the message.</param>
    public string ReadRawArgument(string what)
    {
        SkipSpace();
        if (AtEnd || Peek is '}' or '&')
            throw new TexException($"{what} lacks its argument");
        if (Peek == '\\')
            return '\\' + ReadCommand();
        if (Peek != '{')
            return ReadCharacter();
        _position++;
        var start = _position;
        for (var depth = 1; !AtEnd; _position++)
        {
            if (Peek == '\\')
                _position++;
            else if (Peek == '{')
                depth++;
            else if (Peek == '}' && --depth == 0)
                return _source[start.._position++];
        }

        throw new TexException($"the brace after {what} is not closed");
    }

    /// <summary>Reads the source between square brackets if they follow; null without them.</summary>
    public string? ReadOptional()
    {
        SkipSpace();
        if (Peek != '[')
            return null;
        var end = _source.IndexOf(']', _position);
        if (end < 0)
            throw new TexException("a square bracket is not closed");
        var text = _source[(_position + 1)..end];
        _position = end + 1;
        return text;
    }

    /// <summary>Puts a macro's text ahead of the cursor.</summary>
    public void Insert(string text)
    {
        _source = text + _source[_position..];
        _position = 0;
        if (_source.Length > MaxExpandedLength)
            throw new TexException("its macros expand to more than 100000 characters");
    }
}
