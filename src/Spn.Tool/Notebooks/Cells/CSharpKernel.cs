using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>C# cells: Roslyn scripting, one submission after the other.</summary>
internal sealed class CSharpKernel : LanguageKernel
{
    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly Task<ScriptState<object>> _warm;
    private ScriptOptions _options;
    private ScriptState<object>? _state;

    /// <summary>Starts compiling the helpers in the background: the first compilation is the slow one.</summary>
    public CSharpKernel()
    {
        RegisterLoaded();
        _options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8)
            .WithMetadataResolver(new ScriptReferences(_loader))
            .WithReferences(ScriptReferences.Defaults())
            .WithImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq");
        _warm = Task.Run(() => CSharpScript.Create<object>("using static Microsoft.DotNet.Interactive.Kernel;", _options, assemblyLoader: _loader).RunAsync());
    }

    public override Task Ready => _warm;

    public override IReadOnlyList<string> Names => [.. (_state?.Variables ?? []).Select(v => v.Name).Distinct().Order(StringComparer.Ordinal)];

    public override async Task<CellError?> RunAsync(string code, string label)
    {
        _state ??= await _warm;
        var script = _state.Script.ContinueWith<object>(code, OptionsFor(label));
        try
        {
            _state = await script.RunFromAsync(_state, _ => true);
        }
        catch (CompilationErrorException error)
        {
            var errors = error.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            return CellError.Compilation([.. errors.Select(d => d.ToString())], label, errors[0].Location.GetLineSpan().StartLinePosition.Line + 1);
        }

        if (_state.Exception is { } exception)
            return CellError.Runtime(exception, label);
        return HasValue(script) ? ShowResult(_state.ReturnValue, label) : null;
    }

    public override SharedValue? Find(string name) =>
        _state?.Variables.LastOrDefault(v => v.Name == name) is { } variable ? new SharedValue(variable.Value, variable.Type) : null;

    public override async Task DefineAsync(string name, SharedValue value)
    {
        if (!SyntaxFacts.IsValidIdentifier(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
            throw new MagicException($"expected a name that C# accepts, got '{name}'.");
        var type = value.CrossingType
            ?? throw new MagicException($"'{name}' has the type {value.Type}, which was made in a notebook: only values of types from dlls, arrays and primitives cross between languages.");
        _options = _options.AddReferences(ScriptReferences.Of(type));
        if (await RunAsync($"{CSharpTypeName.Of(type)} {name} = default;", "share") is { } error)
            throw new MagicException($"'{name}' cannot be declared in C#: {error.Message}");
        _state!.GetVariable(name).Value = value.Value;
    }

    private ScriptOptions OptionsFor(string label) => _options
        .WithFilePath(CellLabels.Remember(label))
        .WithSourceResolver(new SourceFileResolver([], Environment.CurrentDirectory));

    /// <summary>Whether the code ends in an expression without a semicolon that is not void, or returns at top level.</summary>
    private static bool HasValue(Script script)
    {
        // Files that the cell loads have syntax trees of their own.
        var compilation = script.GetCompilation();
        var root = compilation.SyntaxTrees.Single(tree => tree.FilePath == script.Options.FilePath).GetCompilationUnitRoot();
        if (root.DescendantNodes(node => node is CompilationUnitSyntax or GlobalStatementSyntax or StatementSyntax and not LocalFunctionStatementSyntax)
            .Any(node => node is ReturnStatementSyntax { Expression: not null }))
            return true;
        return root.Members.OfType<GlobalStatementSyntax>().LastOrDefault() is
        {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: var expression },
        } && compilation.GetSemanticModel(root.SyntaxTree).GetTypeInfo(expression).Type?.SpecialType != SpecialType.System_Void;
    }

    /// <summary>Types come from the default context wherever it has the assembly: that is what makes them the same in F#.</summary>
    private void RegisterLoaded()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Register(loaded.LoadedAssembly);
        foreach (var assembly in AssemblyLoadContext.Default.Assemblies)
            Register(assembly);

        void Register(System.Reflection.Assembly assembly)
        {
            if (!assembly.IsDynamic && assembly.Location.Length > 0 && AssemblyLoadContext.GetLoadContext(assembly) == AssemblyLoadContext.Default)
                _loader.RegisterDependency(assembly);
        }
    }
}
