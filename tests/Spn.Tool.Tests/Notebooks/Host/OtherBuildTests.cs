using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Spn.Tool.Tests.Notebooks.Host;

/// <summary>A notebook beside another build of this library than the tool's own.</summary>
public sealed class OtherBuildTests : FolderTests
{
    [Fact]
    public async Task The_notebooks_own_build_is_the_one_that_runs_in_both_languages()
    {
        Compile("Spn", "namespace Spn { public sealed class Marker { public int Value => 7; } }", []);
        Compile("Spn.Visuals", "namespace Spn.Visuals { public static class Twice { public static int Of(Spn.Marker m) => 2 * m.Value; } }", [Path.Combine(Folder, "Spn.dll")]);
        var notebook = new TestNotebook();
        notebook.CSharp("foreach (var name in new[] { \"Spn\", \"Spn.Visuals\" })\n    System.Reflection.Assembly.LoadFrom(System.IO.Path.GetFullPath(name + \".dll\"));");
        notebook.CSharp("#r \"Spn.dll\"\n#r \"Spn.Visuals.dll\"\nvar marker = new Spn.Marker();\nSpn.Visuals.Twice.Of(marker)");
        notebook.FSharp("#I \".\"\n#r \"Spn.dll\"\n#r \"Spn.Visuals.dll\"\n#!share --from csharp marker\nSpn.Visuals.Twice.Of marker");
        var run = await notebook.RunAsync(Folder);
        Assert.Empty(run.Result.Run.Failures);
        Assert.Equal("14", run.Text(2));
        Assert.Equal("14", run.Text(3));
    }

    private void Compile(string name, string source, IEnumerable<string> references)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll");
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            framework.Concat(references).Select(r => MetadataReference.CreateFromFile(r)), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(Path.Combine(Folder, name + ".dll")).Success);
    }
}
