using Spn.Segmentation;

namespace Spn.Tests.Segmentation;

/// <summary>
/// The permutohedral lattice of Adams, Baek and Davis with dictionaries and in double, its simplex found by sorting: the truth that the
/// fast one is held against.
/// </summary>
internal sealed class PlainLattice
{
    private readonly List<(string Corner, double Share)[]> _pixels = [];
    private readonly Dictionary<string, int[]> _points = [];
    private readonly int _d;

    public PlainLattice(FeatureMap photo, double positionSigma, double colourSigma)
    {
        _d = photo.Channels + 2;
        for (var i = 0; i < photo.Shape.PlaneSize; i++)
        {
            double[] features =
            [
                i % photo.Width / positionSigma, i / photo.Width / positionSigma,
                .. Enumerable.Range(0, photo.Channels).Select(c => 255.0 * photo.Plane(0, c)[i] / colourSigma),
            ];
            _pixels.Add(Simplex(Elevated(features)));
        }
    }

    public int Vertices => _points.Count;

    /// <summary>Splat, blur, slice of one value a pixel.</summary>
    public double[] Filter(double[] values)
    {
        var vertices = _points.Keys.ToDictionary(key => key, _ => 0.0);
        for (var i = 0; i < values.Length; i++)
            foreach (var (corner, share) in _pixels[i])
                vertices[corner] += share * values[i];
        for (var axis = 0; axis <= _d; axis++)
        {
            double At(int[] point, int sign) => vertices.GetValueOrDefault(
                Key([.. point.Select((coordinate, i) => coordinate + sign * (i == axis ? -_d : 1))]));
            vertices = _points.ToDictionary(
                pair => pair.Key, pair => vertices[pair.Key] + 0.5 * (At(pair.Value, 1) + At(pair.Value, -1)));
        }

        return [.. _pixels.Select(corners => corners.Sum(corner => corner.Share * vertices[corner.Corner]))];
    }

    /// <summary>Onto the plane in d + 1 dimensions where coordinates sum to zero.</summary>
    private double[] Elevated(double[] features)
    {
        double[] scaled =
            [.. features.Select((feature, i) => feature * (_d + 1) * Math.Sqrt(2.0 / 3) / Math.Sqrt((i + 1.0) * (i + 2)))];
        return [.. Enumerable.Range(0, _d + 1).Select(i => scaled.Skip(i).Sum() - (i > 0 ? i * scaled[i - 1] : 0))];
    }

    private (string, double)[] Simplex(double[] elevated)
    {
        var size = _d + 1;
        int[] point = [.. elevated.Select(value => size * (int)Math.Round(value / size))];
        int[] BySize() => [.. Enumerable.Range(0, size).OrderByDescending(i => elevated[i] - point[i])];
        var (order, excess) = (BySize(), point.Sum() / size);
        foreach (var i in excess > 0 ? order.TakeLast(excess) : order.Take(-excess))
            point[i] -= size * Math.Sign(excess);
        order = BySize();
        double Rest(int rank) => elevated[order[rank]] - point[order[rank]];
        return [.. Enumerable.Range(0, size).Select(k =>
        {
            var corner = (int[])point.Clone();
            for (var rank = 0; rank < size; rank++)
                corner[order[rank]] += rank < size - k ? k : k - size;
            _points[Key(corner)] = corner;
            return (Key(corner), k == 0 ? 1 - (Rest(0) - Rest(_d)) / size : (Rest(_d - k) - Rest(size - k)) / size);
        })];
    }

    private static string Key(int[] point) => string.Join(",", point);
}
