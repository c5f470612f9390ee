using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Tests.Learning;

/// <summary>The op as a plain loop of torch's operations, differentiated by torch: slow and obvious.</summary>
internal static class NaivePropagation
{
    private static Scalar One => Kept.Scalar(1);

    /// <summary>Four scans; of them at each element the one that has won.</summary>
    /// <param name="x">N×C×H×W.</param>
    /// <param name="weights">N×(4·K·C)×H×W, or N×(4·K)×H×W.</param>
    /// <param name="connection">One-way or three-way.</param>
    /// <param name="normalisation">Clip or raw.</param>
    /// <param name="winner">The winners: torch's maximum would share a gradient between equals.</param>
    public static Tensor Propagate(Tensor x, Tensor weights, Connection connection, Normalisation normalisation, DirectionMap winner)
    {
        var hidden = stack(Directions.All.Select(direction => Scan(x, weights, direction, connection, normalisation)));
        var index = tensor(Array.ConvertAll(winner.Values, value => (long)value)).reshape([1, .. x.shape]);
        return hidden.gather(0, index)[0];
    }

    /// <summary>One scan.</summary>
    public static Tensor Scan(Tensor x, Tensor weights, Direction direction, Connection connection, Normalisation normalisation)
    {
        var p = normalisation == Normalisation.Clip ? Constrain(weights, connection) : weights * Present(weights, connection);
        p = Axes(p, connection).select(1, (long)direction); // N×K×C×H×W
        var axis = direction.IsHorizontal() ? -1 : -2;
        var count = x.shape[^(-axis)];
        var lines = new Tensor[count];
        for (long step = 0; step < count; step++)
        {
            var at = direction.IsReversed() ? count - 1 - step : step;
            var line = x.select(axis, at);
            if (step > 0)
            {
                var before = lines[direction.IsReversed() ? at + 1 : at - 1];
                var carried = zeros_like(line);
                var sum = zeros_like(line);
                for (var k = 0; k < (int)connection; k++)
                {
                    var weight = p.select(axis, at).select(1, k);
                    sum = sum.add(weight, One);
                    carried = carried.add(weight.mul(Shifted(before, k - (int)connection / 2)), One);
                }

                line = ones_like(sum).add(sum.neg(), One).mul(line).add(carried, One);
            }

            lines[at] = line;
        }

        return stack(lines, axis);
    }

    /// <summary>p / max(1, Σ|p|), over neighbours that exist.</summary>
    public static Tensor Constrain(Tensor weights, Connection connection)
    {
        var present = weights * Present(weights, connection);
        var p = Axes(present, connection);
        return (p / p.abs().sum(2, keepdim: true).clamp(min: One)).reshape(weights.shape);
    }

    /// <summary>Ones where a neighbour exists, zeros elsewhere, of the shape of the weights.</summary>
    public static Tensor Present(Tensor weights, Connection connection)
    {
        var present = Axes(ones_like(weights), connection);
        for (var direction = 0; direction < 4; direction++)
        {
            var of = present.select(1, direction);
            var (along, across) = direction < 2 ? (-1, -2) : (-2, -1);
            of.select(along, direction % 2 == 0 ? 0 : of.shape[^(-along)] - 1).zero_();
            if (connection == Connection.ThreeWay)
            {
                of.select(1, 0).select(across, 0).zero_();
                of.select(1, 2).select(across, of.shape[^(-across)] - 1).zero_();
            }
        }

        return present.reshape(weights.shape);
    }

    /// <summary>N×4×K×C×H×W.</summary>
    private static Tensor Axes(Tensor weights, Connection connection)
    {
        var (shape, k) = (weights.shape, (long)connection);
        return weights.reshape(shape[0], 4, k, shape[1] / (4 * k), shape[2], shape[3]);
    }

    /// <summary>At each place of a line what stands so many places after it; zero beside the line.</summary>
    private static Tensor Shifted(Tensor line, int by)
    {
        var length = line.shape[^1];
        var nothing = zeros_like(line.narrow(-1, 0, 1));
        return by == 0 ? line
            : by < 0 ? cat([nothing, line.narrow(-1, 0, length - 1)], -1)
            : cat([line.narrow(-1, 1, length - 1), nothing], -1);
    }
}
