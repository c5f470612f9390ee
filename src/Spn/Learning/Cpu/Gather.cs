namespace Spn.Learning;

/// <summary>One weight of a pass: where the pixel that it multiplies lies in the padded source, and which of the k² it is.</summary>
internal readonly record struct GatherTap(int Row, int Column, int Weight);

/// <summary>
/// What the forward and the data gradient have in common: every pixel of a target channel is a sum over source channels and taps. The
/// gradient of a stride of 2 falls into four passes, one for the even and odd rows and columns of the target, each with taps of its own;
/// the forward of a stride of 2 reads the source parted into its even and odd rows and columns instead.
/// </summary>
/// <param name="Batch">N.</param>
/// <param name="Sources">Channels that are summed over.</param>
/// <param name="SourceHeight">Rows of the source.</param>
/// <param name="SourceWidth">Columns of the source.</param>
/// <param name="Step">The source is parted into every Step-th row and column.</param>
/// <param name="Padding">Zeros before the first row and column of the source.</param>
/// <param name="Targets">Channels of the target.</param>
/// <param name="TargetHeight">Rows of the target.</param>
/// <param name="TargetWidth">Columns of the target.</param>
/// <param name="Spread">A pass writes every Spread-th row and column of the target.</param>
/// <param name="Kernel">k.</param>
/// <param name="Transposed">Whether sources are the outputs of the convolution: the data gradient.</param>
internal readonly record struct Gather(
    int Batch, int Sources, int SourceHeight, int SourceWidth, int Step, int Padding,
    int Targets, int TargetHeight, int TargetWidth, int Spread, int Kernel, bool Transposed)
{
    public static Gather Forward(in ConvolutionShape shape) => new(
        shape.Batch, shape.Inputs, shape.Height, shape.Width, shape.Stride, shape.Padding,
        shape.Outputs, shape.OutHeight, shape.OutWidth, 1, shape.Kernel, false);

    public static Gather BackwardInput(in ConvolutionShape shape) => new(
        shape.Batch, shape.Outputs, shape.OutHeight, shape.OutWidth, 1, shape.Stride == 1 ? shape.Padding : 0,
        shape.Inputs, shape.Height, shape.Width, shape.Stride, shape.Kernel, true);

    /// <summary>Passes over a packed band, one for each parity of target row and column where the target is spread.</summary>
    public int Passes => Spread * Spread;

    /// <summary>Rows of the target in the first pass, which has the most.</summary>
    public int GridHeight => (TargetHeight + Spread - 1) / Spread;

    /// <summary>Columns of the target in the first pass.</summary>
    public int GridWidth => (TargetWidth + Spread - 1) / Spread;

    /// <summary>Rows and columns that a part of the source has beyond the grid.</summary>
    public int Halo => (Kernel - 1) / Math.Max(Step, Spread);

    /// <summary>Parts of the source along one axis that any tap reads.</summary>
    public int PartsPerAxis => Math.Min(Step, Kernel);

    /// <summary>Floats from a row of a packed part to the next one.</summary>
    public int Pitch => GridWidth + Halo;

    /// <summary>Rows of the target in a pass from row <paramref name="from"/> to <paramref name="to"/> of the grid.</summary>
    public int Rows(int pass, int from, int to) => Math.Min(to, (TargetHeight - pass / Spread + Spread - 1) / Spread) - from;

    /// <summary>Columns of the target in a pass.</summary>
    public int Columns(int pass) => (TargetWidth - pass % Spread + Spread - 1) / Spread;

    /// <summary>The weight of tap 0 between a target and a source channel.</summary>
    public int Weight(int target, int source) => (Transposed ? source * Targets + target : target * Sources + source) * Kernel * Kernel;

    /// <summary>The taps of a pass, in the order in which they are summed.</summary>
    /// <returns>How many there are.</returns>
    public int Taps(int pass, Span<GatherTap> taps)
    {
        var count = 0;
        for (var i = 0; i < Kernel; i++)
            for (var j = 0; j < Kernel; j++)
                if (!Transposed)
                    taps[count++] = new GatherTap(i, j, i * Kernel + j);
                else if (Source(pass / Spread, i) is >= 0 and var row && Source(pass % Spread, j) is >= 0 and var column)
                    taps[count++] = new GatherTap(row, column, i * Kernel + j);
        return count;
    }

    /// <summary>Data gradient: target x = Spread·i + parity took part in output (x + k/2 − tap) / Spread; −1 where that is no whole number.</summary>
    private int Source(int parity, int tap)
    {
        var distance = parity + Kernel / 2 - tap;
        return distance % Spread != 0 ? -1 : distance / Spread + Padding;
    }
}
