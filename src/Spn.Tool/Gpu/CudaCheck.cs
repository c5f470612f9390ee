using System.Globalization;

namespace Spn.Tool.Gpu;

/// <summary>How many comparisons there were, and how many failed.</summary>
internal sealed record CheckSummary(int Checks, int Failures);

/// <summary>
/// Every kernel on a device against the reference in double: element types, connections, shared weights, the constraint, all directions,
/// forward and backward, shapes on both sides of a warp, a tile and a block, and lines that are cut. Each is launched three times and must
/// give the same bits, since blocks that meet or sum in the wrong order would not. Absent neighbours are NaN.
/// </summary>
internal sealed class CudaCheck
{
    private static readonly MapShape[] Small =
    [
        new(1, 1, 1, 1), new(1, 2, 1, 40), new(1, 2, 40, 1), new(2, 3, 7, 9), new(1, 2, 33, 70), new(2, 1, 70, 31), new(1, 4, 64, 64),
    ];

    private static readonly MapShape[] Large = [new(1, 1, 3, 3000), new(1, 1, 3000, 3), new(1, 2, 600, 1100), new(1, 1, 1100, 600), new(40, 8, 65, 127)];

    private readonly CudaCheckRunner _runner;
    private readonly TextWriter _output;
    private int _checks, _failures;

    private CudaCheck(CudaCheckRunner runner, TextWriter output) => (_runner, _output) = (runner, output);

    /// <summary>Runs all checks; prints one line for each group of them and each failure.</summary>
    public static CheckSummary Run(CudaDevice device, bool quick, TextWriter output)
    {
        using var runner = new CudaCheckRunner(device);
        var check = new CudaCheck(runner, output);
        foreach (var shape in quick ? Small : [.. Small, .. Large])
        {
            var before = check._checks;
            foreach (var element in Enum.GetValues<CudaElement>())
                foreach (var connection in new[] { Connection.OneWay, Connection.ThreeWay })
                    foreach (var shared in shape.Channels > 1 ? new[] { false, true } : [false])
                        foreach (var normalisation in new[] { Normalisation.Clip, Normalisation.Raw })
                            check.Compare(new CudaCheckCase(element, connection, shape, shared, normalisation), quick ? 1 : 3);
            output.WriteLine($"{shape}: {check._checks - before} checks");
        }

        return new CheckSummary(check._checks, check._failures);
    }

    private void Compare(CudaCheckCase c, int launches)
    {
        _runner.Load(c);
        var (x, p, g) = (ReferenceMap.From(c.X), ReferenceWeights.From(c.Weights), ReferenceMap.From(c.Gradient));
        foreach (var direction in Directions.All)
        {
            Expect(c, $"{direction.ToArrow()}", Reference.Scan(x, p, direction, c.Normalisation).Values, launches, () => _runner.Scan(direction));
            var gradient = Reference.ScanBackward(x, p, direction, g, c.Normalisation);
            Expect(c, $"{direction.ToArrow()} backward", [.. gradient.Input.Values, .. gradient.Weights.Values], launches, () => _runner.ScanBackward(direction));
        }

        var forward = Reference.Forward(x, p, c.Normalisation);
        Expect(c, "four + max", forward.Output.Values, launches, _runner.Forward);
        var winner = new DirectionMap(c.X.Shape, _runner.Winner());
        var (wrong, all) = (0, winner.Values.Length);
        for (var i = 0; i < all; i++)
            wrong += Math.Abs(forward.Hidden[winner.Values[i]].Values[i] - forward.Output.Values[i]) > 1e-4 * Math.Max(1, Math.Abs(forward.Output.Values[i])) ? 1 : 0;
        Count(wrong == 0, c, $"four + max: {wrong} of {all} winners are not among the largest");
        var backward = Reference.Backward(x, p, winner, g, c.Normalisation);
        double[] expected = [.. backward.Input.Values, .. backward.Weights.Values];
        Expect(c, "four + max backward", expected, launches, () => _runner.Backward(kept: false));
        Expect(c, "four + max backward from kept maps", expected, launches, () => _runner.Backward(kept: true));
        Expect(c, "constraint", Reference.Normalise(p).Values, launches, _runner.Constrain);
        Expect(c, "constraint backward", Reference.NormaliseBackward(p, ReferenceWeights.From(c.GradConstrained)).Values, launches, _runner.ConstrainBackward);
    }

    private void Expect(CudaCheckCase c, string what, double[] expected, int launches, Func<float[]> launch)
    {
        var actual = launch();
        var largest = expected.Max(Math.Abs);
        double worst = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs(actual[i] - expected[i]) - c.RoundingOf(expected[i]);
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }

        Count(worst <= 1e-5 * Math.Max(largest, 1e-30), c, string.Create(CultureInfo.InvariantCulture, $"{what}: off by {worst:g3} at the worst element, the largest is {largest:g3}"));
        for (var again = 1; again < launches; again++)
            Count(launch().AsSpan().SequenceEqual(actual), c, $"{what}: another launch gave other bits");
    }

    private void Count(bool passed, CudaCheckCase c, string what)
    {
        _checks++;
        if (passed)
            return;
        _failures++;
        _output.WriteLine($"FAILED {c}: {what}");
    }
}
