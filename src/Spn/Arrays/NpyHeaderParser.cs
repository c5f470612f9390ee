namespace Spn.Arrays;

/// <summary>Reads the Python dictionary of a .npy header: the keys descr, fortran_order and shape, each once, in any order.</summary>
internal sealed class NpyHeaderParser(string text)
{
    private int _at;

    public NpyHeader Parse(int length)
    {
        (NpyType Type, bool BigEndian)? type = null;
        bool? fortran = null;
        int[]? shape = null;
        Take('{');
        while (!TryTake('}'))
        {
            var key = Quoted();
            Take(':');
            switch (key)
            {
                case "descr" when type is null: type = Type(); break;
                case "fortran_order" when fortran is null: fortran = Boolean(); break;
                case "shape" when shape is null: shape = Shape(); break;
                default: throw Malformed($"key '{Cut(key)}'");
            }

            if (!TryTake(','))
            {
                Take('}');
                break;
            }
        }

        SkipSpace();
        if (_at != text.Length)
            throw Malformed("text after the dictionary");
        var (number, bigEndian) = type ?? throw Malformed("no descr");
        return new NpyHeader(
            number, bigEndian, fortran ?? throw Malformed("no fortran_order"), shape ?? throw Malformed("no shape"), length);
    }

    private (NpyType Type, bool BigEndian) Type()
    {
        SkipSpace();
        if (_at < text.Length && text[_at] == '[')
            throw Unsupported("a structured type");
        var descr = Quoted();
        var (order, name) = descr is ['<' or '>' or '|' or '=', ..] ? (descr[0], descr[1..]) : ('<', descr);
        return NpyTypes.Find(name) is { } type && (order != '|' || name is "V2" || NpyTypes.Size(type) == 1)
            ? (type, order == '>')
            : throw Unsupported($"'{Cut(descr)}'");
    }

    private bool Boolean()
    {
        SkipSpace();
        foreach (var (word, value) in new[] { ("True", true), ("False", false) })
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) == 0)
            {
                _at += word.Length;
                return value;
            }

        throw Malformed("fortran_order that is neither True nor False");
    }

    private int[] Shape()
    {
        var extents = new List<int>();
        var count = 1L;
        Take('(');
        while (!TryTake(')'))
        {
            extents.Add(Extent());
            // Kept even where a later extent is zero, so that the product below never overflows.
            count = Math.Min(count * Math.Max(1, extents[^1]), (long)int.MaxValue + 1);
            if (extents.Count > 32)
                throw Malformed("more than 32 extents");
            if (!TryTake(','))
            {
                Take(')');
                break;
            }
        }

        if (count > Array.MaxLength)
            throw new InvalidDataException(
                $"expected a .npy array of at most {Array.MaxLength} values, got shape {NpyHeader.ShapeText(extents)}; split it.");
        return [.. extents];
    }

    private int Extent()
    {
        SkipSpace();
        var start = _at;
        var value = 0L;
        for (; _at < text.Length && char.IsAsciiDigit(text[_at]); _at++)
            value = Math.Min(value * 10 + (text[_at] - '0'), (long)int.MaxValue + 1);
        if (_at == start)
            throw Malformed("an extent that is not a number");
        if (_at < text.Length && text[_at] == 'L')
            _at++; // Python 2 wrote long integers so.
        return value <= int.MaxValue ? (int)value : throw Malformed("an extent above 2147483647");
    }

    private string Quoted()
    {
        SkipSpace();
        if (_at >= text.Length || text[_at] is not ('\'' or '"'))
            throw Malformed("something unquoted");
        var end = text.IndexOf(text[_at], _at + 1);
        if (end < 0)
            throw Malformed("an unclosed quote");
        var value = text[(_at + 1)..end];
        _at = end + 1;
        return value;
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
            throw Malformed($"no '{expected}' at character {_at}");
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        if (_at >= text.Length || text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n' or '\t' or '\r')
            _at++;
    }

    private static string Cut(string value) => Expect.Shown(value, 20);

    private static InvalidDataException Malformed(string what) =>
        new($"expected a .npy header with descr, fortran_order and shape, got {what}; write it with numpy.save.");

    private static InvalidDataException Unsupported(string type) =>
        new($"expected a .npy array of floats, integers or booleans, got {type}; convert it with .astype('<f4').");
}
