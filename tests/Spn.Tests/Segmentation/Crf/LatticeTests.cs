using FsCheck;
using FsCheck.Fluent;
using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>The lattice filter: against a plain one, against all pairs, and what must hold of its parts.</summary>
public unsafe class LatticeTests
{
    internal sealed record Case(int Channels, int Height, int Width, double PositionSigma, double ColourSigma, int Seed)
    {
        /// <summary>A few flat patches with noise, so that vertices are shared and pixels are not all alike.</summary>
        public FeatureMap Photo()
        {
            var random = new Random(Seed);
            float[] levels = [.. Enumerable.Range(0, 12).Select(_ => 0.05f + 0.85f * random.NextSingle())];
            return FeatureMap.Generate(new MapShape(1, Channels, Height, Width), (_, c, row, column) =>
                levels[4 * c + row / 4 % 2 * 2 + column / 5 % 2] + 0.03f * random.NextSingle());
        }

        public float[] Values(int seed, int stride)
        {
            var random = new Random(Seed + seed);
            return [.. Enumerable.Range(0, Height * Width * stride).Select(_ => 0.1f + random.NextSingle())];
        }
    }

    private static Arbitrary<Case> Cases() => (
        from channels in Gen.Elements(1, 3)
        from height in Gen.Choose(1, 14)
        from width in Gen.Choose(1, 14)
        from position in Gen.Elements(0.73, 3.07, 12.3)
        from colour in Gen.Elements(2.0, 8, 30)
        from seed in Gen.Choose(1, 1_000_000)
        select new Case(channels, height, width, position, colour, seed)).ToArbitrary();

    [Fact]
    public void It_filters_as_a_plain_lattice_of_dictionaries_does() => Prop.ForAll(Cases(), c =>
    {
        var plain = new PlainLattice(c.Photo(), c.PositionSigma, c.ColourSigma);
        var lattice = new Lattice(c.Photo(), c.PositionSigma, c.ColourSigma, default);
        Assert.Equal(plain.Vertices, lattice.Vertices);
        foreach (var stride in new[] { 8, 16, 24, 32, 40 })
        {
            var values = c.Values(stride, stride);
            var filtered = Filter(lattice, values, stride, default);
            for (var channel = 0; channel < stride; channel += 7)
                Near.Assert_near(
                    plain.Filter([.. Enumerable.Range(0, lattice.Pixels).Select(i => (double)values[i * stride + channel])]),
                    [.. Enumerable.Range(0, lattice.Pixels).Select(i => (double)filtered[i * stride + channel])], 1e-6);
        }
    }).Check(Property.Cases(40));

    [Fact]
    public void Slicing_is_the_adjoint_of_splatting() => Prop.ForAll(Cases(), c =>
    {
        var lattice = new Lattice(c.Photo(), c.PositionSigma, c.ColourSigma, default);
        var random = new Random(c.Seed);
        float[] pixels = c.Values(1, 8), vertices = [.. Enumerable.Range(0, lattice.Vertices * 8).Select(_ => random.NextSingle() - 0.3f)];
        float[] splatted = new float[vertices.Length], sliced = new float[pixels.Length];
        fixed (float* p = pixels, v = vertices, onto = splatted, to = sliced)
        {
            lattice.Splat(p, onto, 8, default);
            lattice.Slice(v, to, 8, 1, 0, lattice.Pixels);
        }

        Near.Assert_near(Dot(splatted, vertices), Dot(pixels, sliced), 1e-5);
    }).Check(Property.Cases(60));

    [Fact]
    public void Splatting_loses_nothing() => Prop.ForAll(Cases(), c =>
    {
        var lattice = new Lattice(c.Photo(), c.PositionSigma, c.ColourSigma, default);
        float[] pixels = c.Values(1, 8), splatted = new float[lattice.Vertices * 8];
        fixed (float* p = pixels, onto = splatted)
            lattice.Splat(p, onto, 8, default);
        Near.Assert_near(pixels.Sum(value => (double)value), splatted.Sum(value => (double)value), 1e-5);
    }).Check(Property.Cases(60));

