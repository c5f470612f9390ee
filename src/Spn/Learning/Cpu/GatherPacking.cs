namespace Spn.Learning;

/// <summary>Rows of a source plane, with their padding, as the kernels read them.</summary>
internal static unsafe class GatherPacking
{
    /// <summary>What rows <paramref name="from"/> to <paramref name="to"/> of the grid need of one plane, each part of the source after the other.</summary>
    public static void Plane(in Gather gather, float* plane, int from, int to, float* packed, int partFloats)
    {
        for (var part = 0; part < gather.PartsPerAxis * gather.PartsPerAxis; part++)
        {
            var line = packed + part * partFloats;
            for (var row = from; row < to + gather.Halo; row++, line += gather.Pitch)
            {
                var source = row * gather.Step + part / gather.PartsPerAxis - gather.Padding;
                if (source < 0 || source >= gather.SourceHeight)
                    new Span<float>(line, gather.Pitch).Clear();
                else if (gather.Step == 1)
                    Whole(gather, plane + (nint)source * gather.SourceWidth, line);
                else
                    Parted(gather, plane + (nint)source * gather.SourceWidth, part % gather.PartsPerAxis - gather.Padding, line);
            }
        }
    }

    private static void Whole(in Gather gather, float* source, float* line)
    {
        var count = Math.Min(gather.SourceWidth, gather.Pitch - gather.Padding);
        for (var i = 0; i < gather.Padding; i++)
            line[i] = 0;
        new Span<float>(source, count).CopyTo(new Span<float>(line + gather.Padding, count));
        for (var i = gather.Padding + count; i < gather.Pitch; i++)
            line[i] = 0;
    }

    private static void Parted(in Gather gather, float* source, int first, float* line)
    {
        for (int i = 0, column = first; i < gather.Pitch; i++, column += gather.Step)
            line[i] = (uint)column < (uint)gather.SourceWidth ? source[column] : 0;
    }
}
