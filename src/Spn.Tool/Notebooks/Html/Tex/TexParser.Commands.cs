using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>This part: what each command means.</summary>
internal sealed partial class TexParser
{
    private static readonly Dictionary<string, MathAlphabet> Alphabets = new()
    {
        ["mathrm"] = MathAlphabet.Roman, ["mathup"] = MathAlphabet.Roman, ["mathbf"] = MathAlphabet.Bold, ["mathit"] = MathAlphabet.Italic,
        ["mathbb"] = MathAlphabet.Blackboard, ["mathcal"] = MathAlphabet.Script, ["mathscr"] = MathAlphabet.Script, ["mathfrak"] = MathAlphabet.Fraktur,
        ["mathsf"] = MathAlphabet.SansSerif, ["mathtt"] = MathAlphabet.Monospace, ["boldsymbol"] = MathAlphabet.BoldItalic, ["bm"] = MathAlphabet.BoldItalic,
        ["mathnormal"] = MathAlphabet.Normal,
    };

    /// <summary>What a command shows; null for one that shows nothing.</summary>
    private MathAtom? ParseCommand(string name)
    {
        if (_macros.ContainsKey(name))
        {
            _reader.Insert(Expand(name));
            return null;
        }

        if (TexSymbols.Letters.TryGetValue(name, out var letter))
            return Ordinary(Letter(letter));
        if (TexSymbols.Upright.TryGetValue(name, out var upright))
            return Ordinary(MathMl.Upright(InAlphabet(upright)));
        if (TexSymbols.Operators.TryGetValue(name, out var symbol))
            return new(symbol.Class, MathMl.Operator(symbol.Text));
        if (TexSymbols.Large.TryGetValue(name, out var large))
            return new(AtomClass.Operator, MathMl.Operator(large)) { Limits = true };
        if (TexSymbols.Integrals.TryGetValue(name, out var integral))
            return new(AtomClass.Operator, MathMl.Operator(integral));
        if (TexSymbols.Functions.TryGetValue(name, out var limits))
            return Function(Words(name), limits);
        if (TexSymbols.Spaces.TryGetValue(name, out var width))
            return new(AtomClass.Space, MathMl.Space(width));
        if (TexSymbols.Accents.TryGetValue(name, out var accent))
            return Accent(name, accent.Text, accent.Stretchy);
        if (Alphabets.TryGetValue(name, out var alphabet))
            return new(AtomClass.Ordinary, InSwitchedAlphabet(alphabet, () => ParseArgument('\\' + name)));
        if (TexSymbols.Delimiters.TryGetValue(name, out var delimiter))
            return NamedDelimiter(name, delimiter);
        return ParseStructure(name) ?? ParseSilent(name);
    }

    private static string Words(string name) => name switch { "liminf" => "lim inf", "limsup" => "lim sup", _ => name };

