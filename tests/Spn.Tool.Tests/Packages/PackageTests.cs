using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Spn.Tool.Tests.Packages;

/// <summary>
/// The packages, installed from a folder where nothing of the source is: in a console app, as a tool, in a notebook. Libraries that the
/// tool holds come with it; that of learning is left out of the app, since libtorch unpacks to half a gigabyte.
/// </summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spn-packages-").FullName;

    [Fact]
    public async Task They_install_from_a_folder_into_an_app_as_a_tool_and_into_a_notebook()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Spn.Notebooks.sln")))
            root = root.Parent!;
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}")
            ? "Release"
            : "Debug";
        var packages = At("packages");
        await Run(root.FullName, "dotnet", "pack", "Spn.Notebooks.sln", "-c", configuration, "--no-build", "-o", packages);
        Assert.Equal(
            ["DataSets", "FSharp", "ImageSharp", "Interactive", "Learning", "Photos", "Plotly", "Scenes", "Tool", "Visuals"],
            Directory.GetFiles(packages, "Spn.*.*.nupkg").Select(file => Path.GetFileName(file).Split('.')[1]).Where(name => name != "0")
                .Order(StringComparer.Ordinal));

        Write("app/nuget.config", $"""
            <configuration><packageSources><add key="here" value="{packages}" /></packageSources></configuration>
            """);
        Write("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Spn.ImageSharp" Version="0.1.0" />
                <PackageReference Include="Spn.Photos" Version="0.1.0" />
                <PackageReference Include="Spn.Scenes" Version="0.1.0" />
                <PackageReference Include="Spn.Visuals" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        Write("app/app.cs", """
            using Spn;
            using Spn.Visuals;
            var x = FeatureMap.Random(new MapShape(1, 1, 4, 5), 1);
            var weights = PropagationWeights.Random(Connection.ThreeWay, x.Shape, 2);
            Figures.Of(Propagation.Forward(x, weights).Output).Save("figure.html");
            var scene = Spn.Scenes.SceneGenerator.Render(1, 48, 64);
            var jpeg = Spn.Photos.Photograph.EncodeJpeg(Spn.Imaging.Image.FromFeatureMap(scene.Photo));
            using var image = Spn.ImageSharp.ImageSharpMaps.ToRgb24(Spn.Photos.Photograph.Decode(jpeg).ToFeatureMap());
            System.Console.Write($"drawn {image.Width}x{image.Height}");
            """);
        Assert.EndsWith("drawn 64x48", await Run(At("app"), "dotnet", "run", "-c", "Release"));
        Assert.Contains("data:image/svg+xml", File.ReadAllText(At("app/figure.html")));

        await Run(At("app"), "dotnet", "tool", "install", "Spn.Tool", "--version", "0.1.0", "--tool-path", At("tools"));
        var spn = At(OperatingSystem.IsWindows() ? "tools/spn.exe" : "tools/spn");
        Assert.Matches(@"torch +libtorch 2\.\d+\.\d+ in ", await Run(_folder, spn, "info"));
        Write("packages.ipynb", Notebook(
            ("csharp", $"#i \"nuget:{packages}\"\n#r \"nuget: Spn.Interactive, 0.1.0\""),
            ("csharp", "var map = Spn.FeatureMap.Random(new Spn.MapShape(1, 1, 4, 5), 1);\nmap"),
            ("fsharp", "1 + 1")));
        await Run(_folder, spn, "run", At("packages.ipynb"), "--out", At("out"));
        var cells = JsonNode.Parse(File.ReadAllText(At("out/packages.ipynb")))!["cells"]!.AsArray();
        Assert.Contains("data:image/svg", cells[1]!["outputs"]!.ToJsonString());
        Assert.Contains(
            "<pre>2</pre>", string.Concat(cells[2]!["outputs"]![0]!["data"]!["text/html"]!.AsArray().Select(line => (string?)line)));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    /// <summary>Runs a program with a package folder of its own, where no package of another build stands; what it printed.</summary>
    private async Task<string> Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
                     || key.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        // No build server stays behind, and what is left in the folder for temporary files goes with the others.
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["UseSharedCompilation"]) = ("1", "false");
        start.Environment["TMPDIR"] = Directory.CreateDirectory(At("temporary")).FullName;
        if (arguments[0] != "pack")
            start.Environment["NUGET_PACKAGES"] = At("cache");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{await output}{await error}");
        return (await output).Trim();
    }

    private static string Notebook(params (string Language, string Source)[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((cell, i) => new JsonObject
        {
            ["cell_type"] = "code", ["id"] = $"cell-{i}", ["execution_count"] = null, ["outputs"] = new JsonArray(),
            ["metadata"] = new JsonObject
            {
                ["polyglot_notebook"] = new JsonObject { ["kernelName"] = cell.Language },
            },
            ["source"] = cell.Source,
        })]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["language"] = "C#", ["display_name"] = ".NET (C#)" },
        },
        ["nbformat"] = 4, ["nbformat_minor"] = 5,
    }.ToJsonString();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
