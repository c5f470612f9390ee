using System.Text.RegularExpressions;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Collections;

namespace Spn.Tool.Notebooks.Html.Code;

/// <summary>The coloured pieces of an F# cell, by the F# compiler's own tokenizer, which reads line by line.</summary>
internal static partial class FSharpTokens
{
    /// <summary>The pieces in order; what stands between them is plain.</summary>
    public static IEnumerable<CodeToken> Read(string source)
    {
        var tokenizer = new FSharpSourceTokenizer(FSharpList<string>.Empty, null, null, null);
        var state = FSharpTokenizerLexState.Initial;
        var start = 0;
        foreach (var line in source.Split('\n'))
        {
            if (IsOutside(state) && Directive().Match(line) is { Success: true } directive)
            {
                yield return new(start + directive.Index, directive.Length, CodeKind.Directive);
            }
            else
            {
                var lexer = tokenizer.CreateLineTokenizer(line);
                while (lexer.ScanToken(state) is var (token, next))
                {
                    state = next;
                    if (token?.Value is not { } found)
                        break;
                    yield return new(
                        start + found.LeftColumn, found.RightColumn - found.LeftColumn + 1, Kind(found.ColorClass, line[found.LeftColumn]));
                }
            }

            start += line.Length + 1;
        }
    }

    /// <summary>Not inside a string or a comment that goes on over lines.</summary>
    private static bool IsOutside(FSharpTokenizerLexState state) =>
        FSharpLineTokenizer.ColorStateOfLexState(state) is FSharpTokenizerColorState.InitialState or FSharpTokenizerColorState.Token;

    /// <summary>The tokenizer calls arrows keywords too; they stay plain, as in C#.</summary>
    private static CodeKind Kind(FSharpTokenColorKind colour, char first) => colour switch
    {
        FSharpTokenColorKind.Keyword when char.IsLetter(first) => CodeKind.Keyword,
        FSharpTokenColorKind.String => CodeKind.Text,
        FSharpTokenColorKind.Comment => CodeKind.Comment,
        FSharpTokenColorKind.Number => CodeKind.Number,
        FSharpTokenColorKind.PreprocessorKeyword => CodeKind.Directive,
        _ => CodeKind.Plain,
    };

    /// <summary>A line that is for the compiler or the session: <c>#r</c>, <c>#if</c>, <c>#time</c>.</summary>
    [GeneratedRegex(@"(?<=^\s*)#[A-Za-z!].*")]
    private static partial Regex Directive();
}
