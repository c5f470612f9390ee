namespace Spn.Tool.Tests.Notebooks.Host;

/// <summary>What cells may do and what they show; each test reads one or two cells of the shared run.</summary>
[Collection(nameof(LessonCollection))]
public sealed class LessonTests(LessonFixture lesson)
{
    [Fact]
    public void All_cells_run_and_only_those_that_may_fail_fail()
    {
        Assert.Empty(lesson.Run.Result.Run.Failures);
        Assert.Equal("12", Text("still alive"));
        Assert.Equal(lesson["still alive"], lesson.Run.Result.Run.Reached);
        Assert.Equal(lesson["kept"], lesson.Run.Cell(lesson["kept"]).GetProperty("execution_count").GetInt32());
    }

    [Fact]
    public void A_type_from_a_dll_is_one_type_in_both_languages_and_the_formatters()
    {
        Assert.Equal("4", Text("csharp type"));
        Assert.Equal("5", Text("fsharp type"));
        Assert.Equal("9", Text("share to fsharp"));
        Assert.Equal("True", Text("share to csharp"));
        Assert.Equal("True", Text("dependency"));
        Assert.Equal("1", Text("one assembly"));
        Assert.Equal("5 wide\n5 wide", Text("formatted"));
        Assert.Equal("<b>5 wide</b>\n<b>5 wide</b>", lesson.Run.Html(lesson["formatted"]));
    }

    [Fact]
    public void Arrays_are_shared_by_reference_both_ways() => Assert.Equal("12.5", Text("array seen"));

    [Fact]
    public void Console_text_and_the_last_expression_are_outputs_in_order()
    {
        Assert.Equal("one\ntwo", lesson.Run.Stream(lesson["console"], "stdout"));
        Assert.Equal("bad\n", lesson.Run.Stream(lesson["console"], "stderr"));
        Assert.Equal("42", Text("console"));
        var kinds = lesson.Run.Outputs(lesson["console"]).Select(o => o.GetProperty("output_type").GetString());
        Assert.Equal(["stream", "stream", "stream", "execute_result"], kinds);
        Assert.Equal("3 é 😀\n", lesson.Run.Stream(lesson["printf"], "stdout"));
        Assert.Equal("e", lesson.Run.Stream(lesson["printf"], "stderr"));
    }

    [Theory]
    [InlineData("load")]
    [InlineData("no value")]
    [InlineData("statement")]
    [InlineData("unit")]
    [InlineData("return inside")]
    [InlineData("fsharp function")]
    public void Code_without_a_value_shows_nothing(string cell) => Assert.Empty(lesson.Run.Outputs(lesson[cell]));

    [Theory]
    [InlineData("null", "<null>")]
    [InlineData("fsharp value", "2")]
    [InlineData("text", "<&>")]
    [InlineData("display", "[ 1, 2 ]")]
    [InlineData("extension", "3.5\n2.5")]
    [InlineData("fsharp display", "first\n4.5\n[ 1, 2 ]")]
    [InlineData("fsharp list", "[ 1, 2, 3 ]")]
    [InlineData("exception value", "System.InvalidOperationException: only shown")]
    [InlineData("await", "9")]
    [InlineData("folder", "kept text")]
    [InlineData("input", "True")]
    [InlineData("return", "early")]
    [InlineData("load script", "8")]
    [InlineData("tuples", "(1, a)")]
    public void Values_have_a_plain_form(string cell, string expected) => Assert.Equal(expected, Text(cell));

    [Fact]
    public void Values_are_formatted_as_the_kernel_does()
    {
        Assert.StartsWith("<div class=\"dni-plaintext\"><pre>42</pre></div>", lesson.Run.Html(lesson["console"]), StringComparison.Ordinal);
        Assert.Equal("<i>x</i>", lesson.Run.Html(lesson["html helper"]));
        Assert.Equal("<i>y</i>", lesson.Run.Html(lesson["fsharp html"]));
        Assert.StartsWith("<b>bold</b>", lesson.Run.Html(lesson["pocket view"]), StringComparison.Ordinal);
        Assert.Equal("", lesson.Run.Html(lesson["text"]));
    }

    [Fact]
    public void A_lazy_sequence_is_not_run_again_for_a_plain_form()
    {
        Assert.Contains("[ 7 ]", lesson.Run.Html(lesson["lazy"]), StringComparison.Ordinal);
        Assert.Empty(lesson.Run.Values(lesson["lazy"], "text/plain"));
    }

    [Fact]
    public void An_update_replaces_what_an_earlier_cell_shows()
    {
        Assert.Equal("start\n2", Text("before update"));
        Assert.Empty(lesson.Run.Outputs(lesson["update"]));
    }

    [Fact]
    public void Culture_and_time_zone_are_fixed() => Assert.Equal("1,234.5 |00:00:00", Text("culture"));

    [Fact]
    public void Markup_cells_are_shown()
    {
        Assert.Contains(">Title</h1>", lesson.Run.Html(lesson["markdown"]), StringComparison.Ordinal);
        Assert.Contains("<div id=\"display-", lesson.Run.Html(lesson["mermaid"]), StringComparison.Ordinal);
        Assert.Contains("mermaid.mermaidAPI.render", lesson.Run.Html(lesson["mermaid"]), StringComparison.Ordinal);
        Assert.Equal("<p>raw</p>", lesson.Run.Html(lesson["html"]));
        Assert.Equal("<p>kernel</p>", lesson.Run.Html(lesson["html kernel"]));
        Assert.Equal("<script type=\"text/javascript\">let a = 1;</script>", lesson.Run.Html(lesson["javascript"]));
    }

