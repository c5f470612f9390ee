using System.Globalization;
using System.Text;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>A command that the author defined with \newcommand, \def or \DeclareMathOperator.</summary>
/// <param name="Arguments">How many arguments it takes, 0 to 9.</param>
/// <param name="Body">Its text, with #1 to #9 for the arguments.</param>
internal sealed record TexMacro(int Arguments, string Body)
{
    /// <summary>The body with the arguments, which are read from the reader, in their places.</summary>
    public string Expand(TexReader reader, string name)
    {
        var arguments = Enumerable.Range(0, Arguments).Select(_ => reader.ReadRawArgument('\\' + name)).ToArray();
        var result = new StringBuilder();
        for (var index = 0; index < Body.Length; index++)
        {
            if (Body[index] == '#' && index + 1 < Body.Length && Body[index + 1] - '1' is >= 0 and var number && number < arguments.Length)
            {
                result.Append(arguments[number]);
                index++;
            }
            else
            {
                result.Append(Body[index]);
            }
        }

        // A name at the end of the body must not run into the letters after it.
        return result.Append(result.Length > 0 && char.IsAsciiLetter(result[^1]) ? " " : "").ToString();
    }

    /// <summary>Reads the definition after \newcommand, \renewcommand or \providecommand.</summary>
    public static void DefineCommand(TexReader reader, IDictionary<string, TexMacro> macros)
    {
        var name = Name(reader.ReadRawArgument(@"\newcommand"));
        var count = reader.ReadOptional() is { } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 9
                ? number
                : throw new TexException($@"\newcommand{{\{name}}} takes '{text}' arguments, which is not a number from 0 to 9")
            : 0;
        macros[name] = new(count, reader.ReadRawArgument(@"\newcommand"));
    }

    /// <summary>Reads the definition after \def, with the parameters #1#2… before the body.</summary>
    public static void DefinePlain(TexReader reader, IDictionary<string, TexMacro> macros)
    {
        var name = Name(reader.ReadRawArgument(@"\def"));
        var parameters = reader.ReadWhile(c => c is '#' or (>= '0' and <= '9'));
        macros[name] = new(parameters.Count(c => c == '#'), reader.ReadRawArgument(@"\def"));
    }

    /// <summary>Reads the definition after \DeclareMathOperator, with a star for limits below.</summary>
    public static void DefineOperator(TexReader reader, IDictionary<string, TexMacro> macros)
    {
        var star = reader.Accept("*") ? "*" : "";
        var name = Name(reader.ReadRawArgument(@"\DeclareMathOperator"));
        macros[name] = new(0, $@"\operatorname{star}{{{reader.ReadRawArgument(@"\DeclareMathOperator")}}}");
    }

    private static string Name(string command) => command.Trim() is ['\\', .. { Length: > 0 } name]
        ? name
        : throw new TexException($"a definition names '{command}', which is not a command");
}
