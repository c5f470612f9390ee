using System.Xml.Linq;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>TeX's classes of atoms, which decide the space between neighbours.</summary>
internal enum AtomClass
{
    Ordinary,
    Operator,
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
    Space,
}

/// <summary>One piece of a formula: its MathML and how it behaves beside its neighbours.</summary>
/// <param name="Class">Decides the space around it.</param>
/// <param name="Element">Its MathML.</param>
internal sealed record MathAtom(AtomClass Class, XElement Element)
{
    /// <summary>Scripts go above and below (where the style allows) instead of to the right.</summary>
    public bool Limits { get; init; }

    /// <summary>An operator written as a word, such as max: it gets a thin space before an ordinary neighbour.</summary>
    public bool Named { get; init; }
}
