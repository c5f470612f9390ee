namespace Spn.Learning;

/// <summary>
/// Where the pixels of a patch lie along one axis of an image: pixel i has its centre at First + (i + ½) · Step, or mirrored.
/// </summary>
/// <param name="First">The edge of the patch in the image, pixels.</param>
/// <param name="Count">Pixels of the patch.</param>
/// <param name="Step">Image pixels a patch pixel: 1 over the scale.</param>
/// <param name="Mirrored">Whether the patch runs the other way.</param>
internal readonly record struct PatchTaps(double First, int Count, double Step, bool Mirrored = false)
{
    /// <summary>The centre of patch pixel <paramref name="i"/> in the image, where pixel 0 covers [0, 1).</summary>
    public double Centre(int i) => First + ((Mirrored ? Count - 1 - i : i) + 0.5) * Step;

    /// <summary>The image pixel under that centre.</summary>
    public int Nearest(int i, int extent) => Math.Clamp((int)Math.Floor(Centre(i)), 0, extent - 1);

    /// <summary>
    /// Bilinear samples of a plane at the pixels of a patch. Beyond the outermost centres the border is continued.
    /// </summary>
    /// <param name="plane">height×width values.</param>
    /// <param name="height">Rows of the plane.</param>
    /// <param name="width">Columns of the plane.</param>
    /// <param name="rows">The rows of the patch, in pixels of the image.</param>
    /// <param name="tall">Image rows that a row of the plane covers: 1 for the image itself.</param>
    /// <param name="columns">The columns of the patch.</param>
    /// <param name="wide">Image columns that a column of the plane covers.</param>
    /// <param name="patch">Receives rows.Count × columns.Count values.</param>
    public static void Bilinear(
        ReadOnlySpan<float> plane, int height, int width, PatchTaps rows, double tall, PatchTaps columns, double wide, Span<float> patch)
    {
        var places = Places(columns, wide, width);
        for (var i = 0; i < rows.Count; i++)
        {
            var at = Place.Of(rows.Centre(i) / tall, height);
            var (to, low, high) = (i * places.Length, at.Low * width, at.High * width);
            Between(plane.Slice(low, width), plane.Slice(high, width), at.Part, places, patch.Slice(to, places.Length));
        }
    }

    /// <summary>The same of an image of bytes, each 1/255 of white. A row becomes numbers when it is needed, and once.</summary>
    public static void Bilinear(ReadOnlySpan<byte> plane, int height, int width, PatchTaps rows, PatchTaps columns, Span<float> patch)
    {
        var places = Places(columns, 1, width);
        // Two neighbouring rows, the even and the odd one.
        float[][] numbers = [new float[width], new float[width]];
        int[] held = [-1, -1];
        for (var i = 0; i < rows.Count; i++)
        {
            var at = Place.Of(rows.Centre(i), height);
            foreach (var row in (ReadOnlySpan<int>)[at.Low, at.High])
                if (held[row & 1] != row)
                {
                    held[row & 1] = row;
                    var from = plane.Slice(row * width, width);
                    var to = numbers[row & 1];
                    for (var column = 0; column < to.Length; column++)
                        to[column] = from[column] / 255f;
                }

            Between(numbers[at.Low & 1], numbers[at.High & 1], at.Part, places, patch.Slice(i * places.Length, places.Length));
        }
    }

    private static Place[] Places(PatchTaps columns, double wide, int width)
    {
        var places = new Place[columns.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = Place.Of(columns.Centre(i) / wide, width);
        return places;
    }

    private static void Between(ReadOnlySpan<float> above, ReadOnlySpan<float> below, float part, Place[] places, Span<float> to)
    {
        for (var j = 0; j < to.Length; j++)
        {
            var place = places[j];
            var upper = above[place.Low] + place.Part * (above[place.High] - above[place.Low]);
            var lower = below[place.Low] + place.Part * (below[place.High] - below[place.Low]);
            to[j] = upper + part * (lower - upper);
        }
    }

    /// <summary>Between which two samples a place lies, and how far towards the second.</summary>
    private readonly record struct Place(int Low, int High, float Part)
    {
        public static Place Of(double centre, int extent)
        {
            var at = Math.Clamp(centre - 0.5, 0, extent - 1);
            var low = (int)at;
            return new Place(low, Math.Min(low + 1, extent - 1), (float)(at - low));
        }
    }
}
