using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Spn.Tool.Commands;

/// <summary>Options that are numbers: what does not parse, or lies outside the range, is answered by the range.</summary>
internal static class Numbers
{
    /// <summary>More threads than there are cores make a step take minutes.</summary>
    public static readonly int MostThreads = Math.Max(64, Environment.ProcessorCount);

    /// <summary>The option takes numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T> In<T>(this Option<T> option, T least, T most)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Parse(result, Only(result), option.Name, least, most) ?? default;
        return option;
    }

    /// <summary>The option takes numbers from <paramref name="least"/> to <paramref name="most"/>, or is left out.</summary>
    public static Option<T?> In<T>(this Option<T?> option, T least, T most)
        where T : struct, INumber<T>
    {
        option.CustomParser = result => Parse(result, Only(result), option.Name, least, most);
        return option;
    }

    /// <summary>The option takes several numbers from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Option<T[]> In<T>(this Option<T[]> option, T least, T most)
        where T : struct, INumber<T>
    {
        option.CustomParser = result =>
            [.. result.Tokens.Select(token => Parse(result, token.Value, option.Name, least, most) ?? default)];
        return option;
    }

    private static string Only(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    private static T? Parse<T>(ArgumentResult result, string text, string name, T least, T most)
        where T : struct, INumber<T>
    {
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        var kind = T.IsInteger(T.One / (T.One + T.One)) ? "a whole number" : "a number";
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"expected {kind} from {least} to {most} for {name}, got '{text}'."));
        return null;
    }
}
