using System.CommandLine;
using Spn.Imaging;
using Spn.Tasks;

namespace Spn.Tool.Commands;

/// <summary><c>spn depth</c>: a few samples of depth, filled in along their photograph.</summary>
internal static class DepthCommand
{
    private const string Description = """
        Fill in a sparse depth map along its photograph; the samples stay as they are. By propagation, or by a linear system in which every
        pixel is the mean of its neighbours of like colour. The result has 16 bits, in the units of the samples.
        """;

    private static readonly Option<string> HintFile = new("--hints")
    {
        Description = "A grey image of the photograph's size, of 8 or 16 bits: the depth of a pixel in any unit, 0 where it is not known.",
        Required = true, HelpName = "FILE",
    };

    private static readonly FillArguments Filling = new("least-squares", LeastSquares.Fill);

    public static Command Create() => TaskFiles.Create(
        "depth", Description, HintFile, grey: true, Filling.Options, Depth);

    private static TaskResult Depth(TaskInput input)
    {
        var image = input.Known!;
        if (image.Channels != 1 || image.IsIndexed)
            throw new InvalidDataException(
                $"{input.KnownPath}: expected a grey image of depths, got {image}; save it as grey, without alpha.");
        var hints = new FeatureMap(new MapShape(1, 1, image.Height, image.Width), Array.ConvertAll(image.Samples, sample => (float)sample));
        var known = new FeatureMap(hints.Shape, Array.ConvertAll(hints.Values, value => value > 0 ? 1f : 0f));
        if (!known.Values.AsSpan().Contains(1f))
            throw new InvalidDataException($"{input.KnownPath}: expected some depths above 0, got none; 0 means not known.");
        var (depth, sentence) = Filling.Fill(input, input.Photo, new SparseMap(hints, known));
        var samples = Array.ConvertAll(depth.Values, value => (ushort)Math.Clamp(Math.Round(value), 0, ushort.MaxValue));
        return new TaskResult(new Image(image.Height, image.Width, 1, samples, ushort.MaxValue), sentence);
    }
}
