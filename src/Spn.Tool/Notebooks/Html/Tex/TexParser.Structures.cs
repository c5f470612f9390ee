using System.Text;
using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>This part: fractions, roots, brackets that grow, words inside formulas.</summary>
internal sealed partial class TexParser
{
    private XElement Fraction(string name)
    {
        return new("mfrac", ParseArgument('\\' + name), ParseArgument('\\' + name));
    }

    private XElement Binomial()
    {
        var fraction = new XElement("mfrac", new XAttribute("linethickness", "0"), ParseArgument(@"\binom"), ParseArgument(@"\binom"));
        return new("mrow", MathMl.Fence("(", "prefix"), fraction, MathMl.Fence(")", "postfix"));
    }

    private XElement Root()
    {
        var index = _reader.ReadOptional();
        var body = ParseArgument(@"\sqrt");
        if (index is null)
            return new("msqrt", body);
        return new("mroot", body, ParseInner(index, tight: true));
    }

    private static XElement Brace(string element, string brace, XElement body) =>
        new(element, body, MathMl.Operator(brace, new XAttribute("stretchy", "true")));

    private MathAtom Stacked(string element)
    {
        var script = ParseTight(element == "mover" ? @"\overset" : @"\underset");
        var body = ParseArgument(element == "mover" ? @"\overset" : @"\underset");
        var kind = TexSymbols.Typed.TryGetValue(body.Value, out var symbol) && body.Name.LocalName == "mo" ? symbol.Class : AtomClass.Ordinary;
        return new(kind, new XElement(element, body, script));
    }

    /// <summary>Reads source that was taken out of this formula's, such as the dollars inside \text.</summary>
    private XElement ParseInner(string source, bool tight)
    {
        var inner = new TexParser(source, display: false, _macros) { _tight = tight, _depth = _depth + 1, _expansions = _expansions };
        var element = inner.ParseFormula();
        _expansions = inner._expansions;
        _warnings.AddRange(inner.Warnings);
        return element;
    }

    /// <summary>\left … \middle … \right: brackets as tall as what they hold.</summary>
    private MathAtom Fenced()
    {
        var parts = new List<XElement>(MathMl.Fence(Delimiter(@"\left"), "prefix"));
        parts.AddRange(MathMl.Elements(ParseRow(), _tight, continues: false));
        while (_reader.Accept(@"\middle"))
        {
            parts.AddRange(MathMl.Fence(Delimiter(@"\middle"), "infix"));
            parts.AddRange(MathMl.Elements(ParseRow(), _tight, continues: false));
        }

        if (!_reader.Accept(@"\right"))
            throw new TexException(@"\left has no \right");
        parts.AddRange(MathMl.Fence(Delimiter(@"\right"), "postfix"));
        return Ordinary(new XElement("mrow", parts));
    }

    private MathAtom Big(string name)
    {
        var size = name.TrimEnd('l', 'r', 'm') switch { "big" => "1.2em", "Big" => "1.8em", "bigg" => "2.4em", _ => "3em" };
        var kind = name[^1] switch { 'l' => AtomClass.Open, 'r' => AtomClass.Close, 'm' => AtomClass.Relation, _ => AtomClass.Ordinary };
        var text = Delimiter('\\' + name);
        if (kind == AtomClass.Ordinary && TexSymbols.Typed.TryGetValue(text, out var symbol))
            kind = symbol.Class;
        var form = kind switch { AtomClass.Open => "prefix", AtomClass.Close => "postfix", _ => "infix" };
        return new(kind, MathMl.Operator(
            text, new XAttribute("fence", "true"), new XAttribute("form", form), new XAttribute("stretchy", "true"),
            new XAttribute("minsize", size), new XAttribute("maxsize", size)));
    }

    /// <summary>The bracket after \left and its like; empty for the full stop, which stands for none.</summary>
    private string Delimiter(string what)
    {
        _reader.SkipSpace();
        if (_reader.AtEnd)
            throw new TexException($"{what} lacks its bracket");
        if (_reader.Peek != '\\')
        {
            var typed = _reader.ReadCharacter();
            return typed switch
            {
                "." => "",
                "<" => "⟨",
                ">" => "⟩",
                "(" or ")" or "[" or "]" or "|" or "/" or "⟨" or "⟩" or "‖" => typed,
                _ => throw new TexException($"{what} is followed by '{typed}', which is not a bracket"),
            };
        }

        var name = _reader.ReadCommand();
        return TexSymbols.Delimiters.TryGetValue(name, out var text) ? text : throw new TexException($@"{what} is followed by \{name}, which is not a bracket");
    }

    /// <summary>Words, in which dollars or \( \) enclose formulas again.</summary>
    private XElement TextOf(string name, string style)
    {
        var source = _reader.ReadRawArgument('\\' + name);
        var parts = source.Split('$');
        if (parts.Length % 2 == 0)
            throw new TexException($@"a dollar inside \{name} has no partner");
        var elements = parts.Select((part, index) => index % 2 == 0 ? MathMl.Text(PlainText(part)) : ParseInner(part, _tight))
            .Where(e => e.Name.LocalName != "mtext" || e.Value.Length > 0).ToArray();
        if (style.Length > 0)
        {
            foreach (var element in elements)
                element.SetAttributeValue("style", style);
        }

        return elements is [var only] ? only : new XElement("mrow", elements);
    }

    /// <summary>Text with its TeX escapes resolved: <c>\%</c>, <c>\_</c>, <c>~</c>, <c>--</c>, quotes, and braces left out.</summary>
    private static string PlainText(string source)
    {
        var text = new StringBuilder();
        for (var index = 0; index < source.Length; index++)
        {
            var character = source[index];
            if (character == '\\' && index + 1 < source.Length)
                text.Append(source[++index] is ' ' or ',' or ';' ? ' ' : source[index]);
            else if (character is not ('{' or '}'))
                text.Append(char.IsWhiteSpace(character) || character == '~' ? ' ' : character);
        }

        return text.Replace("---", "—").Replace("--", "–").Replace("``", "“").Replace("''", "”").Replace('`', '‘').Replace('\'', '’').ToString();
    }

    private MathAtom OperatorName()
    {
        var limits = _reader.Accept("*");
        var body = InSwitchedAlphabet(MathAlphabet.Roman, () => ParseArgument(@"\operatorname"));
        foreach (var sign in body.DescendantsAndSelf("mo").Where(o => o.Value == "−"))
            sign.Value = "-";
        return limits && body.Name.LocalName == "mi"
            ? Function(body.Value, limits: true)
            : new(AtomClass.Operator, body) { Limits = limits, Named = true };
    }
}
