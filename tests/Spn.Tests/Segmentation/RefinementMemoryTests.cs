using System.Security.Cryptography;
using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>Refinement class by class: the same bits, memory within bounds, progress and cancellation.</summary>
public class RefinementMemoryTests
{
    private const int Height = 150, Width = 257;

    private static readonly FeatureMap Photo = FeatureMap.Generate(
        new MapShape(1, 3, Height, Width),
        (_, c, row, column) => ((row / 7 + column / 9 + c) % 3 * 8 + (row * 31 + column * 17 + c) % 7) / 32f);

    private static readonly LabelMap Coarse = LabelMap.Generate(
        19, 33, (row, column) => (row + column) % 11 == 5 ? LabelMap.Ignore : (byte)((row / 3 + column / 4) % 7 * 3));

    public static TheoryData<Connection> Connections => [Connection.OneWay, Connection.ThreeWay];

    [Theory]
    [InlineData(Connection.OneWay, "3FBD8A7307CC5284"), InlineData(Connection.ThreeWay, "D6BD2ED3A1E0C2D5")]
    public void Labels_are_those_that_were_kept(Connection connection, string hash) =>
        // Made by the form before this one: plain loops in double, whole maps and whole weights.
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(
            Refinement.Labels(Photo, Coarse, new() { Connection = connection }).Labels))[..16]);

    [Fact]
    public void Weights_are_those_that_were_kept()
    {
        var (one, three) = (HandWeights.DomainTransform(Photo), HandWeights.ColourDistance(Photo));
        double[] kept = [0.000314748409, 1.60145577e-11, 0.000314748409, 1.60145577e-11];
        double[][] ofThree =
        [
            [0.0494021922, 0.30049926, 0.060678184], [0.0429196283, 0.0915409476, 0.0423653871],
            [0.049402196, 0.30049926, 0.060678184], [0.0429196246, 0.0915409252, 0.0423653834],
        ];
        foreach (var direction in Directions.All)
        {
            Assert.Equal(kept[(int)direction], one[0, direction, 0, 0, 41, 98], 1e-9);
            for (var k = 0; k < 3; k++)
                Assert.Equal(ofThree[(int)direction][k], three[0, direction, k, 0, 41, 98], 1e-7);
        }
    }

    [Theory, MemberData(nameof(Connections))]
    public void Few_classes_at_a_time_and_any_number_of_threads_give_the_same_bits(Connection connection)
    {
        var options = new RefinementOptions { Connection = connection };
        var all = Refinement.Labels(Photo, Coarse, options).Labels;
        var least = RefinementMemory.Least(Photo.Shape, labels: true);
        foreach (var classes in new[] { 1, 2, 3 })
            foreach (var threads in new[] { 1, 2, 5 })
            {
                var few = options.WithMemory(least + (classes - 1) * (4L * Height * Width)).WithPropagation(new() { Threads = threads });
                Assert.Equal(classes, RefinementMemory.ClassesAtOnce(few, Photo.Shape, 7, labels: true));
                Assert.Equal(all, Refinement.Labels(Photo, Coarse, few).Labels);
            }
    }

    [Theory, MemberData(nameof(Connections))]
    public void Probabilities_are_those_of_the_op_on_whole_weights(Connection connection)
    {
        var random = new Random(1);
        var coarse = FeatureMap.Generate(new MapShape(1, 4, 19, 33), (_, _, _, _) => 0.25f * random.NextSingle());
        var options = new RefinementOptions { Connection = connection, Confidence = 3 };
        var evidence = Resize.Bilinear(coarse, Height, Width);
        for (var i = 0; i < Height * Width; i++)
        {
            var confidence = (float)Math.Pow(Enumerable.Range(0, 4).Max(c => evidence.Plane(0, c)[i]), 3);
            for (var c = 0; c < 4; c++)
                evidence.Plane(0, c)[i] *= confidence;
        }

        var whole = Propagation.Forward(evidence, Refinement.Weights(Photo, options)).Output;
        foreach (var threads in new[] { 1, 3 })
        {
            var refined = Refinement.Probabilities(Photo, coarse, options.WithPropagation(new() { Threads = threads }));
            for (var i = 0; i < Height * Width; i++)
            {
                var sum = 0f;
                for (var c = 0; c < 4; c++)
                    sum += whole.Plane(0, c)[i];
                for (var c = 0; c < 4; c++)
                    Assert.Equal(whole.Plane(0, c)[i] / sum, refined.Plane(0, c)[i]);
            }
        }
    }

    [Fact]
    public void The_reference_backend_refines_too()
    {
        var (image, coarse) = (FeatureMap.Constant(new MapShape(1, 3, 16, 24), 0.5f), new LabelMap(1, 2, [3, 9]));
        var labels = Refinement.Labels(image, coarse, new() { Propagation = new() { Backend = PropagationBackend.Reference } });
        Assert.Equal(Refinement.Labels(image, coarse).Labels, labels.Labels);
    }

    [Fact]
    public void Managed_memory_does_not_grow_with_the_number_of_classes()
    {
        var image = FeatureMap.Constant(new MapShape(1, 3, 512, 512), 0.5f);
        long Taken(int classes)
        {
            var coarse = LabelMap.Generate(64, 64, (row, column) => (byte)((row / 8 + column / 8) % classes));
            var least = RefinementMemory.Least(image.Shape, labels: true);
            var options = new RefinementOptions { Memory = least, Propagation = new() { Threads = 1 } };
            Refinement.Labels(image, coarse, options);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refinement.Labels(image, coarse, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var pixels = 512 * 512L;
        // Features, confidence, the running maximum and labels are 27 bytes a pixel; weights alone would be 48.
        Assert.InRange(Taken(2), 0, 30 * pixels);
        Assert.InRange(Taken(15), 0, 30 * pixels);
    }

    [Fact]
    public void Too_little_memory_is_refused_with_what_is_needed()
    {
        var error = Assert.Throws<ArgumentException>(() => Refinement.Labels(Photo, Coarse, new() { Memory = 1_000_000 }));
        Assert.Contains("expected a memory of at least 35 MB for an image of 150×257 beside the image itself, got 1 MB", error.Message);
        Assert.Throws<ArgumentException>(() => Refinement.Mask(Photo, new FeatureMap(new MapShape(1, 1, 2, 2)), new() { Memory = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Refinement.Labels(Photo, Coarse, new() { Memory = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Refinement.Labels(Photo, Coarse, new() { Propagation = new() { Threads = -1 } }));
    }

    [Fact]
    public void Progress_rises_to_one_and_a_cancelled_refinement_stops()
    {
        var shares = new List<double>();
        using var cancellation = new CancellationTokenSource();
        var least = new RefinementOptions { Memory = RefinementMemory.Least(Photo.Shape, labels: true) };
        Refinement.Labels(Photo, Coarse, least, new Told(shares.Add));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1], 12);
        var told = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Refinement.Labels(Photo, Coarse, least, new Told(_ =>
        {
            if (++told == 3)
                cancellation.Cancel();
        }), cancellation.Token));
        Assert.Equal(3, told);
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
