using System.Text;

namespace Spn.Tool.Notebooks.Html.Tex;

/// <summary>The alphabets of \mathbf, \mathbb and their like.</summary>
internal enum MathAlphabet
{
    Normal,
    Roman,
    Italic,
    Bold,
    BoldItalic,
    Blackboard,
    Script,
    Fraktur,
    SansSerif,
    Monospace,
}

/// <summary>
/// Writes letters, digits and Greek in an alphabet by Unicode's mathematical characters: browsers no longer read
/// MathML's <c>mathvariant</c>, but for <c>normal</c>.
/// </summary>
internal static class MathAlphabets
{
    /// <summary>Letters that Unicode had before it laid out the mathematical block; their places there are empty.</summary>
    private static readonly Dictionary<(MathAlphabet, char), string> Exceptions = new()
    {
        [(MathAlphabet.Italic, 'h')] = "ℎ",
        [(MathAlphabet.Script, 'B')] = "ℬ", [(MathAlphabet.Script, 'E')] = "ℰ", [(MathAlphabet.Script, 'F')] = "ℱ", [(MathAlphabet.Script, 'H')] = "ℋ",
        [(MathAlphabet.Script, 'I')] = "ℐ", [(MathAlphabet.Script, 'L')] = "ℒ", [(MathAlphabet.Script, 'M')] = "ℳ", [(MathAlphabet.Script, 'R')] = "ℛ",
        [(MathAlphabet.Script, 'e')] = "ℯ", [(MathAlphabet.Script, 'g')] = "ℊ", [(MathAlphabet.Script, 'o')] = "ℴ",
        [(MathAlphabet.Fraktur, 'C')] = "ℭ", [(MathAlphabet.Fraktur, 'H')] = "ℌ", [(MathAlphabet.Fraktur, 'I')] = "ℑ", [(MathAlphabet.Fraktur, 'R')] = "ℜ",
        [(MathAlphabet.Fraktur, 'Z')] = "ℨ",
        [(MathAlphabet.Blackboard, 'C')] = "ℂ", [(MathAlphabet.Blackboard, 'H')] = "ℍ", [(MathAlphabet.Blackboard, 'N')] = "ℕ",
        [(MathAlphabet.Blackboard, 'P')] = "ℙ", [(MathAlphabet.Blackboard, 'Q')] = "ℚ", [(MathAlphabet.Blackboard, 'R')] = "ℝ",
        [(MathAlphabet.Blackboard, 'Z')] = "ℤ",
    };

    /// <summary>The character in that alphabet; itself where the alphabet has no form of it.</summary>
    public static string Write(char character, MathAlphabet alphabet)
    {
        if (Exceptions.TryGetValue((alphabet, character), out var exception))
            return exception;
        if (char.IsSurrogate(character))
            return character.ToString();
        var (capital, small, digit, greekCapital, greekSmall) = Starts(alphabet);
        var code = character switch
        {
            >= 'A' and <= 'Z' when capital > 0 => capital + (character - 'A'),
            >= 'a' and <= 'z' when small > 0 => small + (character - 'a'),
            >= '0' and <= '9' when digit > 0 => digit + (character - '0'),
            >= 'Α' and <= 'Ω' when greekCapital > 0 => greekCapital + (character - 'Α'),
            >= 'α' and <= 'ω' when greekSmall > 0 => greekSmall + (character - 'α'),
            _ when greekSmall > 0 && "∂ϵϑϰϕϱϖ".IndexOf(character) is >= 0 and var variant => greekSmall + 25 + variant,
            '∇' when greekCapital > 0 => greekCapital + 25,
            _ => character,
        };
        return new Rune(code).ToString();
    }

    private static (int Capital, int Small, int Digit, int GreekCapital, int GreekSmall) Starts(MathAlphabet alphabet) => alphabet switch
    {
        MathAlphabet.Bold => (0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2),
        MathAlphabet.Italic => (0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC),
        MathAlphabet.BoldItalic => (0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736),
        MathAlphabet.Script => (0x1D49C, 0x1D4B6, 0, 0, 0),
        MathAlphabet.Fraktur => (0x1D504, 0x1D51E, 0, 0, 0),
        MathAlphabet.Blackboard => (0x1D538, 0x1D552, 0x1D7D8, 0, 0),
        MathAlphabet.SansSerif => (0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0),
        MathAlphabet.Monospace => (0x1D670, 0x1D68A, 0x1D7F6, 0, 0),
        _ => (0, 0, 0, 0, 0),
    };
}
