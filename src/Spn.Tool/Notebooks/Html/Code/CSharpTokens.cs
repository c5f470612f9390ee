using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spn.Tool.Notebooks.Html.Code;

/// <summary>The coloured pieces of a C# cell, by Roslyn's own parser. Source that does not compile is coloured all the same.</summary>
internal static class CSharpTokens
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The pieces in order; what stands between them is plain.</summary>
    public static IEnumerable<CodeToken> Read(string source) =>
        CSharpSyntaxTree.ParseText(source, Options).GetRoot().DescendantTokens().SelectMany(All);

    private static IEnumerable<CodeToken> All(SyntaxToken token) =>
    [
        .. token.LeadingTrivia.SelectMany(Around), new(token.SpanStart, token.Span.Length, Kind(token)), .. token.TrailingTrivia.SelectMany(Around),
    ];

    private static IEnumerable<CodeToken> Around(SyntaxTrivia trivia) => trivia.GetStructure() switch
    {
        SkippedTokensTriviaSyntax skipped => skipped.Tokens.SelectMany(All),
        DirectiveTriviaSyntax directive => [new(trivia.SpanStart, directive.ToString().TrimEnd().Length, CodeKind.Directive)],
        _ when trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) =>
            [new(trivia.SpanStart, trivia.Span.Length, CodeKind.Comment)],
        _ => [],
    };

    private static CodeKind Kind(SyntaxToken token)
    {
        if (token.IsKeyword() || token.Parent is IdentifierNameSyntax { IsVar: true })
            return CodeKind.Keyword;
        if (token.IsKind(SyntaxKind.NumericLiteralToken))
            return CodeKind.Number;

        // All kinds of literals and the pieces of interpolated ones have String in their names.
        var isText = token.IsKind(SyntaxKind.CharacterLiteralToken) || token.Kind().ToString().Contains("String", StringComparison.Ordinal);
        return isText ? CodeKind.Text : CodeKind.Plain;
    }
}
