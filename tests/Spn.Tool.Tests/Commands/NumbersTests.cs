using System.CommandLine;
using System.Text.RegularExpressions;

namespace Spn.Tool.Tests.Commands;

/// <summary>Every option of every command that is a number: what is no number of its range is answered by the range.</summary>
public class NumbersTests
{
    private static readonly Type[] s_numbers =
        [typeof(byte), typeof(int), typeof(long), typeof(float), typeof(double), typeof(TimeSpan)];

    [Fact]
    public void Bad_numbers_are_told_in_one_sentence_with_the_range()
    {
        var options = Numeric(Program.Root(), []).ToArray();
        foreach (var known in new[] { "run --jobs", "bench propagation --threads", "compare --seeds", "refine --sigma", "scenes --count" })
            Assert.Contains(known, options.Select(one => string.Join(' ', [.. one.Path, one.Option.Name])));
        foreach (var (path, option, required) in options)
            foreach (var bad in new[] { "", " ", "text", "1e400", "-1e400", "NaN", "0x10", "-99999999999999999999", "1,5" })
            {
                var said = Program.Wrong(Program.Root().Parse([.. path, .. required, option.Name, bad]));
                Assert.NotNull(said);
                var range = $@"a (whole )?number from [-+.E\d]+ to [-+.E\d]+ for {option.Name}, got '{Regex.Escape(bad)}'";
                Assert.Matches($"^expected {range}; see 'spn {string.Join(' ', path)} --help'\\.$", said);
            }
    }

    /// <summary>Options that are numbers, with their command and all that it requires.</summary>
    private static IEnumerable<(string[] Path, Option Option, string[] Required)> Numeric(Command command, string[] path)
    {
        string[] required =
        [
            .. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "x"),
            .. command.Options.Where(option => option.Required).SelectMany(option => new[] { option.Name, "x" }),
        ];
        return command.Options.Where(option => s_numbers.Contains(Element(option.ValueType))).Select(option => (path, option, required))
            .Concat(command.Subcommands.SelectMany(inner => Numeric(inner, [.. path, inner.Name])));
    }

    private static Type Element(Type type)
    {
        var one = type.GetElementType() ?? type;
        return Nullable.GetUnderlyingType(one) ?? one;
    }
}
