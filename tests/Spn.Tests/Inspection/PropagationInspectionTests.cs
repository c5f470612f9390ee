using Spn.Inspection;

namespace Spn.Tests.Inspection;

public class PropagationInspectionTests
{
    private static readonly MapShape Shape = new(2, 2, 5, 7);

    public static TheoryData<Connection, int, Normalisation> Kinds => new()
    {
        { Connection.ThreeWay, 2, Normalisation.Clip }, { Connection.OneWay, 2, Normalisation.Clip },
        { Connection.ThreeWay, 1, Normalisation.Clip }, { Connection.ThreeWay, 2, Normalisation.Raw },
    };

    [Fact]
    public void The_table_has_a_row_for_each_direction_in_any_culture()
    {
        var shape = new MapShape(1, 1, 3, 4);
        var weights = PropagationWeights.Constant(Connection.OneWay, shape, 0.5f);
        weights.Plane(0, Direction.RightToLeft, 0, 0).Clear();
        var inspection = PropagationInspection.Of(Propagation.Forward(FeatureMap.Constant(shape, 1), weights));
        var table = InCulture.Run("de-DE", inspection.ToString).Split('\n');
        Assert.Equal(5, table.Length);
        Assert.All(table, row => Assert.Equal(table[0].Length, row.Length));
        Assert.Matches(@"^→ left to right +0\.0 +0\.0 +0\.0 +0\.50 +0\.50 +0\.0 +0\.5 +2$", table[1]);
        Assert.Matches(@"^← right to left +0\.0 +100\.0 +0\.0 +0\.00 +0\.00 +0\.0 +0\.0 +1$", table[2]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_length_of_weights_that_are_not_negative_is_the_mean_distance_of_a_row_of_G(
        Connection connection, int channels, Normalisation normalisation)
    {
        var weights = PropagationWeights.Random(connection, Shape with { Channels = channels }, 5);
        for (var i = 0; i < weights.Values.Length; i++)
            weights.Values[i] = Math.Abs(weights.Values[i]) * (normalisation == Normalisation.Clip ? 1 : 0.3f);
        var inspection = Inspect(weights, normalisation, batch: 1);
        foreach (var one in inspection.Directions)
            for (var row = 0; row < Shape.Height; row++)
                for (var column = 0; column < Shape.Width; column++)
                {
                    var mean = Enumerable.Range(0, channels).Average(channel =>
                    {
                        var options = new AffinityOptions { Batch = 1, Channel = channel, Normalisation = normalisation };
                        var slice = Affinity.Row(weights, one.Direction, new Pixel(row, column), options);
                        var sum = 0.0;
                        for (var r = 0; r < Shape.Height; r++)
                            for (var c = 0; c < Shape.Width; c++)
                                sum += slice.Values[0, 0, r, c] * (one.Direction.IsHorizontal() ? Math.Abs(c - column) : Math.Abs(r - row));
                        return sum;
                    });
                    Near.Assert_near(mean, one.Length[0, 0, row, column], 1e-5);
                }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Lengths_of_signed_weights_and_gradients_are_those_of_dense_steps(
        Connection connection, int channels, Normalisation normalisation)
    {
        var weights = PropagationWeights.Random(connection, Shape with { Channels = channels }, 6);
        var inspection = Inspect(weights, normalisation, batch: 0);
        foreach (var one in inspection.Directions)
        {
            var (lines, length) = one.Direction.IsHorizontal() ? (Shape.Width, Shape.Height) : (Shape.Height, Shape.Width);
            double[,] Step(int line, int channel) =>
                Affinity.StepMatrix(weights, one.Direction, line, new AffinityOptions { Channel = channel, Normalisation = normalisation });
            for (var line = 0; line < lines; line++)
                for (var across = 0; across < length; across++)
                {
                    // Σ_{n≥1} |w_t| … |w_{t−n+1}| 1 by one product after another.
                    var mean = Enumerable.Range(0, channels).Average(channel =>
                    {
                        var (row, sum) = (Enumerable.Range(0, length).Select(i => i == across ? 1.0 : 0).ToArray(), 0.0);
                        for (var t = line; t > 0; t--)
                        {
                            var step = Step(t, channel);
                            row = [.. Enumerable.Range(0, length).Select(
                                j => Enumerable.Range(0, length).Sum(i => row[i] * Math.Abs(step[i, j])))];
                            sum += row.Sum();
                        }

                        return sum;
                    });
                    var along = one.Direction.IsReversed() ? lines - 1 - line : line;
                    Near.Assert_near(
                        mean, one.Direction.IsHorizontal() ? one.Length[0, 0, across, along] : one.Length[0, 0, along, across], 1e-5);
                }

            var gradients = Enumerable.Range(0, channels).Select(_ => Enumerable.Repeat(1.0, length).ToArray()).ToArray();
            Assert.Equal(lines, one.GradientNorms.Count);
            Assert.Equal(1, one.GradientNorms[0]);
            for (var back = 1; back < lines; back++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    var (step, from) = (Step(lines - back, channel), gradients[channel]);
                    gradients[channel] = [.. Enumerable.Range(0, length).Select(
                        j => Enumerable.Range(0, length).Sum(i => step[i, j] * from[i]))];
                }

                Near.Assert_near(gradients.Average(gradient => gradient.Average(Math.Abs)), one.GradientNorms[back], 1e-6);
            }
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_hidden_values_by_finite_differences()
    {
        var shape = new MapShape(1, 1, 4, 6);
        var weights = PropagationWeights.Random(Connection.ThreeWay, shape, 9);
        var x = FeatureMap.Random(shape, 10);
        var one = PropagationInspection.Of(Propagation.Forward(x, weights)).Directions[(int)Direction.LeftToRight];
        const float Step = 0.5f;

        // A scan that starts at a column copies it: its x is h there, and the scan is linear in it.
        for (var column = 0; column < shape.Width; column++)
        {
            var rest = shape with { Width = shape.Width - column };
            var tail = FeatureMap.Generate(rest, (_, _, row, c) => x[0, 0, row, column + c]);
            var p = PropagationWeights.Generate(
                Connection.ThreeWay, rest, (_, direction, k, _, row, c) => weights[0, direction, k, 0, row, column + c]);
            double Sum(FeatureMap map)
            {
                var h = Propagation.Scan(map, p, Direction.LeftToRight);
                return Enumerable.Range(0, shape.Height).Sum(row => (double)h[0, 0, row, rest.Width - 1]);
            }

            var mean = Enumerable.Range(0, shape.Height).Average(row =>
            {
                var (more, less) = (tail.Copy(), tail.Copy());
                more[0, 0, row, 0] += Step;
                less[0, 0, row, 0] -= Step;
                return Math.Abs(Sum(more) - Sum(less)) / (2 * Step);
            });
            Near.Assert_near(mean, one.GradientNorms[shape.Width - 1 - column], 1e-5);
        }
    }

    [Fact]
    public void Shares_of_weights_count_existing_neighbours_alone()
    {
        // Two rows and two columns: of three neighbours two exist at each pixel of the second line.
        var shape = new MapShape(1, 1, 2, 2);
        var weights = PropagationWeights.Generate(Connection.ThreeWay, shape, (_, direction, k, _, row, column) =>
            direction != Direction.LeftToRight ? 0.25f
            : column == 0 ? float.NaN
            : (row, k) switch { (0, 0) or (1, 2) => float.NaN, (0, 1) => 0.5f, (0, 2) => 0.75f, (1, 0) => -0.25f, _ => 0 });
        var result = Propagation.Forward(FeatureMap.Random(shape, 1), weights);
        var one = PropagationInspection.Of(result).Directions[0];
        Assert.Equal((0.25, 0.25, 0L), (one.ZeroShare, one.NegativeShare, one.NotFinite));
        Assert.Equal((0.5, 1.25, 0.75), (one.LimitShare, one.MaxAbsoluteSum, one.MeanAbsoluteSum));
        Assert.Equal([0, 1.25f, 0, 0.25f], one.AbsoluteSum.Values);
        Assert.Equal(0.5, one.Histogram[25]);
        Assert.Equal(0.5, one.Histogram[5]);
        Assert.Equal(1, one.Histogram.Sum());
    }

    [Fact]
    public void A_batch_item_is_looked_at_as_if_it_were_alone()
    {
        var (x, weights) = (FeatureMap.Random(Shape, 3), PropagationWeights.Random(Connection.ThreeWay, Shape, 4));
        var result = Propagation.Forward(x, weights);
        var inspection = PropagationInspection.Of(result, 1);
        var half = x.Values.Length / 2;
        Assert.Equal(result.Output.Values[half..], inspection.Output.Values);
        Assert.Equal(result.Winner.Values[half..], inspection.Winner.Values);
        foreach (var one in inspection.Directions)
        {
            Assert.Equal(Propagation.Scan(x, weights, one.Direction).Values[half..], one.Hidden.Values);
            Assert.Equal(Enumerable.Range(0, half).Count(i => IsAlone(one.Direction, i)) / (double)half, one.WinShare);
        }

        Assert.InRange(inspection.TieShare, 1e-9, 0.2);
        Assert.Equal(1, inspection.TieShare + inspection.Directions.Sum(one => one.WinShare), 12);
        for (var channel = 0; channel < Shape.Channels; channel++)
        {
            var pairs = inspection.Output.Plane(0, channel).ToArray().Zip(x.Plane(1, channel).ToArray());
            Assert.Equal(pairs.Average(pair => Math.Abs((double)pair.First - pair.Second)), inspection.Changes[channel], 9);
        }

        Assert.Equal(
            Stability.Constrain(weights).Plane(1, Direction.TopToBottom, 2, 1).ToArray(),
            inspection.UsedWeights(1).Plane(0, Direction.TopToBottom, 2, 0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => PropagationInspection.Of(result, 2));

        bool IsAlone(Direction direction, int i) => Directions.All.All(other => other == direction
            || inspection.Directions[(int)other].Hidden.Values[i] < inspection.Directions[(int)direction].Hidden.Values[i]);
    }

    [Fact]
    public void A_map_of_one_pixel_has_nothing_to_look_at_and_is_no_error()
    {
        var shape = new MapShape(1, 1, 1, 1);
        var inspection = PropagationInspection.Of(Propagation.Forward(
            FeatureMap.Random(shape, 1), PropagationWeights.Random(Connection.OneWay, shape, 1)));
        Assert.All(
            inspection.Directions, one => Assert.Equal((0, double.NaN, 1), (one.MeanLength, one.LimitShare, one.GradientReach)));
    }

    [Fact]
    public void First_lines_of_chunks_have_no_neighbours_and_count_nowhere()
    {
        var (shape, options) = (new MapShape(1, 1, 7, 8), new PropagationOptions { Chunk = 3 });
        var weights = PropagationWeights.Constant(Connection.OneWay, shape, 0.5f);
        weights.Plane(0, Direction.LeftToRight, 0, 0)[3] = float.NaN; // the first line of the second chunk
        var inspection = PropagationInspection.Of(Propagation.Forward(FeatureMap.Random(shape, 1), weights, options));
        Assert.All(inspection.Directions, one => Assert.Equal(
            (0, 0.5, 0.5, 0L, 1), (one.ZeroShare, one.MeanAbsoluteSum, one.MaxAbsoluteSum, one.NotFinite, one.Histogram[10])));
        Assert.Equal([0, 0.5f, 0.5f, 0, 0.5f, 0.5f, 0, 0.5f], inspection.Directions[0].AbsoluteSum.Values[..8]);
        Assert.Equal([0, 0.5f, 0.75f, 0, 0.5f, 0.75f, 0, 0.5f], inspection.Directions[0].Length.Values[..8]);
    }

    [Fact]
    public void What_is_divided_has_sums_of_the_weights_that_are_used_and_no_limit()
    {
        var weights = PropagationWeights.Random(Connection.ThreeWay, Shape, 4);
        var inspection = Inspect(weights, Normalisation.RowStochastic, batch: 1);
        Assert.All(inspection.Directions, one => Assert.Equal((1, 1), (Math.Round(one.MeanAbsoluteSum, 12), one.Histogram[20])));
        Assert.Contains("mean Σ|q|  largest Σ|q|  mean length", inspection.ToString(), StringComparison.Ordinal);
        Assert.Single(inspection.ToString().Split('\n').Select(row => row.Length).Distinct());
        Assert.Contains("largest Σ|p|  at the limit %", Inspect(weights, Normalisation.Clip, 1).ToString(), StringComparison.Ordinal);
    }

    private static PropagationInspection Inspect(PropagationWeights weights, Normalisation normalisation, int batch) =>
        PropagationInspection.Of(
            Propagation.Forward(FeatureMap.Random(Shape, 2), weights, new PropagationOptions { Normalisation = normalisation }), batch);
}
