using System.Diagnostics;
using System.Globalization;

namespace Spn.Tool.Tests.MutatedInputs;

/// <summary>
/// Damaged files through every reader: read, or refused by <see cref="InvalidDataException"/> with one sentence; within a second, and
/// within a bound of memory. The environment variable <c>SPN_MUTATED_INPUTS</c> says how many of each kind, <c>SPN_TEST_SEED</c> gives
/// others.
/// </summary>
public class MutatedInputTests
{
    private static readonly int Count = Number("SPN_MUTATED_INPUTS", 400), Seed = Number("SPN_TEST_SEED", 1);

    public static TheoryData<string> Kinds => new(InputKind.All.Select(kind => kind.Name));

    /// <summary>What reading may take: pixels of the most that are allowed, some copies of the file, the readers' own tables.</summary>
    private static long MostBytes(byte[] file) => 128L * InputKind.MostPixels + 256L * file.Length + (4 << 20);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_whole_sample_is_taken_as_it_is_or_refused_in_a_sentence(string name)
    {
        var kind = Named(name);
        var read = kind.Samples.Count(sample => Try(kind, sample) is null);
        Assert.True(read > 0, $"expected some of the {kind.Samples.Count} samples of {name} to be read, got none.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_read_or_refused_in_a_sentence_quickly_and_in_little_memory(string name)
    {
        var kind = Named(name);
        var refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var random = new Random(Seed * 1_000_003 + i);
            var file = Mutation.Of(random, kind.Samples, kind.Words);
            if (kind.Repair is { } repair && random.Next(4) > 0)
                file = repair(file);
            var what = Reproduce(name, i);
            using var watch = new Timer(_ => Environment.FailFast($"{what}: still read after a minute."), null, 60_000, Timeout.Infinite);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Try(kind, file, what);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                bytes <= MostBytes(file), $"{what}: expected at most {MostBytes(file)} bytes for a file of {file.Length}, got {bytes}.");
            refused += error is null ? 0 : 1;
        }

        // Damage that nothing notices, or that nothing survives, would test nothing.
        Assert.InRange(refused, Count / 20, Count);
    }

    /// <summary>What it was refused with; null when it was read.</summary>
    private static string? Try(InputKind kind, byte[] file, string what = "a sample")
    {
        // A busy machine is slow now and then; what is slow each time is slow by itself.
        var (fastest, sentence) = (TimeSpan.MaxValue, (string?)null);
        for (var times = 0; times < 4 && fastest > TimeSpan.FromSeconds(1); times++)
        {
            var clock = Stopwatch.StartNew();
            sentence = Refusal(kind, file, what);
            fastest = clock.Elapsed < fastest ? clock.Elapsed : fastest;
        }

        Assert.True(
            fastest <= TimeSpan.FromSeconds(1),
            $"{what}: expected to be read or refused within a second, took {fastest.TotalSeconds:f1} s.");
        return sentence;
    }

    private static string? Refusal(InputKind kind, byte[] file, string what)
    {
        try
        {
            kind.Read(file);
            return null;
        }
        catch (InvalidDataException exception)
        {
            Assert.True(
                exception.Message.Length is > 10 and < 1000 && !exception.Message.Any(char.IsControl),
                $"{what}: expected one clear sentence, got '{exception.Message}'.");
            return exception.Message;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            var text = Convert.ToBase64String(file[..Math.Min(file.Length, 3000)]);
            Assert.Fail($"{what}: expected {nameof(InvalidDataException)}, got {exception}; the file is {text}.");
            return null;
        }
    }

    private static string Reproduce(string name, int i) => $"{name} {i} of seed {Seed}";

    private static InputKind Named(string name) => InputKind.All.First(kind => kind.Name == name);

    private static int Number(string variable, int otherwise) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
        ? int.Parse(value, CultureInfo.InvariantCulture)
        : otherwise;
}
