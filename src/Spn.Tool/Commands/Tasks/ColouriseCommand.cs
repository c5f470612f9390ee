using System.CommandLine;
using Spn.Imaging;
using Spn.Tasks;

namespace Spn.Tool.Commands;

/// <summary><c>spn colourise</c>: a grey photograph gets its colours from a few scribbles.</summary>
internal static class ColouriseCommand
{
    private const string Description = """
        Colour a grey photograph from scribbles: their colours spread along it and stop at its edges. Of a coloured photograph the lightness
        alone is taken. By propagation, or by the linear system of Levin, Lischinski and Weiss (2004).
        """;

    /// <summary>How far red, green and blue must be apart for a pixel to count as painted, where the file has no transparency.</summary>
    private const float LeastColour = 10f / 255;

    private static readonly Option<string> ScribbleFile = new("--scribbles")
    {
        Description = "An image of the photograph's size with the scribbles: a transparent one painted on (a pixel counts from half "
            + "opaque on; grey paint means no colour), or a grey one painted on in colours.",
        Required = true, HelpName = "FILE",
    };

    private static readonly FillArguments Filling = new("least-squares", LeastSquares.Fill);

    public static Command Create() => TaskFiles.Create(
        "colourise", Description, ScribbleFile, grey: false, Filling.Options, Colourise);

    private static TaskResult Colourise(TaskInput input)
    {
        var grey = Colourisation.Grey(input.Photo);
        var known = Scribbles(input.Known!, input.KnownPath);
        var (chroma, sentence) = Filling.Fill(input, grey, known);
        return new TaskResult(Image.FromFeatureMap(Colourisation.Paint(grey, chroma)), sentence);
    }

    private static SparseMap Scribbles(Image image, string path)
    {
        var map = image.ToFeatureMap();
        var (painted, alpha) = (new FeatureMap(map.Shape with { Channels = 1 }), image.HasAlpha ? image.ToAlphaMap().Values : null);
        for (var i = 0; i < painted.Values.Length; i++)
            painted.Values[i] = alpha is null ? map.Channels == 3 && Colour(map, i) > LeastColour ? 1 : 0 : alpha[i] >= 0.5f ? 1 : 0;
        if (!painted.Values.AsSpan().Contains(1f))
            throw new InvalidDataException(
                $"{path}: expected scribbles, got none: " + (alpha is null ? "no pixel has a colour" : "every pixel is transparent")
                + "; paint some on a transparent picture of the photograph's size.");
        var colours = map.Channels == 3 ? map
            : FeatureMap.Generate(map.Shape with { Channels = 3 }, (_, _, row, column) => map[0, 0, row, column]);
        return Colourisation.Scribbles(colours, painted);
    }

    private static float Colour(FeatureMap map, int i)
    {
        float red = map.Plane(0, 0)[i], green = map.Plane(0, 1)[i], blue = map.Plane(0, 2)[i];
        return Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue));
    }
}
