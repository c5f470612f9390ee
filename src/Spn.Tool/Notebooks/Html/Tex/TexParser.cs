using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>Reads one formula, by recursive descent, into MathML. This part: rows, atoms and their scripts.</summary>
internal sealed partial class TexParser
{
    /// <summary>Deeper than any formula, shallow enough for the stack.</summary>
    private const int MaxDepth = 150;

    /// <summary>Enough for any formula, and an end for a macro that calls itself.</summary>
    private const int MaxExpansions = 1000;

    private readonly TexReader _reader;
    private readonly IDictionary<string, TexMacro> _macros;
    private readonly List<string> _warnings = [];
    private readonly bool _display;
    private MathAlphabet _alphabet = MathAlphabet.Normal;
    private bool _tight;
    private int _depth;
    private int _expansions;

    public TexParser(string source, bool display, IDictionary<string, TexMacro> macros)
    {
        _reader = new(source);
        _display = display;
        _macros = macros;
    }

    /// <summary>What \tag gave; empty without it.</summary>
    public string Tag { get; private set; } = "";

    /// <summary>The commands that were shown as source.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads all of the source. Line breaks at the top level make a column of lines, as MathJax does.</summary>
    public XElement ParseFormula()
    {
        var lines = new List<XElement> { Row(ParseRow()) };
        while (AcceptLineBreak())
            lines.Add(Row(ParseRow()));

        if (!_reader.AtEnd)
            throw new TexException(_reader.Peek switch
            {
                '}' => "a closing brace has no opening one",
                '&' => "& stands outside an environment with columns",
                _ => $"{string.Concat("\\", _reader.ReadCommand())} has no partner before it",
            });
        return lines is [var only] ? only : Table(lines.Select(l => new[] { l }).ToList(), ["center"], display: _display);
    }

    private XElement Row(IReadOnlyList<MathAtom> atoms, bool continues = false) => MathMl.Row(atoms, _tight, continues);

    /// <summary>Reads atoms up to what closes the group, the cell or the formula.</summary>
    private List<MathAtom> ParseRow()
    {
        if (++_depth > MaxDepth)
            throw new TexException($"it nests deeper than {MaxDepth} levels");
        var atoms = new List<MathAtom>();
        while (!RowEnds())
        {
            if (ParseAtom() is { } atom)
                atoms.Add(WithScripts(atom));
        }

        _depth--;
        return atoms;
    }

    private bool RowEnds()
    {
        _reader.SkipSpace();
        return _reader.AtEnd || _reader.Peek is '}' or '&' || _reader.Looks(@"\\") || _reader.Looks(@"\right") || _reader.Looks(@"\end")
            || _reader.Looks(@"\middle") || _reader.Looks(@"\cr");
    }

    /// <summary>Reads one atom without its scripts; null for a command that shows nothing.</summary>
    private MathAtom? ParseAtom()
    {
        var character = _reader.Peek;
        switch (character)
        {
            case '{':
                return ParseGroup();
            case '\\':
                return ParseCommand(_reader.ReadCommand());
            case '^' or '_' or '\'':
                return new(AtomClass.Ordinary, new XElement("mrow"));
            case '~':
                _reader.ReadCharacter();
                return new(AtomClass.Space, MathMl.Space("0.25em"));
            case >= '0' and <= '9':
                return new(AtomClass.Ordinary, MathMl.Number(InAlphabet(_reader.ReadNumber())));
            default:
                return char.IsAsciiLetter(character) ? ParseLetters() : Typed(_reader.ReadCharacter());
        }
    }

    /// <summary>One letter; in an upright alphabet the whole run of letters, which is a word there.</summary>
    private MathAtom ParseLetters()
    {
        var letters = _alphabet == MathAlphabet.Normal ? _reader.ReadCharacter() : _reader.ReadWhile(char.IsAsciiLetter);
        return Ordinary(Letter(letters));
    }

    private string InAlphabet(string text) =>
        _alphabet is MathAlphabet.Normal or MathAlphabet.Roman ? text : string.Concat(text.Select(c => MathAlphabets.Write(c, _alphabet)));

    /// <summary>A character that stands for itself.</summary>
    private MathAtom Typed(string text)
    {
        if (!TexSymbols.Typed.TryGetValue(text, out var symbol))
        {
            var element = char.IsLetter(text, 0)
                ? MathMl.Identifier(InAlphabet(text))
                : MathMl.Operator(text, new XAttribute("lspace", "0"), new XAttribute("rspace", "0"));
            return new(text is "!" or "?" ? AtomClass.Close : AtomClass.Ordinary, element);
        }

        return symbol.Class switch
        {
            AtomClass.Open or AtomClass.Close or AtomClass.Ordinary => new(symbol.Class, MathMl.Bracket(symbol.Text, symbol.Class)),
            AtomClass.Operator => new(AtomClass.Operator, MathMl.Operator(symbol.Text)) { Limits = TexSymbols.Large.Values.Contains(text) },
            AtomClass.Relation when text == ":" =>
                new(symbol.Class, MathMl.Operator(":", new XAttribute("lspace", "0.2778em"), new XAttribute("rspace", "0.2778em"))),
            _ => new(symbol.Class, MathMl.Operator(symbol.Text)),
        };
    }

