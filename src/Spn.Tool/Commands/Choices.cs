using System.CommandLine;

namespace Spn.Tool.Commands;

/// <summary>Options that take one of a few words: another one is answered by the words there are.</summary>
internal static class Choices
{
    /// <summary>The two connections by their words.</summary>
    public static readonly (string Word, Connection Value)[] Connections =
        [.. new[] { Connection.ThreeWay, Connection.OneWay }.Select(connection => (connection.ToWords(), connection))];

    /// <summary>The option takes one of some words.</summary>
    public static Option<T> Among<T>(this Option<T> option, params (string Word, T Value)[] choices)
    {
        option.HelpName = string.Join('|', choices.Select(choice => choice.Word));
        option.CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Array.FindIndex(choices, choice => choice.Word == text) is >= 0 and var index)
                return choices[index].Value;
            var words = $"{string.Join(", ", choices.SkipLast(1).Select(choice => choice.Word))} or {choices[^1].Word}";
            result.AddError($"expected {words} for {option.Name}, got '{text}'.");
            return default;
        };
        return option;
    }

    /// <summary>The option takes one of some words, or is left out.</summary>
    public static Option<T?> OrNone<T>(this Option<T?> option, params (string Word, T Value)[] choices)
        where T : struct =>
        option.Among([.. choices.Select(choice => (choice.Word, (T?)choice.Value))]);
}