    /// <summary>
    /// An operator written as a word. It is an <c>mo</c> where limits go below it, so that browsers move them in running text.
    /// </summary>
    private static MathAtom Function(string words, bool limits) => limits
        ? new(AtomClass.Operator, MathMl.Operator(
            words.Replace(' ', '\u2009'), new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), new XAttribute("movablelimits", "true")))
        {
            Limits = true,
            Named = true,
        }
        : new(AtomClass.Operator, MathMl.Upright(words)) { Named = true };

    private XElement InSwitchedAlphabet(MathAlphabet alphabet, Func<XElement> parse)
    {
        var before = _alphabet;
        _alphabet = alphabet;
        var element = parse();
        _alphabet = before;
        return element;
    }

    private MathAtom Accent(string name, string text, bool stretchy)
    {
        var body = ParseArgument('\\' + name);
        return new(AtomClass.Ordinary, new XElement(
            "mover", new XAttribute("accent", "true"), body, MathMl.Operator(text, new XAttribute("stretchy", stretchy ? "true" : "false"))));
    }

    private static MathAtom NamedDelimiter(string name, string text)
    {
        var kind = name[0] switch
        {
            '{' => AtomClass.Open,
            '}' => AtomClass.Close,
            'l' => AtomClass.Open,
            'r' => AtomClass.Close,
            _ => AtomClass.Ordinary,
        };
        return new(kind, MathMl.Bracket(text, kind));
    }

    /// <summary>Commands with arguments that build something, and those that set the rest of the group; null for others.</summary>
    private MathAtom? ParseStructure(string name) => name switch
    {
        "frac" => Ordinary(Fraction(name)),
        "dfrac" => Ordinary(Styled(Fraction(name), true)),
        "tfrac" => Ordinary(Styled(Fraction(name), false)),
        "binom" => Ordinary(Binomial()),
        "sqrt" => Ordinary(Root()),
        "overline" or "underline" or "boxed" => Ordinary(new XElement("mrow", new XAttribute("class", name), ParseArgument('\\' + name))),
        "overbrace" => Ordinary(Brace("mover", "⏞", ParseArgument(@"\overbrace"))) with { Limits = true },
        "underbrace" => Ordinary(Brace("munder", "⏟", ParseArgument(@"\underbrace"))) with { Limits = true },
        "overset" or "stackrel" => Stacked("mover"),
        "underset" => Stacked("munder"),
        "left" => Fenced(),
        "big" or "Big" or "bigg" or "Bigg" or "bigl" or "Bigl" or "biggl" or "Biggl" or "bigr" or "Bigr" or "biggr" or "Biggr"
            or "bigm" or "Bigm" => Big(name),
        "begin" => Environment(),
        "text" or "mbox" or "textrm" or "textnormal" or "hbox" => Ordinary(TextOf(name, "")),
        "textbf" => Ordinary(TextOf(name, "font-weight:bold")),
        "textit" or "emph" => Ordinary(TextOf(name, "font-style:italic")),
        "texttt" => Ordinary(TextOf(name, "font-family:monospace")),
        "operatorname" => OperatorName(),
        "phantom" => Ordinary(new XElement("mphantom", ParseArgument(@"\phantom"))),
        "colon" => new(AtomClass.Punctuation, MathMl.Operator(":", new XAttribute("lspace", "0"), new XAttribute("rspace", "0.2222em"))),
        "bmod" => new(AtomClass.Binary, MathMl.Operator("mod", new XAttribute("lspace", "0.2222em"), new XAttribute("rspace", "0.2222em"))),
        "displaystyle" => Ordinary(Styled(Row(ParseRow()), true)),
        "textstyle" => Ordinary(Styled(Row(ParseRow()), false)),
        _ => null,
    };

    /// <summary>Commands that show nothing where they stand; any other is unknown and shown as source.</summary>
    private MathAtom? ParseSilent(string name)
    {
        switch (name)
        {
            case "tag":
                var star = _reader.Accept("*");
                var tag = _reader.ReadRawArgument(@"\tag");
                Tag += (Tag.Length > 0 ? " " : "") + (star ? tag : $"({tag})");
                return null;
            case "label":
                _reader.ReadRawArgument(@"\label");
                return null;
            case "notag" or "nonumber" or "limits" or "nolimits" or "allowbreak" or "relax" or "mathstrut" or "/":
                return null;
            case "newcommand" or "renewcommand" or "providecommand":
                TexMacro.DefineCommand(_reader, _macros);
                return null;
            case "def":
                TexMacro.DefinePlain(_reader, _macros);
                return null;
            case "DeclareMathOperator":
                TexMacro.DefineOperator(_reader, _macros);
                return null;
            default:
                return Unknown('\\' + name);
        }
    }

    private MathAtom Unknown(string source)
    {
        _warnings.Add($"{source} is not supported in formulas and stands there as source");
        return Ordinary(new XElement(
            "mtext", new XAttribute("class", "tex-unknown"), new XAttribute("title", $"{source} is not supported here"), source));
    }

    private static MathAtom Ordinary(XElement element) => new(AtomClass.Ordinary, element);

    private static XElement Styled(XElement body, bool display) =>
        new("mstyle", new XAttribute("displaystyle", display ? "true" : "false"), new XAttribute("scriptlevel", "0"), body);
}