    /// <summary>A group in braces: one ordinary atom.</summary>
    private MathAtom ParseGroup()
    {
        _reader.ReadCharacter();
        var atoms = ParseRow();
        if (!_reader.Accept("}"))
            throw new TexException("a brace is not closed");
        var element = Row(atoms);
        if (atoms.Count == 1)
            MathMl.Close(element);
        return new(AtomClass.Ordinary, element);
    }

    /// <summary>Reads what a command applies to: a group, a command with its own arguments, or one character.</summary>
    private XElement ParseArgument(string what)
    {
        _reader.SkipSpace();
        if (RowEnds() || _reader.Peek is '^' or '_')
            throw new TexException($"{what} lacks its argument");
        if (++_depth > MaxDepth)
            throw new TexException($"it nests deeper than {MaxDepth} levels");
        var element = _reader.Peek switch
        {
            '{' => ParseGroup().Element,
            '\\' => CommandArgument(_reader.ReadCommand()),
            >= '0' and <= '9' => MathMl.Number(InAlphabet(_reader.ReadCharacter())),
            var c when char.IsAsciiLetter(c) => Letter(_reader.ReadCharacter()),
            _ => Typed(_reader.ReadCharacter()).Element,
        };
        _depth--;
        return element;
    }

    /// <summary>A command without braces as an argument; a macro is a group of its own there.</summary>
    private XElement CommandArgument(string name)
    {
        if (!_macros.ContainsKey(name))
            return ParseCommand(name)?.Element ?? new XElement("mrow");
        _reader.Insert($"{{{Expand(name)}}}");
        return ParseGroup().Element;
    }

    private string Expand(string name) => ++_expansions > MaxExpansions
        ? throw new TexException($@"the macro \{name} expands without end")
        : _macros[name].Expand(_reader, name);

    private XElement Letter(string letter) =>
        _alphabet == MathAlphabet.Roman ? MathMl.Upright(letter) : MathMl.Identifier(InAlphabet(letter));

    /// <summary>Reads an argument as a script: smaller, without the space around operators.</summary>
    private XElement ParseTight(string what)
    {
        var tight = _tight;
        _tight = true;
        var element = ParseArgument(what);
        if (element.Name.LocalName == "mo")
            MathMl.Close(element);
        _tight = tight;
        return element;
    }

    /// <summary>Reads primes, sub- and superscripts after an atom.</summary>
    private MathAtom WithScripts(MathAtom atom)
    {
        XElement? below = null, above = null;
        var primes = 0;
        var limits = atom.Limits;
        while (true)
        {
            _reader.SkipSpace();
            if (_reader.Accept(@"\limits"))
                (limits, atom) = (true, FixedLimits(atom));
            else if (_reader.Accept(@"\nolimits"))
                limits = false;
            else if (_reader.Accept("'"))
                primes++;
            else if (_reader.Accept("^"))
                above = above is null ? ParseTight("^") : throw new TexException("a superscript follows a superscript without braces");
            else if (_reader.Accept("_"))
                below = below is null ? ParseTight("_") : throw new TexException("a subscript follows a subscript without braces");
            else
                break;
        }

        if (primes > 0)
        {
            var text = primes <= 4 ? "′″‴⁗"[primes - 1].ToString() : new('′', primes);
            var prime = MathMl.Operator(text, new XAttribute("lspace", "0"), new XAttribute("rspace", "0"));
            above = above is null ? prime : new XElement("mrow", prime, above);
        }

        if (below is null && above is null)
            return atom;
        var name = (below, above, limits) switch
        {
            (_, null, true) => "munder",
            (null, _, true) => "mover",
            (_, _, true) => "munderover",
            (_, null, false) => "msub",
            (null, _, false) => "msup",
            _ => "msubsup",
        };
        return atom with { Element = new XElement(name, atom.Element, below, above), Limits = false };
    }

    /// <summary>\limits puts scripts above and below in running text too.</summary>
    private static MathAtom FixedLimits(MathAtom atom)
    {
        if (atom.Element.Name.LocalName == "mo")
            atom.Element.SetAttributeValue("movablelimits", "false");
        return atom;
    }
}