    [Fact]
    public void After_normalisation_the_square_root_of_what_a_pixel_hears_is_kept() => Prop.ForAll(Cases(), c =>
    {
        var lattice = new Lattice(c.Photo(), c.PositionSigma, c.ColourSigma, default);
        float[] ones = new float[lattice.Pixels * 8];
        ones.AsSpan().Fill(1);
        var heard = Filter(lattice, ones, 8, default);
        float[] root = [.. Enumerable.Range(0, lattice.Pixels).Select(i => MathF.Sqrt(heard[8 * i]))];
        lattice.Weigh(Array.ConvertAll(root, value => 1 / value), default);
        float[] roots = [.. Enumerable.Range(0, 8 * lattice.Pixels).Select(i => root[i / 8])];
        Near.Assert_near(roots, Filter(lattice, roots, 8, default), 1e-5);
    }).Check(Property.Cases(60));

    [Fact]
    public void Threads_change_no_bit()
    {
        var c = new Case(3, 70, 90, 20, 1.5, 5);
        var values = c.Values(1, 24);
        var one = new Lattice(c.Photo(), c.PositionSigma, c.ColourSigma, new RowWork(1));
        var expected = Filter(one, values, 24, new RowWork(1));
        Assert.True(one.Vertices > 4096, $"{one.Vertices} vertices are one piece of work");
        foreach (var threads in new[] { 2, 3, 7 })
        {
            var work = new RowWork(threads);
            Assert.Equal(expected, Filter(new Lattice(c.Photo(), c.PositionSigma, c.ColourSigma, work), values, 24, work));
        }
    }

    [Fact]
    public void It_approximates_the_bilateral_Gaussian()
    {
        // Measured on these pictures: means off by at most 0.0054, K·1 by at most 0.068. That is what a lattice is, not what rounding does.
        foreach (var seed in Enumerable.Range(1, 8))
        {
            var c = new Case(3, 24, 30, 12, 15, seed);
            var photo = c.Photo();
            var lattice = new Lattice(photo, c.PositionSigma, c.ColourSigma, default);
            var values = c.Values(1, 8);
            var (filtered, heard) = (Filter(lattice, values, 8, default), Filter(lattice, [.. values.Select(_ => 1f)], 8, default));
            double[] Exact(Func<int, double> value) => [.. Enumerable.Range(0, lattice.Pixels).Select(i => Enumerable
                .Range(0, lattice.Pixels).Sum(j => value(j) * MeanFieldByPairs.Kernel(photo, i, j, c.PositionSigma, c.ColourSigma)))];
            double[] exact = Exact(j => values[8 * j]), exactHeard = Exact(_ => 1);
            double[] Means(Func<int, double> of, Func<int, double> by) =>
                [.. Enumerable.Range(0, lattice.Pixels).Select(i => of(i) / by(i))];
            Assert.InRange(Near.RelativeError(
                Means(i => exact[i], i => exactHeard[i]), Means(i => filtered[8 * i], i => heard[8 * i])), 0, 0.01);
            var scale = exactHeard.Sum() / Enumerable.Range(0, lattice.Pixels).Sum(i => (double)heard[8 * i]);
            Assert.InRange(Near.RelativeError(exactHeard, Means(i => scale * heard[8 * i], _ => 1)), 0, 0.1);
        }
    }

    [Fact]
    public void A_width_that_the_keys_do_not_hold_is_refused()
    {
        var photo = FeatureMap.Generate(new MapShape(1, 3, 2, 4000), (_, c, row, column) => (column % 7 + c + row) / 10f);
        var thrown = Assert.Throws<ArgumentException>(() => new Lattice(photo, 0.1, 3, default));
        Assert.Contains("expected wider bilateral kernels for a photograph of 2×4000, got σ of 0.1 pixels", thrown.Message);
    }

    private static float[] Filter(Lattice lattice, float[] values, int stride, RowWork work)
    {
        var result = new float[values.Length];
        using var vertices = Floats.Rent((long)lattice.Vertices * stride);
        fixed (float* pixels = values, to = result)
        {
            lattice.Splat(pixels, vertices.First, stride, work);
            lattice.Blur(vertices.First, stride, work);
            lattice.Slice(vertices.First, to, stride, 1, 0, lattice.Pixels);
        }

        return result;
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
