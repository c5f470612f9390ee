using System.Globalization;
using System.Text;
using Spn.Tool.Notebooks.Documents;

namespace Spn.Tool.Notebooks.Parameters;

/// <summary>What kind of literal a parameter holds.</summary>
internal enum ParameterType
{
    /// <summary>Not a literal and without a type that says it: the given value decides.</summary>
    Unknown,

    /// <summary>Text in quotes.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number that may have a fraction.</summary>
    Real,

    /// <summary>true or false.</summary>
    Flag,
}

/// <summary>A value that a cell tagged <c>parameters</c> sets.</summary>
/// <param name="Kernel">The language.</param>
/// <param name="Declared">What stands before the name: <c>var</c>, a type, <c>let mutable</c>, or nothing.</param>
/// <param name="Name">The variable, as it is written.</param>
/// <param name="TypeName">Its type where the cell writes one.</param>
/// <param name="Type">The kind of value.</param>
/// <param name="Suffix">The letters that end its number, such as <c>f</c> or <c>L</c>.</param>
internal sealed record Assignment(string Kernel, string Declared, string Name, string TypeName, ParameterType Type, string Suffix)
{
    /// <summary>The line that sets it anew, as it was declared, so that its type stays.</summary>
    /// <exception cref="ArgumentException">The value does not fit the type.</exception>
    public string Line(string value) => Kernel == KernelNames.CSharp
        ? $"{Declared}{(Declared.Length > 0 ? " " : "")}{Name} = {Literal(value)};"
        : $"{Declared} {Name}{(TypeName.Length > 0 ? $" : {TypeName}" : "")} = {Literal(value)}";

    /// <summary>The literal, the same in C# and F#, that gives the variable a new value and keeps its type.</summary>
    /// <exception cref="ArgumentException">The value does not fit the type.</exception>
    private string Literal(string value) => Type switch
    {
        ParameterType.Text => Quote(value),
        ParameterType.Flag => Flag(value) ?? throw Misfit("true or false", value),
        ParameterType.Whole => WholeOfType(value),
        ParameterType.Real => Real(value) is { } real ? (Suffix.Length == 0 ? real : real + Suffix) : throw Misfit("a number", value),
        _ => Flag(value) ?? Whole(value) ?? Real(value) ?? Quote(value),
    };

    /// <summary>A whole number within its type, which the cell writes, or its suffix says; a plain number is an <c>int</c>.</summary>
    private string WholeOfType(string value)
    {
        var (least, most) = (TypeName.TrimEnd('?'), Suffix) switch
        {
            ("long" or "int64", _) or ("" or "var", "L" or "l") => (long.MinValue, (decimal)long.MaxValue),
            ("ulong" or "uint64", _) or ("" or "var", "UL" or "ul" or "uL" or "Ul" or "LU" or "lu" or "Lu" or "lU") => (0, ulong.MaxValue),
            ("uint" or "uint32", _) or ("" or "var", "U" or "u") => (0, uint.MaxValue),
            ("short" or "int16", _) => (short.MinValue, (decimal)short.MaxValue),
            ("ushort" or "uint16", _) => (0, ushort.MaxValue),
            ("byte", _) => (0, byte.MaxValue),
            ("sbyte", _) => (sbyte.MinValue, (decimal)sbyte.MaxValue),
            ("" or "var" or "int" or "int32", _) => (int.MinValue, (decimal)int.MaxValue),
            // The compiler knows the range of a type that is not named here.
            _ => (decimal.MinValue, decimal.MaxValue),
        };
        return decimal.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number.ToString(CultureInfo.InvariantCulture) + Suffix
            : throw Misfit(FormattableString.Invariant($"a whole number from {least} to {most}"), value);
    }

    private static string? Flag(string value) => value.ToLowerInvariant() is "true" or "false" ? value.ToLowerInvariant() : null;

    private static string? Whole(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>The number as it was given, with a fraction so that both languages see no whole number.</summary>
    private static string? Real(string value)
    {
        if (!double.TryParse(value, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return null;
        var text = value.TrimStart('+');
        text = text.StartsWith('.') ? "0" + text : text.Replace("-.", "-0.", StringComparison.Ordinal);
        text = text.EndsWith('.') ? text + "0" : text.Replace(".e", ".0e", StringComparison.OrdinalIgnoreCase);
        return text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? text : text + ".0";
    }

    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u0085' or '\u2028' or '\u2029' =>
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        return text.Append('"').ToString();
    }

    private ArgumentException Misfit(string expected, string value) =>
        new($"expected {expected} for the parameter '{Name.Trim('`')}', as in the notebook, got '{value}'.");
}
