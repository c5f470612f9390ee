using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>One notebook run in two folders at a time, beside another build of this library than the tool's own.</summary>
public sealed class TwoRunsFixture : FolderTests, IAsyncLifetime
{
    internal IReadOnlyList<TestRun> Runs { get; private set; } = [];

    /// <summary>The folder that holds both.</summary>
    internal string Root => Folder;

    /// <summary>The cells that use the build beside the notebook.</summary>
    internal int CSharpBuild { get; private set; }

    internal int FSharpBuild { get; private set; }

    public async Task InitializeAsync()
    {
        var folders = new[] { "one", "other/deeper" }
            .Select(name => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName).ToList();
        foreach (var folder in folders)
        {
            Compile(folder, "Spn", "namespace Spn { public sealed class Marker { public int Value => 7; } }");
            Compile(folder, "Spn.Visuals",
                "namespace Spn.Visuals { public static class Twice { public static int Of(Spn.Marker m) => 2 * m.Value; } }", "Spn");
        }

        var notebook = Notebook();
        Runs = await Task.WhenAll(folders.Select(folder => notebook.RunAsync(folder)));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private TestNotebook Notebook()
    {
        var notebook = new TestNotebook();
        notebook.CSharp("""
            foreach (var name in new[] { "Spn", "Spn.Visuals" })
                System.Reflection.Assembly.LoadFrom(System.IO.Path.GetFullPath(name + ".dll"));
            """);
        CSharpBuild = notebook.CSharp("""
            #r "Spn.dll"
            #r "Spn.Visuals.dll"
            var marker = new Spn.Marker();
            Spn.Visuals.Twice.Of(marker)
            """);
        FSharpBuild = notebook.FSharp("""
            #I "."
            #r "Spn.dll"
            #r "Spn.Visuals.dll"
            #!share --from csharp marker
            Spn.Visuals.Twice.Of marker
            """);
        notebook.CSharp("""
            display(new { A = 1, B = new[] { 1.5, 2.5 } });
            var d = display(1); d.Update(2);
            DateTime.UnixEpoch.ToLocalTime()
            """);
        notebook.FSharp("""
            printfn "%A" [ 1.5; 2.0 ]
            type R = { Name: string; Size: float }
            { Name = "x"; Size = 0.5 }
            """);
        notebook.FSharp("Map.ofList [ 1, \"a\"; 2, \"b\" ]");
        notebook.Failing("System.IO.File.ReadAllText(System.IO.Path.GetFullPath(\"../missing/a.txt\"));");
        notebook.Failing("let rec f n : int = if n = 0 then List.head [] else f (n - 1)\nf 3", "fsharp");
        notebook.CSharp("var e = new Exception(\"x\"); e");
        return notebook;
    }

    private static void Compile(string folder, string name, string source, params string[] references)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll");
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)],
            framework.Concat(references.Select(r => Path.Combine(folder, r + ".dll"))).Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, deterministic: true));
        Assert.True(compilation.Emit(Path.Combine(folder, name + ".dll")).Success);
    }
}

/// <summary>The tests that read the two runs.</summary>
[CollectionDefinition(nameof(TwoRunsCollection))]
public sealed class TwoRunsCollection : ICollectionFixture<TwoRunsFixture>;
