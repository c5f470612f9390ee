namespace Spn.DataSets;

/// <summary>Where a sample lies.</summary>
/// <param name="Photo">The file of the photograph.</param>
/// <param name="Labels">The file, or the files, of the labels.</param>
/// <param name="MaxPixels">The most pixels that each may claim.</param>
internal sealed record SampleFiles(string Photo, IReadOnlyList<string> Labels, int MaxPixels);
