using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Spn.Tool.Commands;

/// <summary>Options that are numbers: what does not parse, or lies outside the range, is answered by the range.</summary>
internal static class Numbers
{
    /// <summary>The option takes numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T> In<T>(this Option<T> option, T least, T most)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Parse(result, option.Name, least, most) ?? default;
        return option;
    }

    /// <summary>The option takes numbers from <paramref name="least"/> to <paramref name="most"/>, or is left out.</summary>
    public static Option<T?> In<T>(this Option<T?> option, T least, T most)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Parse(result, option.Name, least, most);
        return option;
    }

    private static T? Parse<T>(ArgumentResult result, string name, T least, T most)
        where T : struct, INumber<T>
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        var kind = T.IsInteger(T.One / (T.One + T.One)) ? "a whole number" : "a number";
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"expected {kind} from {least} to {most} for {name}, got '{text}'."));
        return null;
    }
}
