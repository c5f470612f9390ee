using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Spn.Tool.Notebooks.Parameters;

/// <summary>Finds the top-level assignments of a C# cell: <c>var steps = 10;</c>, <c>string photo = "a.png";</c>, <c>steps = 10;</c>.</summary>
internal static class CSharpAssignments
{
    public static IEnumerable<Assignment> Find(string source)
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
        foreach (var member in tree.GetCompilationUnitRoot().Members)
        {
            var declaration = member switch
            {
                FieldDeclarationSyntax field => field.Declaration,
                GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax local } => local.Declaration,
                _ => null,
            };
            foreach (var variable in declaration?.Variables ?? default)
                if (variable.Initializer is { Value: var value })
                    yield return Assigned(variable.Identifier.ValueText, declaration!.Type, value);
            if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } assignment } }
                && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
                yield return Assigned(name.Identifier.ValueText, null, assignment.Right);
        }
    }

    private static Assignment Assigned(string name, TypeSyntax? type, ExpressionSyntax value)
    {
        var (kind, suffix) = OfLiteral(value);
        if (OfType(type is NullableTypeSyntax nullable ? nullable.ElementType : type) is { } declared && declared != kind)
            (kind, suffix) = (declared, "");
        if (suffix.Length == 0 && type is PredefinedTypeSyntax predefined)
            suffix = predefined.Keyword.Kind() switch { SyntaxKind.FloatKeyword => "f", SyntaxKind.DecimalKeyword => "m", _ => "" };
        return new Assignment(name, value.SpanStart, value.Span.End, kind, suffix);
    }

    private static ParameterType? OfType(TypeSyntax? type) => (type as PredefinedTypeSyntax)?.Keyword.Kind() switch
    {
        SyntaxKind.StringKeyword => ParameterType.Text,
        SyntaxKind.BoolKeyword => ParameterType.Flag,
        SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword or SyntaxKind.DecimalKeyword => ParameterType.Real,
        SyntaxKind.IntKeyword or SyntaxKind.LongKeyword or SyntaxKind.UIntKeyword or SyntaxKind.ULongKeyword or SyntaxKind.ShortKeyword
            or SyntaxKind.UShortKeyword or SyntaxKind.ByteKeyword or SyntaxKind.SByteKeyword => ParameterType.Whole,
        _ => null,
    };

    private static (ParameterType Type, string Suffix) OfLiteral(ExpressionSyntax value) => value switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: var operand } => OfLiteral(operand),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } => (ParameterType.Text, ""),
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression or (int)SyntaxKind.FalseLiteralExpression } => (ParameterType.Flag, ""),
        LiteralExpressionSyntax { Token: { Value: double or float or decimal, Text: var text } } => (ParameterType.Real, Letters(text, "fFdDmM")),
        LiteralExpressionSyntax { Token: { Value: int or long or uint or ulong, Text: var text } } => (ParameterType.Whole, Letters(text, "uUlL")),
        _ => (ParameterType.Unknown, ""),
    };

    /// <summary>The suffix of a number; hexadecimal digits are none.</summary>
    private static string Letters(string number, string letters) =>
        number.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !letters.Contains('u') ? "" : number[number.AsSpan().TrimEnd(letters).Length..];
}
