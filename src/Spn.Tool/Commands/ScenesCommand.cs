using System.CommandLine;
using Spn.Imaging;
using Spn.Scenes;
using Spn.Visuals;

namespace Spn.Tool.Commands;

/// <summary><c>spn scenes</c>: writes generated photographs with their exact labels, so that every example has an input.</summary>
internal static class ScenesCommand
{
    private const string Description = """
        Write generated photographs with the exact class of every pixel: DIR/photos, DIR/labels and DIR/coarse (the majority label of each
        block), PNG files of the same names. The same numbers give the same pictures on every machine.
        """;

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder to write to.", Required = true, HelpName = "DIR",
    };

    private static readonly Option<int> Count = Whole("--count", "How many.", 8, 1, 100_000);

    private static readonly Option<int> Seed = Whole("--seed", "Chooses the first picture; the others follow.", 1, 0, 1_000_000_000);

    private static readonly Option<int> Height = Whole("--height", "Rows.", 240, SceneGenerator.MinSize, 8192);

    private static readonly Option<int> Width = Whole("--width", "Columns.", 320, SceneGenerator.MinSize, 8192);

    private static readonly Option<int> Objects = Whole("--objects", "Objects of each.", 7, 0, 100);

    private static readonly Option<int> Block = Whole("--block", "The side of the blocks of the coarse maps, in pixels.", 8, 1, 256);

    public static Command Create()
    {
        var command = new Command("scenes", Description) { Out, Count, Seed, Height, Width, Objects, Block };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (folder, count, seed) = (parsed.GetValue(Out)!, parsed.GetValue(Count), parsed.GetValue(Seed));
        AtomicFile.Check(Path.Combine(folder, "photos", "scene.png"));
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var scene = SceneGenerator.Render(new SceneOptions
            {
                Seed = seed + i, Height = parsed.GetValue(Height), Width = parsed.GetValue(Width), Objects = parsed.GetValue(Objects),
            });
            var name = FormattableString.Invariant($"scene-{seed + i:d3}.png");
            Png.Write(Path.Combine(folder, "photos", name), scene.Photo);
            Png.Write(Path.Combine(folder, "labels", name), scene.Labels, scene.Palette);
            Png.Write(Path.Combine(folder, "coarse", name), scene.Coarse(parsed.GetValue(Block)), scene.Palette);
        }

        parsed.InvocationConfiguration.Output.WriteLine(
            FormattableString.Invariant($"wrote {Words.Many(count, "photograph")} to {folder}: photos, labels and coarse"));
    }

    private static Option<int> Whole(string name, string description, int usual, int least, int most) =>
        new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => usual }.In(least, most);
}
