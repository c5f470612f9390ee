using System.Text.RegularExpressions;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.FSharp.Core;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>F# cells: one F# Interactive session in this process.</summary>
internal sealed partial class FSharpKernel : LanguageKernel
{
    private readonly Task<Shell.FsiEvaluationSession> _starting = Task.Run(Start);

    /// <summary>What every F# cell sees without an open, as in the real kernel.</summary>
    private static string Prelude => $"""
        #r "{Slashes(typeof(IHtmlContent).Assembly.Location)}"
        #r "{Slashes(typeof(Formatter).Assembly.Location)}"
        #r "{Slashes(typeof(FSharpKernel).Assembly.Location)}"
        open System
        open System.IO
        open System.Text
        open Microsoft.DotNet.Interactive.Formatting
        [<AutoOpen>]
        module DisplayFunctions =
            let display (value: obj) = Microsoft.DotNet.Interactive.Kernel.display value
            let HTML (content: string) = Microsoft.DotNet.Interactive.Kernel.HTML content
            let CSS (content: string) = Microsoft.DotNet.Interactive.Kernel.CSS content
            let Javascript (content: string) = Microsoft.DotNet.Interactive.Kernel.Javascript content
        """;

    public override Task Ready => _starting;

    public override IReadOnlyList<string> Names =>
        [.. _starting.Result.GetBoundValues().Select(v => v.Name).Where(n => n != "it").Distinct().Order(StringComparer.Ordinal)];

    public override async Task<CellError?> RunAsync(string code, string label)
    {
        var session = await _starting;
        var (outcome, diagnostics) = session.EvalInteractionNonThrowing(LoadReferences(code), CellLabels.Remember(label), null);
        var errors = diagnostics.Where(d => d.Severity.IsError).ToList();
        if (errors.Count > 0)
            return CellError.Compilation([.. errors.Select(d => Message(d, label))], label, errors[0].StartLine);
        return outcome switch
        {
            FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice2Of2 failed => CellError.Runtime(failed.Item, label),
            FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item.Value: var value } when value.ReflectionType != typeof(Unit)
                => ShowResult(value.ReflectionValue, label),
            _ => null,
        };
    }

    public override SharedValue? Find(string name) =>
        _starting.Result.TryFindBoundValue(name) is { Value.Value: var value } ? new SharedValue(value.ReflectionValue, value.ReflectionType) : null;

    public override async Task DefineAsync(string name, SharedValue value)
    {
        if (value.Value is null)
            throw new MagicException($"'{name}' is null, and F# needs a value to know its type.");
        if (!SharedValue.CanCross(value.Value.GetType()))
            throw new MagicException($"'{name}' has the type {value.Value.GetType()}, which no other language can name: share an array, a primitive or a value of a public type from a dll.");
        var session = await _starting;
        try
        {
            session.AddBoundValue(name, value.Value);
        }
        catch (ArgumentException)
        {
            throw new MagicException($"expected a name that F# accepts, got '{name}'.");
        }
    }

    private static Shell.FsiEvaluationSession Start()
    {
        string[] arguments =
        [
            typeof(FSharpKernel).Assembly.Location, "--noninteractive", "--nologo", "--quiet", "--targetprofile:netcore", "--usesdkrefs-",
            "--langversion:preview", "--multiemit+", "--debug+", "--optimize+",
        ];
        var session = Shell.FsiEvaluationSession.Create(Shell.FsiEvaluationSession.GetDefaultConfiguration(), arguments,
            TextReader.Null, TextWriter.Null, TextWriter.Null, FSharpOption<bool>.Some(false), null);
        session.EvalInteraction(Prelude, null);
        return session;
    }

    /// <summary>Loads each <c>#r</c>'d dll the shared way first and points F# at the file that is in use; line numbers stay.</summary>
    private static string LoadReferences(string code) => Reference().Replace(code, match =>
    {
        var quoted = match.Groups["path"].Value;
        var path = match.Groups["verbatim"].Length > 0 ? quoted : quoted.Replace(@"\\", @"\", StringComparison.Ordinal);
        if (!File.Exists(path))
            return match.Value;
        try
        {
            return $"{match.Groups["start"].Value}\"{Slashes(SharedAssemblies.Load(path).Location)}\"";
        }
        catch (BadImageFormatException)
        {
            return match.Value;
        }
    });

    /// <summary>The compiler's text, with the cell as its file and on one line where it wraps.</summary>
    private static string Message(FSharpDiagnostic diagnostic, string label) =>
        $"{label} ({diagnostic.StartLine},{diagnostic.StartColumn + 1})-({diagnostic.EndLine},{diagnostic.EndColumn + 1}) {diagnostic.Subcategory} error FS{diagnostic.ErrorNumber:0000}: {diagnostic.Message}";

    private static string Slashes(string path) => path.Replace('\\', '/');

    [GeneratedRegex("""^(?<start>[ \t]*#r[ \t]+)(?<verbatim>@?)"(?<path>[^"\r\n]+)"(?=[ \t]*(//.*)?$)""", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
