using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>The likeliest class without the probabilities of all of them is the first of those whose probability is largest.</summary>
public class RunningMaximumTests
{
    [Theory]
    [InlineData(0x3F3AF798, 0x3F3AF799, 0x3F3AF79A)]
    [InlineData(0x3F3AF798, 0x3F3AF79A, 0x3F3AF799)]
    public void Of_three_values_next_to_one_another_the_first_with_the_largest_probability_wins(int a, int b, int c) =>
        Check([.. new[] { a, b, c }.Select(BitConverter.Int32BitsToSingle)]);

    [Fact]
    public void It_is_the_argmax_of_the_probabilities_for_values_a_few_steps_apart()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var near = BitConverter.SingleToInt32Bits(random.NextSingle());
            Check([.. Enumerable.Range(0, 2 + random.Next(6)).Select(_ => BitConverter.Int32BitsToSingle(near + random.Next(5)))]);
        }
    }

    [Fact]
    public void A_pixel_without_evidence_has_no_class() => Check([0, 0, 0], LabelMap.Ignore);

    private static void Check(float[] values, byte? expected = null)
    {
        var (maximum, labels) = (new RunningMaximum(1), new[] { LabelMap.Ignore });
        for (byte c = 0; c < values.Length; c++)
            maximum.Add([values[c]], c, 0, labels);
        maximum.Finish(0, labels);
        var sum = values.Aggregate((one, other) => one + other);
        var shares = values.Select(value => value / sum).ToList();
        Assert.Equal(expected ?? (byte)shares.IndexOf(shares.Max()), labels[0]);
    }
}
