using System.CommandLine;
using Spn.Tasks;

namespace Spn.Tool.Commands;

/// <summary>How <c>spn colourise</c>, <c>matte</c> and <c>depth</c> fill in what is not known, and the options of that.</summary>
/// <param name="system">What the linear system of the task is called on the command line.</param>
/// <param name="solve">Solves it.</param>
internal sealed class FillArguments(string system, FillArguments.Solve solve)
{
    private static readonly Option<Connection?> Connections = new Option<Connection?>("--connection")
    {
        Description = "With propagation: three-way (colour distance; unless given) or one-way (domain transform).",
    }.OrNone(Choices.Connections);

    private static readonly Option<int> Passes = new Option<int>("--passes")
    {
        Description = "With propagation: the least number of passes; the more, the farther around corners.", HelpName = "N",
        DefaultValueFactory = _ => SpreadOptions.Default.Passes,
    }.In(1, 1000);

    private static readonly Option<double> Tolerance = new Option<double>("--tolerance")
    {
        Description = "With a linear system: the residual, as a share of its right side, that is good enough.", HelpName = "X",
        DefaultValueFactory = _ => LinearSystemOptions.Default.Tolerance,
    }.In(1e-12, 0.1);

    private static readonly Option<int> MostSteps = new Option<int>("--most-steps")
    {
        Description = "With a linear system: the most steps of conjugate gradients.", HelpName = "N",
        DefaultValueFactory = _ => LinearSystemOptions.Default.MostSteps,
    }.In(1, 1_000_000);

    private static readonly Option[] OfPropagation = [Connections, Passes], OfSystem = [Tolerance, MostSteps];

    private readonly Option<TaskMethod> _method = new Option<TaskMethod>("--method")
    {
        Description = $"propagation (unless given) or {system} (the linear system).",
    }.Among(("propagation", TaskMethod.Propagation), (system, TaskMethod.Classic));

    /// <summary>Fills in one map.</summary>
    public delegate SolvedMap Solve(
        FeatureMap photo, SparseMap known, LinearSystemOptions options, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> Options => [_method, .. OfPropagation, .. OfSystem];

    /// <summary>By propagation, or by the linear system, with a sentence that says how it went.</summary>
    /// <param name="input">What there is to go on.</param>
    /// <param name="guide">What is compared: the photograph, or its grey.</param>
    /// <param name="known">What is known.</param>
    public (FeatureMap Map, string Sentence) Fill(TaskInput input, FeatureMap guide, SparseMap known)
    {
        var threads = input.Parsed.GetValue(TaskFiles.Threads);
        if (input.Parsed.GetValue(_method) == TaskMethod.Propagation)
        {
            TaskFiles.RefuseIdle(input.Parsed, $"--method {system}", OfSystem);
            var options = new SpreadOptions
            {
                Connection = input.Parsed.GetValue(Connections) ?? Connection.ThreeWay, Passes = input.Parsed.GetValue(Passes),
                MostPasses = Math.Max(SpreadOptions.Default.MostPasses, input.Parsed.GetValue(Passes)), Threads = threads,
            };
            var spread = Spreading.Along(guide, known, options, input.Progress, input.Cancellation);
            return (spread.Values, FormattableString.Invariant($"{known.Count} known pixels, {spread.Passes} passes")
                + (spread.Unreached == 0 ? "." : FormattableString.Invariant(
                    $"; {spread.Unreached} pixels were not reached and hold the mean of the known ones: mark some there.")));
        }

        TaskFiles.RefuseIdle(input.Parsed, "--method propagation", OfPropagation);
        var solved = solve(
            guide, known,
            new LinearSystemOptions
            {
                Tolerance = input.Parsed.GetValue(Tolerance), MostSteps = input.Parsed.GetValue(MostSteps), Threads = threads,
            },
            input.Progress, input.Cancellation);
        return (solved.Values, FormattableString.Invariant(
            $"{known.Count} known pixels, {solved.Steps} steps of conjugate gradients, residual {solved.Residual:g2}."));
    }
}