    [Theory]
    [InlineData("switch", "3")]
    [InlineData("set", "Double 1 \"two words\" true")]
    [InlineData("set byref", "True")]
    [InlineData("value", "line 1\nline 2\n\nline 1\nline 2\n")]
    [InlineData("value file", "kept text")]
    [InlineData("import", "42")]
    [InlineData("import fsharp", "15")]
    [InlineData("import notebook", "5\n11")]
    public void Magics_carry_values(string cell, string expected) => Assert.Equal(expected, Text(cell));

    /// <summary>The package lies in the folder of packages since this project was restored.</summary>
    [Theory]
    [InlineData("package")]
    [InlineData("fsharp package")]
    public void A_package_is_installed_and_told_without_a_folder_of_this_machine(string cell)
    {
        Assert.Contains("Spectre.Console, 0.49.1", lesson.Run.Html(lesson[cell]), StringComparison.Ordinal);
        Assert.Equal("[[", lesson.Run.Values(lesson[cell], "text/plain").Single());
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.DoesNotContain(home, lesson.Run.Html(lesson[cell]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_import_prints_into_the_cell_that_imports() => Assert.Equal("imported\n", lesson.Run.Stream(lesson["import"], "stdout"));

    [Fact]
    public void Who_lists_the_variables() => Assert.Contains("shape", Text("who"), StringComparison.Ordinal);

    [Fact]
    public void Time_goes_to_the_terminal_and_leaves_no_clock_in_the_notebook()
    {
        Assert.Contains(lesson.Run.Observer.Lines, l => l.StartsWith($"note cell {lesson["time"]}: wall time ", StringComparison.Ordinal));
        Assert.StartsWith("5\nWall time: printed on the terminal", Text("time"), StringComparison.Ordinal);
    }

    private string Text(string cell) => lesson.Run.Text(lesson[cell]);
}

/// <summary>How failing cells are told, in the same shared run.</summary>
[Collection(nameof(LessonCollection))]
public sealed class LessonErrorTests(LessonFixture lesson)
{
    [Fact]
    public void A_runtime_error_names_the_cell_and_its_line_and_CSharp_keeps_what_was_assigned()
    {
        const string kind = "System.DivideByZeroException", message = "Attempted to divide by zero.";
        Assert.Equal($"{kind}\n{message}\n{kind}: {message}\n   at cell {lesson["runtime error"]}, line 4", Error("runtime error"));
        Assert.Equal("11", lesson.Run.Text(lesson["kept"]));
        Assert.Contains($"   at cell {lesson["fsharp runtime error"]}, line 4", Error("fsharp runtime error"), StringComparison.Ordinal);
        Assert.Contains("bad luck", Error("fsharp runtime error"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compile_error_runs_nothing_and_gives_the_compilers_own_message_with_the_cells_line()
    {
        var expected = $"cell {lesson["compile error"]}(3,13): error CS0029: Cannot implicitly convert type 'string' to 'int'";
        Assert.Contains(expected, Error("compile error"), StringComparison.Ordinal);
        Assert.Single(lesson.Run.Outputs(lesson["compile error"]));
        expected = $"cell {lesson["fsharp compile error"]} (3,19)-(3,22) typecheck error FS0001:";
        Assert.Contains(expected, Error("fsharp compile error"), StringComparison.Ordinal);
        Assert.Empty(lesson.Run.Stream(lesson["fsharp compile error"], "stdout"));
    }

    [Fact]
    public void Output_before_an_error_stays_and_inner_errors_are_told()
    {
        Assert.Equal("seen\n", lesson.Run.Stream(lesson["output before error"], "stdout"));
        const string expected = "System.ArgumentException: after\n ---> System.Exception: inner\n   at cell";
        Assert.Contains(expected, Error("output before error"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_machines_folders_are_in_no_error()
    {
        Assert.Contains("'missing.txt'", Error("path in error"), StringComparison.Ordinal);
        Assert.DoesNotContain(lesson.Folder, lesson.Run.Cell(lesson["path in error"]).ToString(), StringComparison.Ordinal);
        Assert.Contains("cannot show", Error("formatter error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown magic", "Unknown magic command '#!bogus'", 2)]
    [InlineData("missing value", "Value 'nothingThere' not found in kernel fsharp", 1)]
    [InlineData("self import", "imports itself", 1)]
    [InlineData("import of itself", "imports itself", 1)]
    [InlineData("import in a circle", "imports itself", 1)]
    [InlineData("ask", "Input not provided", 1)]
    public void What_the_kernel_refuses_is_said_with_its_line(string cell, string expected, int line)
    {
        Assert.Contains(expected, Error(cell), StringComparison.Ordinal);
        Assert.Contains($"   at cell {lesson[cell]}, line {line}", Error(cell), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing dll", "Missing.dll")]
    [InlineData("not a dll", "note.txt")]
    [InlineData("broken import", "broken.csx(2,13): error CS0029")]
    [InlineData("unknown kernel", "got one of 'sql', for which this run has no kernel")]
    [InlineData("missing import", "nowhere.csx")]
    [InlineData("ask in code", "asks the reader 'name'")]
    [InlineData("task error", "System.TimeoutException: in a task")]
    public void Other_failures_are_told_in_their_own_words(string cell, string expected) =>
        Assert.Contains(expected, Error(cell), StringComparison.Ordinal);

    [Fact]
    public void A_package_moves_no_line() =>
        Assert.Contains($"   at cell {lesson["package line"]}, line 4", Error("package line"), StringComparison.Ordinal);

    private string Error(string cell) => lesson.Run.Error(lesson[cell]);
}
