using System.Numerics;

namespace Spn.DataSets.Conversions;

/// <summary>
/// Five points of a face: the eyes, the nose, the corners of the mouth. From the 194 landmarks of HELEN where they are given, else from
/// the masks of the parts. Points are complex numbers of column and row; one that is not to be seen is left out.
/// </summary>
internal static class FacePoints
{
    /// <summary>Where they are in an upright face, eyes one apart, from the middle between the eyes.</summary>
    private static readonly Complex[] s_upright = [new(-0.5, 0), new(0.5, 0), new(0, 0.5), new(-0.41, 1.13), new(0.41, 1.13)];

    private const int Landmarks = 194;

    /// <summary>The points of a face from sets of pixels or landmarks: of one eye, the other, the nose, the lips.</summary>
    /// <returns>Five points, null for those that have no pixel.</returns>
    public static Complex?[] Of(
        IReadOnlyList<Complex> eye, IReadOnlyList<Complex> other, IReadOnlyList<Complex> nose, IReadOnlyList<Complex> lips)
    {
        Complex? Middle(IReadOnlyList<Complex> points) => points.Count > 0 ? Similarity.Mean(points) : null;
        var (one, two) = (Middle(eye), Middle(other));
        // Left and right are those of the picture, whichever eye the set calls so.
        if (one is { } first && two is { } second && first.Real > second.Real)
            (one, two) = (two, one);
        var along = one is { } left && two is { } right && left != right ? (right - left) / Complex.Abs(right - left) : Complex.One;
        double Along(Complex point) => (point * Complex.Conjugate(along)).Real;
        return [one, two, Middle(nose), lips.Count > 0 ? lips.MinBy(Along) : null, lips.Count > 0 ? lips.MaxBy(Along) : null];
    }

    /// <summary>The transform that brings a face upright to the middle of a square.</summary>
    /// <param name="points">Five points, null where one is not to be seen.</param>
    /// <param name="size">The side of the square.</param>
    /// <param name="eyes">How far apart the eyes are to be; 0 keeps the resolution: the face is turned and shifted alone.</param>
    /// <returns>Null where fewer than two points are to be seen.</returns>
    public static Similarity? Upright(IReadOnlyList<Complex?> points, int size, double eyes)
    {
        int[] seen = [.. Enumerable.Range(0, points.Count).Where(i => points[i] is not null)];
        if (seen.Length < 2)
            return null;
        Complex[] face = [.. seen.Select(i => points[i]!.Value)];
        Complex[] upright = [.. seen.Select(i => s_upright[i] * (eyes > 0 ? eyes : 1))];
        var fit = Similarity.Fit(face, upright);
        if (fit == Complex.Zero)
            return null;
        var turn = eyes > 0 ? fit : fit / Complex.Abs(fit);
        // The middle of all five points comes to the middle of the square, whichever of them are seen.
        var offset = (Similarity.Mean(s_upright) - Similarity.Mean([.. seen.Select(i => s_upright[i])])) * (eyes > 0 ? eyes : Complex.Abs(turn / fit));
        var middle = new Complex((size - 1) / 2.0, (size - 1) / 2.0);
        return new Similarity(turn, middle - offset - turn * Similarity.Mean(face));
    }

    /// <summary>Reads the landmarks of HELEN: the photograph's name, then 194 lines of column and row.</summary>
    /// <exception cref="InvalidDataException">There are others.</exception>
    public static Complex?[] ReadLandmarks(string path)
    {
        string[] lines = [.. File.ReadLines(path).Take(Landmarks + 2).Where(line => line.Contains(',')).Take(Landmarks + 1)];
        var points = lines.Select((line, i) => line.Split(',') is [var column, var row] && Number(column) is { } x && Number(row) is { } y
            ? new Complex(x, y)
            : throw new InvalidDataException($"{path}: expected column, row in point {i + 1}, got '{line.Trim()}'; correct the file.")).ToArray();
        return points.Length == Landmarks
            ? Of(points[114..134], points[134..154], points[41..58], points[58..114])
            : throw new InvalidDataException($"{path}: expected {Landmarks} landmarks, got {points.Length}; take HELEN's own annotation.");
    }

    private static double? Number(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;
}
