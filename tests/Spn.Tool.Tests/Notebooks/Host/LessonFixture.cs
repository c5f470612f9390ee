namespace Spn.Tool.Tests.Notebooks.Host;

/// <summary>
/// One notebook whose cells between them do all that a notebook may do, run once: a process with both compilers takes seconds to start.
/// Each cell is registered under a name that its test asks for.
/// </summary>
public sealed class LessonFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-lesson-").FullName;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly TestNotebook _notebook = new();

    internal TestRun Run { get; private set; } = null!;

    /// <summary>The notebook's folder, as the cells see it.</summary>
    internal string Folder => _folder;

    internal int this[string name] => _numbers[name];

    public async Task InitializeAsync()
    {
        WriteFiles();
        AddAssemblies();
        AddShown();
        AddMagics();
        AddErrors();
        Run = await _notebook.RunAsync(_folder, new Spn.Tool.Notebooks.Runs.RunOptions { KeepGoing = true });
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private void WriteFiles()
    {
        var folder = Path.GetDirectoryName(typeof(FeatureMap).Assembly.Location)!;
        Directory.CreateDirectory(Path.Combine(_folder, "libs"));
        foreach (var name in new[] { "Spn.dll", "Spn.Visuals.dll" })
            File.Copy(Path.Combine(folder, name), Path.Combine(_folder, "libs", name));
        File.WriteAllText(Path.Combine(_folder, "helpers.csx"), "int Twice(int x) => 2 * x;\nConsole.WriteLine(\"imported\");");
        File.WriteAllText(Path.Combine(_folder, "helpers.fsx"), "let thrice x = 3 * x");
        File.WriteAllText(Path.Combine(_folder, "broken.csx"), "var fine = 1;\nint wrong = \"x\";");
        File.WriteAllText(Path.Combine(_folder, "self.csx"), "#!import self.csx");
        File.WriteAllText(Path.Combine(_folder, "back.csx"), "#!import test.ipynb");
        foreach (var (name, other) in new[] { ("round", "trip"), ("trip", "round") })
        {
            var circle = new TestNotebook();
            circle.CSharp($"#!import {other}.ipynb");
            circle.CSharp("1");
            circle.Save(_folder, $"{name}.ipynb");
        }

        File.WriteAllText(Path.Combine(_folder, "note.txt"), "kept text");
        var inner = new TestNotebook();
        inner.CSharp("var fromCSharp = 5;\nfromCSharp");
        inner.FSharp("let fromFSharp = 6");
        inner.Save(_folder, "inner.ipynb");
    }

    private void AddAssemblies()
    {
        Cell("load", "System.Reflection.Assembly.LoadFrom(System.IO.Path.GetFullPath(\"libs/Spn.dll\"));");
        Cell("csharp type", "#!csharp\n#r \"libs/Spn.dll\"\nusing Spn;\nvar shape = new MapShape(1, 2, 3, 4);\nshape.Width");
        Cell("fsharp type", "#!fsharp\n#r \"libs/Spn.dll\"\nopen Spn\nlet fromFs = MapShape(1, 2, 3, 5)\nfromFs.Width", "fsharp");
        Cell("share to fsharp", "#!share --from csharp shape\nshape.Width + fromFs.Width", "fsharp");
        Cell("share to csharp", "#!share --from fsharp fromFs --as other\nother.GetType() == shape.GetType()");
        Cell("array", "var numbers = new[] { 1, 2, 3 };");
        Cell("array shared", "#!share --from csharp numbers\nnumbers.[0] <- 10\nlet mine = [| 1.5; 2.5 |]", "fsharp");
        Cell("array seen", "#!share mine --from fsharp\nnumbers[0] + mine[1]");
        Cell(
            "dependency",
            "#r \"libs/Spn.Visuals.dll\"\ntypeof(Spn.Visuals.Figure).Assembly.GetReferencedAssemblies().Any(a => a.Name == \"Spn\")");
        Cell("one assembly", "AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name == \"Spn\")");
        Cell(
            "formatter",
            """
            using Microsoft.DotNet.Interactive.Formatting;
            Formatter.Register<MapShape>((s, w) => w.Write($"<b>{s.Width} wide</b>"), "text/html");
            Formatter.Register<MapShape>((s, w) => w.Write($"{s.Width} wide"), "text/plain");
            Formatter.SetPreferredMimeTypesFor(typeof(MapShape), "text/html", "text/plain");
            """);
        Cell("formatted", "display fromFs |> ignore\nfromFs", "fsharp");
    }

    private void AddShown()
    {
        Cell("console", "Console.WriteLine(\"one\");\nConsole.Error.WriteLine(\"bad\");\nConsole.Write(\"two\");\n40 + 2");
        Cell("printf", "printfn \"%d é 😀\" 3\neprintf \"e\"", "fsharp");
        Cell("no value", "Math.Abs(-1);");
        Cell("statement", "void Nothing() { }\nNothing()");
        Cell("return", "int Inner() { return 1; }\nif (Inner() == 1)\n    return \"early\";");
        Cell("return inside", "int Inside() { return 1; }");
        Cell("fsharp function", "let mutable twice = fun x -> 2 * x", "fsharp");
        Cell("null", "(string)null");
        Cell("unit", "let quiet = 1\n()", "fsharp");
        Cell("fsharp value", "let quiet2 = 1\nquiet2 + 1", "fsharp");
        Cell("text", "\"<&>\"");
        Cell("display", "var shown = display(new[] { 1, 2 });\nshown");
        Cell("extension", "3.5.Display();\n(2.5).Display(\"text/plain\")");
        Cell("fsharp display", "display \"first\" |> ignore\n(4.5).Display() |> ignore\n[ 1; 2 ] |> display", "fsharp");
        Cell(
            "before update",
            """
            var counter = display("start");
            var current = Microsoft.DotNet.Interactive.KernelInvocationContext.Current;
            var live = Microsoft.DotNet.Interactive.KernelInvocationContextExtensions.Display(current, 1);
            """);
        Cell("update", "counter.Update(\"changed\");\nlive.Update(2);");
        Cell("html helper", "HTML(\"<i>x</i>\")");
        Cell("fsharp html", "HTML \"<i>y</i>\"", "fsharp");
        Cell("pocket view", "using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags;\nb(\"bold\")");
        Cell("fsharp list", "[ 1; 2; 3 ]", "fsharp");
        Cell("lazy", "IEnumerable<int> Lazy() { yield return 7; }\nLazy()");
        Cell("exception value", "new InvalidOperationException(\"only shown\")");
        Cell("await", "await Task.Delay(1);\nawait Task.FromResult(9)");
        Cell("culture", "$\"{1234.5:N1} {System.Globalization.CultureInfo.CurrentCulture.Name}|{TimeZoneInfo.Local.BaseUtcOffset}\"");
        Cell("folder", "System.IO.File.ReadAllText(\"note.txt\")");
        Cell("input", "Console.ReadLine() is null");
        Cell("load script", "#load \"helpers.csx\"\nTwice(4)");
        Cell("tuples", "new[] { (1, \"a\"), (2, \"b\") }");
    }

    private void AddMagics()
    {
        Cell("markdown", "#!markdown\n# Title\n\ntext");
        Cell("html", "#!html\n<p>raw</p>");
        Cell("javascript", "#!js\nlet a = 1;");
        Cell("html kernel", "<p>kernel</p>", "html");
        Cell("switch", "var left = 1;\n#!fsharp\nlet right = 2\n#!csharp\n#!share --from fsharp right\nleft + right");
        Cell("time", "#!time\n5");
        Cell(
            "set",
            """
            #!set --name viaJson --value @csharp:left
            #!set --name text --value "two words"
            #!set --name flag --value true
            $"{viaJson.GetType().Name} {viaJson} {text} {flag}"
            """);
        Cell("set byref", "#!set --name same --value @csharp:numbers --byref\nobject.ReferenceEquals(same, numbers)");
        Cell("value", "#!value --name raw\nline 1\nline 2\n#!csharp\n#!share --from value raw\nraw");
        Cell("value stored", "#!value --name filed --from-file note.txt");
        Cell("value file", "#!set --name filed --value @value:filed\nfiled");
        Cell("mermaid", "#!mermaid\ngraph TD\n  A-->B");
        Cell("package", "\n#r \"nuget: Spectre.Console, 0.49.1\"\nSpectre.Console.Markup.Escape(\"[\")");
        Cell("package line", "var before = 1;\n#r \"nuget: Spectre.Console, 0.49.1\"\n\nvar gone = before / (before - 1);", fails: true);
        Cell("fsharp package", "#r \"nuget: Spectre.Console, 0.49.1\"\nSpectre.Console.Markup.Escape \"[\"", "fsharp");
        Cell("who", "#!who");
        Cell("import", "#!import helpers.csx\nTwice(21)");
        Cell("import fsharp", "#!import \"helpers.fsx\"\nthrice 5", "fsharp");
        Cell("import notebook", "#!import inner.ipynb\n#!share --from fsharp fromFSharp\nfromCSharp + fromFSharp");
    }

    private void AddErrors()
    {
        Cell("runtime error", "var kept = 11;\nvar zero = 0;\n\nvar lost = 1 / zero;", fails: true);
        Cell("kept", "kept");
        Cell(
            "fsharp runtime error",
            "#!fsharp\n\nlet rec broken n : int =\n    if n = 0 then failwith \"bad luck\" else broken (n - 1)\nbroken 3", "fsharp",
            fails: true);
        Cell("compile error", "#!csharp\nConsole.WriteLine(\"must not run\");\nint wrong = \"x\";", fails: true);
        Cell("fsharp compile error", "#!fsharp\nprintfn \"must not run\"\nlet wrong : int = \"x\"", "fsharp", fails: true);
        Cell(
            "output before error", "Console.WriteLine(\"seen\");\nthrow new ArgumentException(\"after\", new Exception(\"inner\"));",
            fails: true);
        Cell("path in error", "System.IO.File.ReadAllText(System.IO.Path.GetFullPath(\"missing.txt\"));", fails: true);
        Cell(
            "formatter error",
            """
            Formatter.Register<Version>((v, w) => throw new InvalidOperationException("cannot show"), "text/html");
            new Version(1, 2)
            """,
            fails: true);
        Cell("unknown magic", "\n#!bogus --x", fails: true);
        Cell("unknown kernel", "SELECT 1", "sql", fails: true);
        Cell("missing dll", "#r \"libs/Missing.dll\"", fails: true);
        Cell("not a dll", "#r \"note.txt\"", fails: true);
        Cell("missing value", "#!share --from fsharp nothingThere", fails: true);
        Cell("broken import", "\n#!import broken.csx", fails: true);
        Cell("missing import", "#!import nowhere.csx", fails: true);
        Cell("self import", "#!import self.csx", fails: true);
        Cell("import of itself", "#!import back.csx", fails: true);
        Cell("import in a circle", "#!import round.ipynb", fails: true);
        Cell("ask", "#!set --name x --value @input:name", fails: true);
        Cell("ask in code", "await Microsoft.DotNet.Interactive.Kernel.GetInputAsync(\"name\")", fails: true);
        Cell("task error", "await Task.Run(() => throw new TimeoutException(\"in a task\"));", fails: true);
        Cell("still alive", "kept + 1");
    }

    private void Cell(string name, string source, string kernel = "csharp", bool fails = false) =>
        _numbers.Add(name, fails ? _notebook.Failing(source, kernel) : _notebook.Add(source, kernel));
}

/// <summary>The tests that read the one run.</summary>
[CollectionDefinition(nameof(LessonCollection))]
public sealed class LessonCollection : ICollectionFixture<LessonFixture>;
