using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Spn.Tool.Notebooks.Documents;
using Property = Spn.Tests.Property;

namespace Spn.Tool.Tests.Notebooks.Documents;

/// <summary>Every byte but outputs and execution counts stays.</summary>
public sealed class RoundTripTests
{
    private const string Jupyter = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "é\u00e9\/",
           "metadata": {"b": 1, "a": [1.0e2,   2]},
           "source": ["# Tit\u006ce\n",   "text"]
          },
          {
           "cell_type": "code",
           "execution_count": 7,
           "id": "b",
           "metadata": {},
           "outputs": [
            {"name": "stdout", "output_type": "stream", "text": ["old\n"]}
           ],
           "source": [
            "1 + 1\n",
            "\"\u00fc\""
           ]
          },
          {
           "cell_type": "raw",
           "metadata": {},
           "source": ""
          }
         ],
         "metadata": {
          "zebra": null
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """;

    private static JsonArray Printed(string text) =>
        [new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = new JsonArray(text) }];

    [Fact]
    public void Only_outputs_and_counts_change_and_they_are_laid_out_like_the_file()
    {
        var expected = Jupyter
            .Replace("\"execution_count\": 7", "\"execution_count\": 1", StringComparison.Ordinal)
            .Replace("""
                    {"name": "stdout", "output_type": "stream", "text": ["old\n"]}
                """.Trim(), """
                {
                     "name": "stdout",
                     "output_type": "stream",
                     "text": [
                      "né\"w\n"
                     ]
                    }
                """.Trim(), StringComparison.Ordinal);
        Assert.Equal(expected, Run(Jupyter, "né\"w\n"));
    }

    [Theory]
    [InlineData(" ", "\n")]
    [InlineData("  ", "\r\n")]
    [InlineData("    ", "\n")]
    [InlineData("\t", "\r\n")]
    public void Indentation_and_line_breaks_are_the_files_own(string indent, string newLine)
    {
        var text = Indented(Jupyter, indent, newLine);
        var executed = Run(text, "x\n");
        Assert.Contains($"\"outputs\": [{newLine}{Times(indent, 4)}{{{newLine}{Times(indent, 5)}\"name\": \"stdout\"", executed, StringComparison.Ordinal);
        Assert.DoesNotContain(newLine == "\n" ? "\r" : "\n\n", executed, StringComparison.Ordinal);
        Assert.Equal(executed, Run(executed, "x\n"));
        Assert.Equal(executed.Split(newLine).Length, executed.Split('\n').Length);
    }

    [Theory]
    [InlineData("""{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":"1"}],"nbformat":4}""",
        """{"cells":[{"cell_type":"code","execution_count":1,"metadata":{},"outputs":[{"name":"stdout","output_type":"stream","text":["x"]}],"source":"1"}],"nbformat":4}""")]
    [InlineData("""{"cells": [{"source": "1", "cell_type": "code"}], "nbformat": 4}""",
        """{"cells": [{"source": "1", "cell_type": "code", "execution_count": 1, "outputs": [{"name": "stdout", "output_type": "stream", "text": ["x"]}]}], "nbformat": 4}""")]
    [InlineData("{\n \"nbformat\": 4,\n \"cells\": [\n  { \"cell_type\": \"code\", \"source\": [\"1\"] }\n ]\n}",
        "{\n \"nbformat\": 4,\n \"cells\": [\n  { \"cell_type\": \"code\", \"source\": [\"1\"], \"execution_count\": 1, \"outputs\": [{\"name\": \"stdout\", \"output_type\": \"stream\", \"text\": [\"x\"]}] }\n ]\n}")]
    public void Notebooks_on_one_line_stay_on_one_line_and_missing_properties_are_added(string before, string after) =>
        Assert.Equal(after, Run(before, "x"));

    [Fact]
    public void A_byte_order_mark_stays() => Assert.StartsWith("\uFEFF{", Run("\uFEFF" + Jupyter, "x"), StringComparison.Ordinal);

    [Fact]
    public void A_cell_that_did_not_run_loses_its_old_outputs()
    {
        var document = Parse(Jupyter);
        var text = Encoding.UTF8.GetString(NotebookWriter.Write(document, new Dictionary<int, CellResult>()));
        Assert.Contains("\"execution_count\": null", text, StringComparison.Ordinal);
        Assert.Contains("\"outputs\": []", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_the_same_results_twice_gives_the_same_bytes_and_reads_back_any_text()
    {
        var notebooks = from text in ArbMap.Default.GeneratorFor<NonNull<string>>()
                        from source in ArbMap.Default.GeneratorFor<NonNull<string>>()
                        from layout in Gen.Elements((" ", "\n"), ("  ", "\r\n"), ("\t", "\n"))
                        select (Text: Whole(text.Get), Source: Whole(source.Get), layout);
        Prop.ForAll(notebooks.ToArbitrary(), sample =>
        {
            var (indent, newLine) = sample.layout;
            var before = Indented(Jupyter, indent, newLine).Replace(
                "\"1 + 1\\n\"", NotebookJson.Quote(sample.Source), StringComparison.Ordinal);
            Assert.StartsWith(sample.Source, Parse(before).Cells[1].Source, StringComparison.Ordinal);
            var once = Run(before, sample.Text);
            Assert.Equal(once, Run(once, sample.Text));
            var read = JsonNode.Parse(once)!["cells"]![1]!["outputs"]![0]!["text"]![0]!.GetValue<string>();
            Assert.Equal(sample.Text, read);
        }).Check(Property.Cases(200));
    }

    /// <summary>Text without halves of surrogate pairs, which no file can hold.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static NotebookDocument Parse(string text) => NotebookDocument.Parse(Encoding.UTF8.GetBytes(text), "test");

    private static string Run(string text, string printed)
    {
        var document = Parse(text);
        var code = document.Cells.Single(c => c.Type == "code").Number;
        return Encoding.UTF8.GetString(
            NotebookWriter.Write(document, new Dictionary<int, CellResult> { [code] = new(1, Printed(printed)) }));
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Indented(string text, string indent, string newLine) => string.Join(newLine, text.Split('\n').Select(line =>
    {
        var body = line.TrimStart(' ');
        return Times(indent, line.Length - body.Length) + body;
    }));
}
