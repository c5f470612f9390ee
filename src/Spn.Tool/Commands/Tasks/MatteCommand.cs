using System.CommandLine;
using Spn.Imaging;
using Spn.Tasks;

namespace Spn.Tool.Commands;

/// <summary><c>spn matte</c>: a soft mask from a trimap.</summary>
internal static class MatteCommand
{
    private const string Description = """
        Make a soft mask (α, how much of a pixel belongs to what stands in front) from a trimap and its photograph: by propagation, or by
        closed-form matting (Levin, Lischinski and Weiss 2008), a linear system that takes small pictures.
        """;

    private static readonly Option<string> TrimapFile = new("--trimap")
    {
        Description = "A grey image of the photograph's size: white is foreground, black is background, one grey between is unknown.",
        Required = true, HelpName = "FILE",
    };

    private static readonly FillArguments Filling = new("closed-form", Matting.ClosedForm);

    public static Command Create() => TaskFiles.Create(
        "matte", Description, TrimapFile, grey: true, Filling.Options, Matte);

    private static TaskResult Matte(TaskInput input)
    {
        var known = Matting.Known(Trimap(input.Known!, input.KnownPath));
        var (alpha, sentence) = Filling.Fill(input, input.Photo, known);
        return new TaskResult(Image.FromFeatureMap(alpha), sentence);
    }

    /// <summary>The trimap of an image: black, white and one grey, whatever its format.</summary>
    private static FeatureMap Trimap(Image image, string path)
    {
        var map = image.ToFeatureMap();
        for (var c = 1; c < map.Channels; c++)
            if (!map.Plane(0, c).SequenceEqual(map.Plane(0, 0)))
                throw new InvalidDataException($"{path}: expected a grey trimap, got colours; save it in black, white and one grey.");
        var values = map.Plane(0, 0).ToArray();
        var greys = values.Where(value => value is > 0 and < 1).Distinct().Order().Take(4).ToArray();
        if (greys.Length > 1)
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: expected black, white and one grey between, got several greys ({string.Join(", ", greys.Take(3).Select(Sample))}")
                + (greys.Length > 3 ? ", …" : "") + "); save it without soft brushes and not as JPEG.");
        return new FeatureMap(map.Shape with { Channels = 1 }, values);

        int Sample(float value) => (int)Math.Round(value * image.MaxValue);
    }
}
