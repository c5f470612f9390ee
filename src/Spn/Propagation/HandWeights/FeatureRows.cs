using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Spn.Imaging;

namespace Spn;

/// <summary>
/// The features of one picture that hand-made weights compare: the picture itself or its L*a*b* colours, blurred. They are made by
/// bands of rows in parallel. Rows have room on either side, so that a register may reach over their ends; what stands there is undefined.
/// </summary>
internal sealed unsafe class FeatureRows
{
    private const int Margin = 8;

    /// <summary>Rows of a band: many enough that the rows which a blur reads around it weigh little.</summary>
    private const int Band = 64;

    private readonly float[] _values;
    private readonly float* _first;

    private FeatureRows(int channels, int height, int width)
    {
        (Channels, Height, Width, Stride) = (channels, height, width, width + Margin);
        PlaneStride = (nint)height * Stride;
        var length = channels * (long)PlaneStride + 2 * Margin;
        if (length > Array.MaxLength)
            throw new ArgumentException($"expected at most {Array.MaxLength} features, got {channels}×{height}×{width}; tile the image.");
        _values = GC.AllocateUninitializedArray<float>((int)length, pinned: true);
        _first = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(_values, Margin);
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Floats from a row to the next one.</summary>
    public int Stride { get; }

    /// <summary>Floats from a channel to the next one.</summary>
    public nint PlaneStride { get; }

    /// <summary>The first float of a row of the first channel. It stays where it is as long as this object is reachable.</summary>
    public float* Row(int row) => _first + (nint)row * Stride;

    /// <summary>Bytes that <see cref="Of"/> takes for a picture.</summary>
    public static long Bytes(int channels, int height, int width) => channels * (long)height * (width + Margin) * sizeof(float);

    /// <summary>The features of a batch item.</summary>
    /// <param name="image">N×C×H×W.</param>
    /// <param name="batch">The item.</param>
    /// <param name="lab">Whether three channels are sRGB, to be compared in L*a*b*.</param>
    /// <param name="sigma">The standard deviation of the blur in pixels, 0 for none.</param>
    /// <param name="work">Threads and cancellation.</param>
    public static FeatureRows Of(FeatureMap image, int batch, bool lab, double sigma, RowWork work)
    {
        var rows = new FeatureRows(image.Channels, image.Height, image.Width);
        var kernel = GaussianKernel.Of(sigma);
        var band = Math.Max(Band, kernel.Length - 1);
        work.For((image.Height + band - 1) / band, i =>
            rows.Fill(image, batch, lab, kernel, i * band, Math.Min(image.Height, (i + 1) * band)));
        return rows;
    }

    private void Fill(FeatureMap image, int batch, bool lab, double[] kernel, int from, int to)
    {
        var radius = kernel.Length / 2;
        int low = Math.Max(0, from - radius), high = Math.Min(Height, to + radius);
        // One row as it is compared, its ends repeated, and the rows of the band blurred along themselves.
        var (whole, line) = (Width + 2 * radius + Margin, Width + Margin);
        var scratch = ArrayPool<float>.Shared.Rent(Channels * whole + (radius > 0 ? Channels * (high - low) * line : 0));
        fixed (float* compared = scratch)
        {
            var along = compared + Channels * whole;
            for (var row = low; row < high; row++)
            {
                Compared(image, batch, lab, row, compared + radius, whole);
                for (var c = 0; c < Channels; c++)
                {
                    var source = compared + c * whole;
                    if (radius == 0)
                    {
                        new Span<float>(source, Width).CopyTo(new Span<float>(Row(row) + c * PlaneStride, Width));
                        continue;
                    }

                    new Span<float>(source, radius).Fill(source[radius]);
                    new Span<float>(source + radius + Width, radius).Fill(source[radius + Width - 1]);
                    Blur(source, 1, kernel, along + (c * (high - low) + row - low) * line);
                }
            }

            if (radius > 0)
                for (var c = 0; c < Channels; c++)
                    Down(along + c * (high - low) * line, low, high, line, kernel, from, to, c);
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>A row of all channels as it is compared.</summary>
    private void Compared(FeatureMap image, int batch, bool lab, int row, float* target, int stride)
    {
        ReadOnlySpan<float> Source(int channel) => image.Plane(batch, channel).Slice(row * Width, Width);
        Span<float> Target(int channel) => new(target + channel * stride, Width);
        if (lab)
            LabRows.FromSrgb(Source(0), Source(1), Source(2), Target(0), Target(1), Target(2));
        else
            for (var c = 0; c < Channels; c++)
                Source(c).CopyTo(Target(c));
    }

    /// <summary>
    /// Weighted sums over taps that stand <paramref name="step"/> floats apart; writes up to three floats beyond the row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Blur(float* source, nint step, ReadOnlySpan<double> kernel, float* target)
    {
        for (var i = 0; i < Width; i += 4)
        {
            var sum = Vector256<double>.Zero;
            for (var tap = 0; tap < kernel.Length; tap++)
                sum += kernel[tap] * Doubles.Load(source + tap * step + i);
            Doubles.Store(sum, target + i);
        }
    }

    /// <summary>Blurs across rows: of <paramref name="along"/>, which holds rows low to high, into rows from to to of a channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Down(float* along, int low, int high, int line, double[] kernel, int from, int to, int channel)
    {
        var radius = kernel.Length / 2;
        var (height, width) = (Height, Width);
        var taps = stackalloc float*[kernel.Length];
        for (var row = from; row < to; row++)
        {
            for (var tap = 0; tap < kernel.Length; tap++)
                taps[tap] = along + (nint)(Math.Clamp(row + tap - radius, 0, height - 1) - low) * line;
            var target = Row(row) + channel * PlaneStride;
            for (var i = 0; i < width; i += 4)
            {
                var sum = Vector256<double>.Zero;
                for (var tap = 0; tap < kernel.Length; tap++)
                    sum += kernel[tap] * Doubles.Load(taps[tap] + i);
                // A row's last register may reach into the margin, and never into the next row.
                Doubles.Store(sum, target + i);
            }
        }
    }
}
