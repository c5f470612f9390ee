using System.Numerics;
using Spn.Imaging;
using Spn.Photos;

namespace Spn.DataSets.Tests.Conversions;

/// <summary>A drawn face with the eleven masks of its parts.</summary>
internal static class TestFace
{
    public const int Height = 160, Width = 200;

    /// <summary>Where its parts are, eyes 40 apart: the template of the alignment about the point between the eyes.</summary>
    private static readonly Complex s_between = new(90, 60);

    /// <summary>Centre, from between the eyes, and half extents of the parts by their labels.</summary>
    private static readonly Dictionary<int, (Complex Centre, double Across, double Down)> s_parts = new()
    {
        [1] = (new(0, 20), 40, 50), [2] = (new(-20, -10), 8, 3), [3] = (new(20, -10), 8, 3), [4] = (new(-20, 0), 6, 4),
        [5] = (new(20, 0), 6, 4), [6] = (new(0, 20), 5, 8), [7] = (new(0, 43), 16.4, 2), [8] = (new(0, 45.2), 14, 1.5),
        [9] = (new(0, 48), 15, 2),
    };

    public static void Write(SetFolder folder, string at, string name, double degrees)
    {
        var turn = Complex.FromPolarCoordinates(1, degrees * Math.PI / 180);
        var nose = s_between + new Complex(0, 20);
        bool In(int part, int row, int column)
        {
            // The part that a pixel of the turned face has in the upright one.
            var point = nose + (new Complex(column, row) - nose) / turn - s_between - s_parts[part].Centre;
            return Math.Abs(point.Real) <= s_parts[part].Across && Math.Abs(point.Imaginary) <= s_parts[part].Down;
        }

        var inner = LabelMap.Generate(Height, Width, (row, column) =>
            (byte)(new[] { 8, 7, 9, 4, 5, 2, 3, 6, 1 }.FirstOrDefault(part => In(part, row, column))));
        for (var part = 0; part < 11; part++)
            folder.Bytes($"{at}/labels/{name}/{name}_lbl{part:d2}.png", Png.Encode(new Image(
                Height, Width, 1, [.. inner.Labels.Select(label => (ushort)(label == part ? 255 : 0))])));
        var photo = inner.Labels.SelectMany(label => (ushort[])[(ushort)(20 * label), (ushort)(255 - 20 * label), 99]);
        folder.Bytes($"{at}/images/{name}.jpg", Photograph.EncodeJpeg(new Image(Height, Width, 3, [.. photo]), 95));
    }
}
