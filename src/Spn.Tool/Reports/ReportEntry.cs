using Spn.Imaging;

namespace Spn.Tool.Reports;

/// <summary>One photograph of a report.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Before">Mean IoU of the coarse map over the classes of the truth; NaN without a truth.</param>
/// <param name="After">Mean IoU of the refined map over the same classes; NaN without a truth.</param>
/// <param name="Changed">The share of pixels whose label the refinement changed.</param>
/// <param name="Pictures">What to look at: a caption and a JPEG file each.</param>
internal sealed record ReportEntry(
    string Name, double Before, double After, double Changed, IReadOnlyList<(string Caption, byte[] Jpeg)> Pictures)
{
    /// <summary>The classes of its refined map.</summary>
    public required IReadOnlyList<byte> Labels { get; init; }

    /// <summary>Their names and colours.</summary>
    public required Palette Palette { get; init; }

    /// <summary>Whether its errors are those of one class.</summary>
    public bool IsOfOneClass { get; init; }

    /// <summary>Small where a reader should look first: the IoU, or without a truth the share that stayed as it was.</summary>
    public double Rank => double.IsNaN(After) ? 1 - Changed : After;
}
