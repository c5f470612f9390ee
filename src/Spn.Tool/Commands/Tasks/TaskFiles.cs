using System.CommandLine;
using Spn.Imaging;
using Spn.Photos;

namespace Spn.Tool.Commands;

/// <summary>
/// What <c>spn smooth</c>, <c>colourise</c>, <c>matte</c> and <c>depth</c> share: a photograph comes in, perhaps what is known of it, and
/// one image goes out.
/// </summary>
internal static class TaskFiles
{
    public static readonly Argument<string> Photo = new("photo") { Description = $"The photograph: {Photograph.Names}." };

    public static readonly Option<string> Out = new("--out")
    {
        Description = "Where to write the result: .png, .ppm (colours) or .pgm (grey).", Required = true, HelpName = "FILE",
    };

    public static readonly Option<int> Threads = BenchArguments.Threads();

    /// <summary>A command whose work runs apart, so that Ctrl+C ends it between two steps.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="description">What it does.</param>
    /// <param name="known">The option that names a second file to read; null: none.</param>
    /// <param name="grey">Whether its result is grey, or in colours; null: as the photograph.</param>
    /// <param name="others">Its other options.</param>
    /// <param name="work">Computes the result, and the sentence that tells of it.</param>
    public static Command Create(
        string name, string description, Option<string>? known, bool? grey, IReadOnlyList<Option> others,
        Func<TaskInput, TaskResult> work)
    {
        var command = new Command(name, description) { Photo, Out };
        foreach (var option in new[] { known }.OfType<Option>().Concat(others).Concat([Threads, TrainingArguments.MaxPixels]))
            command.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, known, grey, work, cancellation), cancellation));
        return command;
    }

    private static void Run(
        ParseResult parsed, Option<string>? known, bool? grey, Func<TaskInput, TaskResult> work, CancellationToken cancellation)
    {
        var (photo, target) = (parsed.GetRequiredValue(Photo), parsed.GetRequiredValue(Out));
        var second = known is null ? null : parsed.GetRequiredValue(known);
        NamedPath.KeepApart(
            "file",
            NamedPath.Given((Photo.Name, photo, "the photograph"), (known?.Name ?? "", second, $"the {known?.Name.TrimStart('-')}")),
            NamedPath.Given((Out.Name, target, "the result")));
        _ = ImageFile.Writable(target);
        AtomicFile.Check(target);
        var maxPixels = parsed.GetValue(TrainingArguments.MaxPixels);
        var map = Photograph.Read(photo, maxPixels).Over(new Rgb(255, 255, 255));
        CheckKind(target, grey ?? map.Channels == 1);
        var image = second is null ? null : Photograph.Read(second, maxPixels);
        if (image is not null && (image.Height != map.Height || image.Width != map.Width))
            throw new InvalidDataException(
                $"{second}: expected {map.Height}×{map.Width} pixels like the photograph, got {image.Height}×{image.Width}; "
                + "paint on a picture of its size.");
        var error = parsed.InvocationConfiguration.Error;
        var result = work(new TaskInput(map, image, second ?? "", parsed, Share.OnTerminal(error), cancellation));
        cancellation.ThrowIfCancellationRequested();
        ImageFile.Write(target, result.Image);
        if (result.Sentence.Length > 0)
            error.WriteLine(result.Sentence);
        parsed.InvocationConfiguration.Output.WriteLine($"wrote {target}");
    }

    /// <summary>Refuses, before the work, a kind of file that cannot hold the result.</summary>
    private static void CheckKind(string target, bool grey)
    {
        var (other, fits, what) = grey ? (".ppm", ".pgm", "a grey result") : (".pgm", ".ppm", "a result in colours");
        if (Path.GetExtension(target).Equals(other, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException(
                $"expected a file name that ends in .png or {fits} for {what}, got '{Path.GetFileName(target)}'; change its extension.");
    }

    /// <summary>Refuses options that another method takes.</summary>
    public static void RefuseIdle(ParseResult parsed, string where, params ReadOnlySpan<Option> idle)
    {
        foreach (var option in idle)
            if (parsed.IsGiven(option))
                throw new ArgumentException($"expected {option.Name} only with {where}; leave it out or choose that.");
    }
}

/// <summary>What a task has to go on.</summary>
/// <param name="Photo">1×(1|3)×H×W.</param>
/// <param name="Known">The second file, of the photograph's size; null where the command takes none.</param>
/// <param name="KnownPath">Its path.</param>
/// <param name="Parsed">The command line.</param>
/// <param name="Progress">Shows how much is done; null where nobody sees it.</param>
/// <param name="Cancellation">Ctrl+C.</param>
internal sealed record TaskInput(
    FeatureMap Photo, Image? Known, string KnownPath, ParseResult Parsed, IProgress<double>? Progress, CancellationToken Cancellation);

/// <summary>What a task gives.</summary>
/// <param name="Image">To be written.</param>
/// <param name="Sentence">What is to be said of it; nothing where empty.</param>
internal sealed record TaskResult(Image Image, string Sentence = "");
