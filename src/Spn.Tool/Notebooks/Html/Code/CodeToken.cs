namespace Spn.Tool.Notebooks.Html.Code;

/// <summary>What a piece of source is, as far as its colour goes.</summary>
internal enum CodeKind
{
    Plain,
    Keyword,
    Text,
    Comment,
    Number,
    Directive,
}

/// <summary>A piece of source.</summary>
internal readonly record struct CodeToken(int Start, int Length, CodeKind Kind);
