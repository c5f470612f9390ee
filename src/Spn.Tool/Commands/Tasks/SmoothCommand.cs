using System.CommandLine;
using Spn.Imaging;
using Spn.Segmentation;
using Spn.Tasks;

namespace Spn.Tool.Commands;

/// <summary><c>spn smooth</c>: takes noise and texture out of a photograph and leaves its edges.</summary>
internal static class SmoothCommand
{
    private const string Description = """
        Smooth a photograph and keep its edges: by propagation along it (one-way: the recursive filter of the domain transform; three-way:
        weights by colour distance), or by the guided filter.
        """;

    private static readonly Option<TaskMethod> Method = new Option<TaskMethod>("--method")
    {
        Description = "propagation (unless given) or guided (the guided filter).",
    }.Among(("propagation", TaskMethod.Propagation), ("guided", TaskMethod.Classic));

    private static readonly Option<Connection?> Connections = new Option<Connection?>("--connection")
    {
        Description = "With propagation: one-way (unless given) or three-way.",
    }.OrNone(Choices.Connections);

    private static readonly Option<double> SigmaSpace = Number("--sigma-space",
        "One-way: how far a pixel is mixed with others, in pixels.", SmoothingOptions.Default.DomainTransform.SigmaSpace, 0.1, 1e4);

    private static readonly Option<double> SigmaRange = Number("--sigma-range",
        "One-way: the step of intensity, summed over channels, that counts as an edge.",
        SmoothingOptions.Default.DomainTransform.SigmaRange, 1e-3, 1e3);

    private static readonly Option<double> Strength = Number("--strength",
        "Three-way: the sum of weights where colours are the same; the nearer to 1, the smoother.",
        SmoothingOptions.Default.ColourDistance.Strength, 1e-3, 1);

    private static readonly Option<int> Radius = new Option<int>("--radius")
    {
        Description = "Guided: the window, in pixels each way.", HelpName = "N",
        DefaultValueFactory = _ => GuidedFilterOptions.Default.Radius,
    }.In(1, 1000);

    private static readonly Option<double> Epsilon = Number("--epsilon",
        "Guided: a window whose colours vary by less than this, of [0, 1] squared, counts as flat.", 0.01, 1e-8, 1);

    private static readonly Option[] OfOneWay = [SigmaSpace, SigmaRange], OfThreeWay = [Strength], OfGuided = [Radius, Epsilon];

    public static Command Create() => TaskFiles.Create(
        "smooth", Description, null, grey: null, [Method, Connections, .. OfOneWay, .. OfThreeWay, .. OfGuided], Smooth);

    private static TaskResult Smooth(TaskInput input)
    {
        var (parsed, threads) = (input.Parsed, input.Parsed.GetValue(TaskFiles.Threads));
        if (parsed.GetValue(Method) == TaskMethod.Classic)
        {
            TaskFiles.RefuseIdle(parsed, "--method propagation", [Connections, .. OfOneWay, .. OfThreeWay]);
            var guided = new GuidedFilterOptions
            {
                Radius = parsed.GetValue(Radius), Epsilon = parsed.GetValue(Epsilon), Threads = threads,
            };
            return new TaskResult(Image.FromFeatureMap(GuidedFilter.Smooth(input.Photo, null, guided, input.Cancellation)));
        }

        var connection = parsed.GetValue(Connections) ?? Connection.OneWay;
        TaskFiles.RefuseIdle(parsed, "--method guided", OfGuided);
        var (idle, other) = connection == Connection.OneWay ? (OfThreeWay, Connection.ThreeWay) : (OfOneWay, Connection.OneWay);
        TaskFiles.RefuseIdle(parsed, $"--connection {other.ToWords()}", idle);
        var options = new SmoothingOptions
        {
            Connection = connection, Threads = threads,
            DomainTransform = new() { SigmaSpace = parsed.GetValue(SigmaSpace), SigmaRange = parsed.GetValue(SigmaRange) },
            ColourDistance = SmoothingOptions.Default.ColourDistance with { Strength = parsed.GetValue(Strength) },
        };
        return new TaskResult(Image.FromFeatureMap(Smoothing.Propagate(input.Photo, options, input.Progress, input.Cancellation)));
    }

    private static Option<double> Number(string name, string description, double usual, double least, double most) =>
        new Option<double>(name) { Description = description, HelpName = "X", DefaultValueFactory = _ => usual }.In(least, most);
}
