using Spn.Tool.Commands;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks.Runs;

/// <summary>Which notebooks a command line means, where results go, and the whole of <c>spn run</c>.</summary>
public sealed class RunPlanTests : FolderTests
{
    [Fact]
    public void Folders_are_searched_in_order_without_hidden_ones_and_the_results()
    {
        foreach (var name in new[] { "b.ipynb", "a.ipynb", "sub/c.ipynb", ".ipynb_checkpoints/a.ipynb", "out/a.ipynb", "notes.txt" })
            Write(name);
        var items = RunPlan.Make([Folder, Path.Combine(Folder, "a.ipynb")], Path.Combine(Folder, "out"), inPlace: false);
        Assert.Equal(["a", "b", "sub/c"], items.Select(i => i.Name));
        Assert.Equal(Path.Combine(Folder, "out", "sub", "c.ipynb"), items[2].Executed);
        Assert.Equal(Path.Combine(Folder, "out", "sub", "c.html"), items[2].Page);
        Assert.Equal(Path.Combine(Folder, "sub"), items[2].Folder);
        Assert.Equal(Path.Combine(Folder, "a.ipynb"), RunPlan.Make([Folder], Path.Combine(Folder, "out"), inPlace: true)[0].Executed);
    }

    [Fact]
    public void Wrong_inputs_are_told()
    {
        Write("sub/a.ipynb");
        Write("a.ipynb");
        Write("a.dib");
        var empty = Directory.CreateDirectory(Path.Combine(Folder, "empty")).FullName;
        Assert.Throws<FileNotFoundException>(() => Plan("nowhere"));
        Assert.Contains("no .ipynb file", Assert.Throws<ArgumentException>(() => Plan(empty)).Message, StringComparison.Ordinal);
        string[] twice = [Path.Combine(Folder, "a.ipynb"), Path.Combine(Folder, "sub", "a.ipynb")];
        Assert.Contains("different names", Assert.Throws<ArgumentException>(() => Plan(twice)).Message, StringComparison.Ordinal);
        var dib = Assert.Throws<ArgumentException>(() => RunPlan.Make([Path.Combine(Folder, "a.dib")], Folder, inPlace: true));
        Assert.Contains(".dib", dib.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_is_replaced_only_where_that_was_said()
    {
        Write("a.ipynb");
        Assert.Contains("say --in-place", Assert.Throws<ArgumentException>(() => RunPlan.Make([Folder], Folder, inPlace: false)).Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Folder, "a.ipynb"), RunPlan.Make([Folder], Folder, inPlace: true).Single().Executed);
    }

    [Fact]
    public void Results_that_cannot_be_written_are_told_before_a_cell_runs()
    {
        Write("a.ipynb");
        Write("taken");
        Directory.CreateDirectory(Path.Combine(Folder, "out", "a.html"));
        Assert.Throws<IOException>(() => RunPlan.Make([Folder], Path.Combine(Folder, "taken"), inPlace: false));
        Assert.Contains("it is a folder",
            Assert.Throws<IOException>(() => RunPlan.Make([Folder], Path.Combine(Folder, "out"), inPlace: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_and_the_others_are_planned()
    {
        Write("b.ipynb");
        File.CreateSymbolicLink(Path.Combine(Folder, "a.ipynb"), Path.Combine(Folder, "nowhere.ipynb"));
        var told = new List<string>();
        Assert.Equal(["b"], RunPlan.Make([Folder], Path.Combine(Folder, "out"), inPlace: false, told.Add).Select(item => item.Name));
        Assert.Contains("a.ipynb", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_notebooks_run_in_place_with_a_parameter_that_one_of_them_has()
    {
        var first = new TestNotebook();
        first.CSharp("var photo = \"none\";", "parameters");
        first.CSharp("photo");
        var second = new TestNotebook();
        second.CSharp("Console.Write(System.IO.Path.GetFileName(Environment.CurrentDirectory));");
        first.Save(Folder, "first.ipynb");
        Directory.CreateDirectory(Path.Combine(Folder, "sub"));
        second.Save(Path.Combine(Folder, "sub"), "second.ipynb");

        Assert.Equal(
            0, await RunAsync(Folder, "--in-place", "--out", Path.Combine(Folder, "pages"), "--param", "photo=é.png", "--jobs", "2"));
        var text = File.ReadAllText(Path.Combine(Folder, "first.ipynb"));
        Assert.Contains("none", text, StringComparison.Ordinal);
        Assert.Contains("\"injected-parameters\"]", text, StringComparison.Ordinal);
        Assert.Contains("var photo = \\\"é.png\\\";", text, StringComparison.Ordinal);
        Assert.Contains("\"text/plain\":[\"é.png\"]", text, StringComparison.Ordinal);
        Assert.Contains("\"text\":[\"sub\"]", File.ReadAllText(Path.Combine(Folder, "sub", "second.ipynb")), StringComparison.Ordinal);
        Assert.Contains("é.png", File.ReadAllText(Path.Combine(Folder, "pages", "first.html")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, "pages", "sub", "second.html")));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Folder, "--param", "picture=1"));
        Assert.Contains("got 'picture'; known are photo", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_goes_on_after_a_broken_notebook_and_the_exit_code_tells()
    {
        File.WriteAllText(Path.Combine(Folder, "a.ipynb"), "{");
        new TestNotebook().Save(Folder, "b.ipynb");
        Assert.Equal(2, await RunAsync(Folder, "--out", Path.Combine(Folder, "out")));
        Assert.True(File.Exists(Path.Combine(Folder, "out", "b.html")));
        Assert.False(File.Exists(Path.Combine(Folder, "out", "a.html")));
    }

    [Fact]
    public async Task Exit_codes_tell_failures_and_an_empty_notebook_is_fine()
    {
        var failing = new TestNotebook();
        failing.Add("SELECT 1", "sql");
        Assert.Equal(1, await RunAsync(failing.Save(Folder, "failing.ipynb"), "--out", Folder + "/out"));
        Assert.Equal(0, await RunAsync(new TestNotebook().Save(Folder, "empty.ipynb"), "--out", Folder + "/out"));
        Assert.NotEmpty(RunCommand.Create().Parse([Folder, "--timeout", "0"]).Errors);
        Assert.NotEmpty(RunCommand.Create().Parse([Folder, "--timeout", "1,5"]).Errors);
        Assert.NotEmpty(RunCommand.Create().Parse([Folder, "--jobs", "0"]).Errors);
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Folder, "--unknown"));
    }

    private static Task<int> RunAsync(params string[] arguments) => RunCommand.Create().Parse(arguments)
        .InvokeAsync(new System.CommandLine.InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private IReadOnlyList<RunItem> Plan(params string[] inputs) => RunPlan.Make(inputs, Path.Combine(Folder, "out"), inPlace: false);

    private void Write(string name)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new TestNotebook().Save(Path.GetDirectoryName(path)!, Path.GetFileName(path));
    }
}
