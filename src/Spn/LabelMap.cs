namespace Spn;

/// <summary>A class index per pixel, H×W, row-major; 255 is the ignore label.</summary>
public sealed class LabelMap
{
    /// <summary>The label of a pixel that takes part in no loss and no score.</summary>
    public const byte Ignore = 255;

    /// <summary>A label map over <paramref name="labels"/>, which are kept, not copied.</summary>
    /// <param name="height">Rows, at least one.</param>
    /// <param name="width">Columns, at least one.</param>
    /// <param name="labels">H·W class indices from 0 to 254, or <see cref="Ignore"/>; width fastest.</param>
    /// <exception cref="ArgumentException">The map is empty, or the number of labels is not H·W.</exception>
    public LabelMap(int height, int width, byte[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Expect.Shape(new MapShape(1, 1, height, width), "labels");
        Expect.Length(labels.Length, (long)height * width, $"a label map of {height}×{width}", nameof(labels));
        (Height, Width, Labels) = (height, width, labels);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>H·W class indices, width fastest. Writing changes the map.</summary>
    public byte[] Labels { get; }

    /// <summary>The class index at row, column.</summary>
    public byte this[int row, int column]
    {
        get => Labels[Expect.Index(row, Height) * Width + Expect.Index(column, Width)];
        set => Labels[Expect.Index(row, Height) * Width + Expect.Index(column, Width)] = value;
    }

    /// <summary>One more than the largest class index, ignored pixels left out; zero when every pixel is ignored.</summary>
    public int ClassCount
    {
        get
        {
            var count = 0;
            foreach (var label in Labels)
                if (label != Ignore)
                    count = Math.Max(count, label + 1);
            return count;
        }
    }

    /// <summary>A label map whose label at row, column is given by <paramref name="label"/>.</summary>
    public static LabelMap Generate(int height, int width, Func<int, int, byte> label)
    {
        ArgumentNullException.ThrowIfNull(label);
        Expect.Shape(new MapShape(1, 1, height, width), "height, width");
        var labels = new byte[height * width];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                labels[row * width + column] = label(row, column);
        return new LabelMap(height, width, labels);
    }

    /// <summary>
    /// A copy in which every pixel of class <paramref name="label"/> is ignored (CamVid's 11, VOC's 21 after conversion).
    /// </summary>
    public LabelMap WithIgnored(byte label)
    {
        var labels = (byte[])Labels.Clone();
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] == label)
                labels[i] = Ignore;
        return new LabelMap(Height, Width, labels);
    }

    /// <summary>The labels that occur, that of most pixels first and the smaller label first on a tie; ignored pixels left out.</summary>
    public IReadOnlyList<byte> LabelsBySize()
    {
        var pixels = new int[256];
        foreach (var label in Labels)
            pixels[label]++;
        var present = Enumerable.Range(0, Ignore).Where(label => pixels[label] > 0);
        return [.. present.OrderByDescending(label => pixels[label]).Select(label => (byte)label)];
    }

    /// <summary>
    /// The pixel of a class that lies deepest in it: the farthest, in steps to any of the eight neighbours, from every pixel of
    /// another class. The border of the map counts as another class. The first in reading order on a tie.
    /// </summary>
    /// <exception cref="ArgumentException">No pixel has this label.</exception>
    public Pixel Deepest(byte label)
    {
        var depth = new int[Height * Width];
        int At(int row, int column) => (uint)row < (uint)Height && (uint)column < (uint)Width ? depth[row * Width + column] : 0;
        for (var row = 0; row < Height; row++)
            for (var column = 0; column < Width; column++)
                if (Labels[row * Width + column] == label)
                    depth[row * Width + column] = 1 + Math.Min(
                        Math.Min(At(row - 1, column - 1), At(row - 1, column)), Math.Min(At(row - 1, column + 1), At(row, column - 1)));
        var deepest = -1;
        for (var row = Height - 1; row >= 0; row--)
            for (var column = Width - 1; column >= 0; column--)
            {
                var i = row * Width + column;
                if (depth[i] == 0)
                    continue;
                var below = Math.Min(
                    Math.Min(At(row + 1, column + 1), At(row + 1, column)), Math.Min(At(row + 1, column - 1), At(row, column + 1)));
                depth[i] = Math.Min(depth[i], 1 + below);
                if (deepest < 0 || depth[i] >= depth[deepest])
                    deepest = i;
            }

        return deepest < 0
            ? throw new ArgumentException(
                $"expected a label that occurs, got {label}; these do: {string.Join(", ", LabelsBySize())}.", nameof(label))
            : new Pixel(deepest / Width, deepest % Width);
    }

    /// <summary>The size and the number of classes.</summary>
    public override string ToString() => FormattableString.Invariant($"LabelMap {Height}×{Width}, {ClassCount} classes");
}
