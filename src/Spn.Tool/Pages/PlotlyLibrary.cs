using System.IO.Compression;
using System.Text;
using Plotly.NET;
using Spn.Tool.Notebooks.Html;

namespace Spn.Tool.Pages;

/// <summary>plotly.js as it comes in Plotly.NET: nothing is fetched.</summary>
/// <param name="Packed">The script, deflated, in base64.</param>
/// <param name="Hash">The hash of its text, as a policy names it.</param>
internal sealed record PlotlyLibrary(string Packed, string Hash)
{
    private static readonly Lazy<PlotlyLibrary> s_own = new(Read);

    public static PlotlyLibrary Own => s_own.Value;

    private static PlotlyLibrary Read()
    {
        var assembly = typeof(GenericChart).Assembly;
        var name = Array.Find(assembly.GetManifestResourceNames(), one =>
            one.StartsWith("Plotly.NET.plotly-", StringComparison.Ordinal) && one.EndsWith(".min.js", StringComparison.Ordinal))
            ?? throw new InvalidOperationException(
                $"expected plotly.js in {assembly.GetName()}, found none: this version of Plotly.NET keeps it elsewhere.");
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var script = reader.ReadToEnd();
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(script));
        return new(Convert.ToBase64String(packed.ToArray()), ContentPolicy.Hash(script));
    }
}
