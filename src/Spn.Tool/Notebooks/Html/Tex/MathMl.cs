using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>Makes MathML elements, and rows with TeX's spacing out of atoms.</summary>
internal static class MathMl
{
    private const string ThinSpace = "0.1667em";

    public static XElement Identifier(string text) => new("mi", text);

    /// <summary>An upright identifier. One letter alone would be italic, so it says so; several are upright by themselves.</summary>
    public static XElement Upright(string text) =>
        text.Length == 1 && char.IsLetter(text[0]) ? new("mi", new XAttribute("mathvariant", "normal"), text) : new("mi", text);

    public static XElement Operator(string text, params object[] attributes) => new("mo", attributes, text);

    public static XElement Number(string text) => new("mn", text);

    /// <summary>Words. Spaces at the ends would be trimmed by the browser, so they become no-break spaces.</summary>
    public static XElement Text(string text) => new("mtext", text.Replace(' ', '\u00a0'));

    public static XElement Space(string width) => new("mspace", new XAttribute("width", width));

    /// <summary>A bracket that does not grow by itself, as in TeX without \left.</summary>
    public static XElement Bracket(string text, AtomClass kind) => kind switch
    {
        AtomClass.Open => Operator(text, new XAttribute("form", "prefix"), new XAttribute("stretchy", "false")),
        AtomClass.Close => Operator(text, new XAttribute("form", "postfix"), new XAttribute("stretchy", "false")),
        _ => Operator(text, new XAttribute("lspace", "0"), new XAttribute("rspace", "0"), new XAttribute("stretchy", "false")),
    };

    /// <summary>A bracket that grows with its contents, as after \left and \right; nothing for the empty delimiter.</summary>
    public static IEnumerable<XElement> Fence(string text, string form) => text.Length == 0
        ? []
        : [Operator(text, new XAttribute("fence", "true"), new XAttribute("form", form), new XAttribute("stretchy", "true"))];

    /// <summary>One element for a list of atoms: the element itself when there is one, an <c>mrow</c> otherwise.</summary>
    /// <param name="atoms">What stands in the row.</param>
    /// <param name="tight">Inside a script, where TeX leaves out the space around relations and binary operators.</param>
    /// <param name="continues">The row goes on from a cell before it, so that a leading plus is binary.</param>
    public static XElement Row(IReadOnlyList<MathAtom> atoms, bool tight, bool continues = false)
    {
        var elements = Elements(atoms, tight, continues);
        return elements is [var only] ? only : new XElement("mrow", elements);
    }

    /// <summary>The elements of a row with TeX's spacing worked in.</summary>
    public static IReadOnlyList<XElement> Elements(IReadOnlyList<MathAtom> atoms, bool tight, bool continues)
    {
        var elements = new List<XElement>();
        MathAtom? before = null;
        for (var index = 0; index < atoms.Count; index++)
        {
            var atom = atoms[index];
            if (NeedsThinSpace(before, atom) && !tight)
                elements.Add(Space(ThinSpace));
            var binary = atom.Class == AtomClass.Binary && IsBinary(before, atoms.Skip(index + 1).FirstOrDefault(a => a.Class != AtomClass.Space), continues);
            if (atom.Class == AtomClass.Binary && !binary)
                MakeUnary(atom.Element);
            else if (tight && atom.Class is AtomClass.Binary or AtomClass.Relation or AtomClass.Punctuation)
                Close(atom.Element);
            else if (binary && before is null)
                Core(atom.Element)?.SetAttributeValue("form", "infix");
            elements.Add(atom.Element);
            if (atom.Class != AtomClass.Space)
                before = atom.Class == AtomClass.Binary && !binary ? atom with { Class = AtomClass.Ordinary } : atom;
            else
                before = before is { Named: true } ? before with { Named = false, Class = AtomClass.Ordinary } : before;
        }

        return elements;
    }

    /// <summary>Takes the space of an operator away, as braces around it do in TeX.</summary>
    public static void Close(XElement element)
    {
        if (Core(element) is not { } core)
            return;
        core.SetAttributeValue("lspace", "0");
        core.SetAttributeValue("rspace", "0");
    }

    private static bool NeedsThinSpace(MathAtom? before, MathAtom atom) => before switch
    {
        null => false,
        { Named: true } => atom.Class is AtomClass.Ordinary or AtomClass.Operator,
        { Class: AtomClass.Ordinary or AtomClass.Close } => atom.Named,
        _ => false,
    };

    /// <summary>TeX's rule: a binary operator needs something to bind on both sides, otherwise it is a sign.</summary>
    private static bool IsBinary(MathAtom? before, MathAtom? after, bool continues)
    {
        var left = before is null ? continues : before.Class is AtomClass.Ordinary or AtomClass.Close;
        return left && after is not { Class: AtomClass.Relation or AtomClass.Close or AtomClass.Punctuation };
    }

    private static void MakeUnary(XElement element)
    {
        if (Core(element) is { Value: "+" or "−" or "±" or "∓" } sign)
            sign.SetAttributeValue("form", "prefix");
        else
            Close(element);
    }

    /// <summary>The operator that an element is built around: itself, or the base of its scripts.</summary>
    private static XElement? Core(XElement element) => element.Name.LocalName switch
    {
        "mo" => element,
        "msub" or "msup" or "msubsup" or "munder" or "mover" or "munderover" =>
            element.Elements().FirstOrDefault() is { } first ? Core(first) : null,
        _ => null,
    };
}
