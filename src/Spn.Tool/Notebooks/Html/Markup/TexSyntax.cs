using System.Text;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Spn.Tool.Notebooks.Html.Markup;

/// <summary>A formula on lines of its own.</summary>
internal sealed class TexBlock(BlockParser parser) : LeafBlock(parser)
{
    public StringBuilder Source { get; } = new();

    /// <summary><c>$$</c> or <c>\]</c>: what ends it.</summary>
    public required string Closing { get; init; }

    /// <summary>False while the closing delimiter has not been seen.</summary>
    public bool Closed { get; set; }
}

/// <summary>A formula in running text.</summary>
internal sealed class TexInline : LeafInline
{
    public required string Source { get; init; }

    public required bool Display { get; init; }
}

/// <summary>
/// Reads <c>$$ … $$</c> and <c>\[ … \]</c> that begin a line, over any number of lines, before Markdown sees what is between:
/// there a minus at the start of a line is no list and an underscore no emphasis.
/// </summary>
internal sealed class TexBlockParser : BlockParser
{
    public TexBlockParser() => OpeningCharacters = ['$', '\\'];

    public override bool CanInterrupt(BlockProcessor processor, Block block) =>
        block is not ParagraphBlock paragraph || !HasOpenFormula(paragraph);

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent)
            return BlockState.None;
        var line = processor.Line.ToString();
        var opening = line.StartsWith("$$", StringComparison.Ordinal) ? "$$" : line.StartsWith(@"\[", StringComparison.Ordinal) ? @"\[" : "";
        if (opening.Length == 0)
            return BlockState.None;
        var closing = opening == "$$" ? "$$" : @"\]";
        var end = line.IndexOf(closing, 2, StringComparison.Ordinal);
        if (end >= 0 && !string.IsNullOrWhiteSpace(line[(end + 2)..]))
            return BlockState.None;
        var block = new TexBlock(this) { Closing = closing, Closed = end >= 0, Line = processor.LineIndex, Column = processor.Column, Span = new(processor.Start, processor.Line.End) };
        block.Source.Append(line, 2, (end >= 0 ? end : line.Length) - 2);
        processor.NewBlocks.Push(block);
        return end >= 0 ? BlockState.BreakDiscard : BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var tex = (TexBlock)block;
        if (tex.Closed)
            return BlockState.None;
        var line = processor.Line.ToString();
        var end = line.IndexOf(tex.Closing, StringComparison.Ordinal);
        tex.Source.Append('\n').Append(line, 0, end >= 0 ? end : line.Length);
        tex.UpdateSpanEnd(processor.Line.End);
        if (end < 0)
            return BlockState.ContinueDiscard;
        tex.Closed = true;
        processor.Line.Start += end + 2;
        return string.IsNullOrWhiteSpace(processor.Line.ToString()) ? BlockState.BreakDiscard : BlockState.None;
    }

    /// <summary>Whether the paragraph so far ends inside <c>$$</c>, so that the next one closes it.</summary>
    private static bool HasOpenFormula(ParagraphBlock paragraph)
    {
        var text = paragraph.Lines.ToString();
        var count = 0;
        for (var at = text.IndexOf("$$", StringComparison.Ordinal); at >= 0; at = text.IndexOf("$$", at + 2, StringComparison.Ordinal))
            count++;
        return count % 2 == 1;
    }
}

/// <summary>
/// Reads <c>$…$</c>, <c>$$…$$</c>, <c>\(…\)</c> and <c>\[…\]</c> inside a paragraph. A single dollar opens only before and closes
/// only after something other than space, never before a digit, never over a code span, so that "$5 and $6" stays money.
/// </summary>
internal sealed class TexInlineParser : InlineParser
{
    public TexInlineParser() => OpeningCharacters = ['$', '\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.Text.AsSpan(slice.Start, slice.Length);
        var (opening, closing, display) = text switch
        {
            ['$', '$', ..] => ("$$", "$$", true),
            ['$', ..] => ("$", "$", false),
            ['\\', '(', ..] => (@"\(", @"\)", false),
            ['\\', '[', ..] => (@"\[", @"\]", true),
            _ => ("", "", false),
        };
        if (opening.Length == 0)
            return false;
        var end = closing == "$" ? ClosingDollar(text) : text[opening.Length..].IndexOf(closing, StringComparison.Ordinal) is >= 0 and var at ? at + opening.Length : -1;
        if (end <= opening.Length)
            return false;
        processor.Inline = new TexInline
        {
            Source = text[opening.Length..end].ToString(),
            Display = display,
            Span = new(processor.GetSourcePosition(slice.Start, out var line, out var column), processor.GetSourcePosition(slice.Start + end + closing.Length - 1)),
            Line = line,
            Column = column,
        };
        slice.Start += end + closing.Length;
        return true;
    }

    private static int ClosingDollar(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || char.IsWhiteSpace(text[1]))
            return -1;
        var depth = 0;
        for (var index = 1; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '\\':
                    index++;
                    break;
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '`':
                    return -1;
                case '$' when depth <= 0:
                    var beforeDigit = index + 1 < text.Length && char.IsAsciiDigit(text[index + 1]);
                    return char.IsWhiteSpace(text[index - 1]) || beforeDigit ? -1 : index;
            }
        }

        return -1;
    }
}
