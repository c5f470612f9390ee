using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.App;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.FSharp;
using Microsoft.DotNet.Interactive.FSharp.ScriptHelpers;
using Microsoft.DotNet.Interactive.Jupyter;
using Microsoft.DotNet.Interactive.Mermaid;
using Microsoft.DotNet.Interactive.PackageManagement;
using Microsoft.FSharp.Core;

namespace Spn.Tool.Notebooks.Host;

/// <summary>
/// .NET Interactive's own kernel, put together as its tool does for Jupyter, without what a run that nobody watches has no use for:
/// PowerShell, HTTP requests, connections to other kernels, questions to the reader.
/// </summary>
internal static class HostKernel
{
    /// <summary>A kernel with C#, F#, HTML, JavaScript, Mermaid, stored values, magics and packages.</summary>
    public static CompositeKernel Create()
    {
        var kernel = new CompositeKernel { FrontendEnvironment = new AutomationEnvironment() };
        var csharp = new CSharpKernel();
        SetOptions(csharp);
        kernel.Add(csharp.UseNugetDirective(AddCSharp).UseKernelHelpers().UseWho().UseValueSharing(), ["c#", "C#"]);
        var fsharp = new FSharpKernel();
        SetOptions(fsharp);
        kernel.Add(fsharp.UseDefaultFormatting().UseNugetDirective(AddFSharp).UseKernelHelpers().UseWho().UseValueSharing(), ["f#", "F#"]);
        kernel.Add(new HtmlKernel());
        kernel.Add(new KeyValueStoreKernel().UseWho());
        kernel.Add(new MermaidKernel());
        kernel.Add(new JavaScriptKernel(), ["js"]);
        kernel.UseDefaultMagicCommands().UseAboutMagicCommand().UseImportMagicCommand().UseNuGetExtensions();
        kernel.DefaultKernelName = csharp.Name;
        RefuseQuestions(kernel);
        Formatter.DefaultMimeType = HtmlFormatter.MimeType;
        Formatter.SetPreferredMimeTypesFor(typeof(string), PlainTextFormatter.MimeType);
        return kernel;
    }

    /// <summary>
    /// Starts a language's compiler, which takes seconds, and has it compile something. It must compile: a cell of another language may be
    /// running meanwhile, and a failure would be told as its own.
    /// </summary>
    public static Task WarmAsync(Kernel kernel) => kernel is FSharpKernel fsharp
        ? Task.Run(() => Script(fsharp).Value.Eval("()", FSharpOption<CancellationToken>.None))
        : Task.Run(() => kernel.SendAsync(new SubmitCode("_ = 0;", kernel.Name)));

    private static Task AddCSharp(CSharpKernel kernel, IReadOnlyList<ResolvedPackageReference> packages)
    {
        kernel.AddAssemblyReferences(packages.SelectMany(package => package.AssemblyPaths));
        return Task.CompletedTask;
    }

    private static Task AddFSharp(FSharpKernel kernel, IReadOnlyList<ResolvedPackageReference> packages)
    {
        kernel.AddAssemblyReferencesAndPackageRoots(
            packages.SelectMany(package => package.AssemblyPaths), packages.Select(package => package.PackageRoot));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Optimised code, so that a lesson's loops run at full speed, with the line numbers that errors need. The kernel has no setting
    /// for it; its last release is what there will be, and a test sees that the fields are there.
    /// </summary>
    private static void SetOptions(CSharpKernel kernel)
    {
        var field = Field(kernel, "_scriptOptions");
        field.SetValue(kernel, ((ScriptOptions)field.GetValue(kernel)!)
            .WithOptimizationLevel(OptimizationLevel.Release).WithEmitDebugInformation(true).WithFileEncoding(System.Text.Encoding.UTF8));
    }

    /// <summary>The same for F#. Code with line numbers has to be emitted as an assembly a cell.</summary>
    private static void SetOptions(FSharpKernel kernel)
    {
        string[] arguments = ["--langversion:preview", "--usesdkrefs-", "--multiemit+", "--debug+", "--optimize+"];
        Field(kernel, "script").SetValue(kernel, new Lazy<FSharpScript>(() => new FSharpScript(
            FSharpOption<string[]>.Some(arguments), FSharpOption<bool>.Some(true), FSharpOption<LangVersion>.None)));
    }

    private static Lazy<FSharpScript> Script(FSharpKernel kernel) => (Lazy<FSharpScript>)Field(kernel, "script").GetValue(kernel)!;

    private static FieldInfo Field(Kernel kernel, string name) =>
        kernel.GetType().GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new InvalidOperationException($"expected a field {name} in {kernel.GetType()}; this host is for another release of it.");

    /// <summary>A cell that asks the reader gets an error that says what to do.</summary>
    private static void RefuseQuestions(CompositeKernel kernel)
    {
        kernel.SetDefaultTargetKernelNameForCommand(typeof(RequestInput), kernel.Name);
        kernel.RegisterCommandHandler<RequestInput>((question, context) =>
        {
            context.Fail(question, message: $"expected nobody to be asked, but the cell asks the reader '{question.Prompt}': "
                + "a headless run has none; give the value as a parameter.");
            return Task.CompletedTask;
        });
    }
}
