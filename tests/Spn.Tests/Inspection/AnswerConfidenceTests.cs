using Spn.Inspection;

namespace Spn.Tests.Inspection;

public class AnswerConfidenceTests
{
    private static readonly FeatureMap Probabilities = new(
        new MapShape(1, 2, 1, 5), [0.9f, 0.75f, 0.4f, 0.2f, 0.5f, 0.1f, 0.25f, 0.6f, 0.8f, 0.5f]);

    [Fact]
    public void Shares_and_accuracies_are_counted_on_both_sides_of_a_threshold()
    {
        var confidence = AnswerConfidence.Of(Probabilities, new LabelMap(1, 5, [0, 1, 1, 1, LabelMap.Ignore]));
        Assert.Equal([0, 0, 1, 1, 0], confidence.Answer.Labels);
        Assert.Equal([0.9f, 0.75f, 0.6f, 0.8f, 0.5f], confidence.Values.Values);
        Assert.Equal(new ConfidenceSplit(0.78, 0.6, 0.5, 1), confidence.At(0.78));
        Assert.Equal((0, double.NaN, 0.75), (confidence.At(0).ShareBelow, confidence.At(0).AccuracyBelow, confidence.At(0).AccuracyFrom));
        Assert.Equal(double.NaN, AnswerConfidence.Of(Probabilities).At(0.7).AccuracyFrom);
    }

    [Fact]
    public void Another_size_or_a_batch_is_refused()
    {
        string Refused(FeatureMap probabilities, LabelMap? truth = null) =>
            Assert.Throws<ArgumentException>(() => AnswerConfidence.Of(probabilities, truth)).Message;
        Assert.Contains("expected a truth of 1×5, got 2×5", Refused(Probabilities, new LabelMap(2, 5, new byte[10])));
        Assert.Contains("one image", Refused(FeatureMap.Random(new MapShape(2, 2, 1, 5), 1)));
    }
}
