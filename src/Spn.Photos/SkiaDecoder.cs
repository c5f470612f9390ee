using System.Runtime.InteropServices;
using SkiaSharp;
using Spn.Imaging;

namespace Spn.Photos;

/// <summary>From the bytes of a file to samples, by SkiaSharp's codecs.</summary>
internal static class SkiaDecoder
{
    /// <summary>Decodes a file whose kind is known.</summary>
    /// <param name="name">The kind, as messages say it.</param>
    /// <param name="file">The bytes.</param>
    /// <param name="maxPixels">The most pixels that they may claim.</param>
    /// <returns>Grey where the file is grey, RGBA where a pixel is not opaque, else RGB; 8 bits; upright.</returns>
    public static Image Decode(string name, byte[] file, int maxPixels)
    {
        SkiaLibrary.Prepare();
        if (name == "JPEG")
            JpegFile.Check(file);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw Damaged(name);
        var (height, width) = (codec.Info.Height, codec.Info.Width);
        Image.CheckClaim($"a {name} file", height, width, maxPixels);
        var grey = codec.Info.ColorType == SKColorType.Gray8;
        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var info = new SKImageInfo(
            width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var rows = Rows(name, codec, info);
        var samples = grey ? Samples(rows, 1, 1) : Samples(rows, 4, opaque || IsOpaque(rows) ? 3 : 4);
        var channels = samples.Length / (height * width);
        return Upright.Turn(codec.EncodedOrigin, height, width, channels, samples);
    }

    private static byte[] Rows(string name, SKCodec codec, SKImageInfo info)
    {
        if (info.BytesSize64 > Array.MaxLength)
            throw new InvalidDataException(
                $"expected a {name} file of at most {Array.MaxLength} bytes in memory, got {info.BytesSize64}; shrink or tile the image.");
        var rows = new byte[info.BytesSize64];
        var pinned = GCHandle.Alloc(rows, GCHandleType.Pinned);
        try
        {
            return codec.GetPixels(info, pinned.AddrOfPinnedObject()) switch
            {
                SKCodecResult.Success => rows,
                SKCodecResult.IncompleteInput => throw new InvalidDataException(
                    $"expected a whole {name} file, got one that ends early; copy it again."),
                SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => throw Damaged(name),
                var other => throw new InvalidDataException($"expected a {name} file that can be decoded, got {other}; save it as PNG."),
            };
        }
        finally
        {
            pinned.Free();
        }
    }

    private static ushort[] Samples(byte[] rows, int from, int to)
    {
        var samples = new ushort[rows.Length / from * to];
        if (from == to)
            for (var i = 0; i < samples.Length; i++)
                samples[i] = rows[i];
        else
            for (int i = 0, at = 0; at < samples.Length; i += from, at += to)
                (samples[at], samples[at + 1], samples[at + 2]) = (rows[i], rows[i + 1], rows[i + 2]);
        return samples;
    }

    private static bool IsOpaque(byte[] rgba)
    {
        for (var i = 3; i < rgba.Length; i += 4)
            if (rgba[i] != 255)
                return false;
        return true;
    }

    private static InvalidDataException Damaged(string name) => new($"expected a sound {name} file, got a damaged one; copy it again.");
}
