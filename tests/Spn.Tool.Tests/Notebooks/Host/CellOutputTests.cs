using Spn.Tool.Notebooks;
using Spn.Tool.Notebooks.Host;

namespace Spn.Tool.Tests.Notebooks.Host;

/// <summary>What a cell shows is cut where no page could hold it, and says so.</summary>
public sealed class CellOutputTests
{
    [Fact]
    public void Console_text_is_cut_inside_the_write_that_is_too_much()
    {
        var events = Shown(output =>
        {
            output.Stream("stdout", new string('a', 1 << 19));
            output.Stream("stdout", new string('b', 3_000_000));
            output.Stream("stdout", "c");
        });
        Assert.Equal(2, events.Count);
        Assert.Equal(
            (1 << 19) + "\n... the console output of this cell is cut here, after 1048576 characters.\n".Length, events[1].Text!.Length);
        Assert.EndsWith("after 1048576 characters.\n", events[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_too_many_characters_shows_its_beginning()
    {
        var events = Shown(output =>
        {
            output.Display(null, Html(new string('x', 1 << 25), "plain 😀" + new string('y', 5000)));
            output.Display(null, Html("small", "small"));
        });
        var data = Assert.Single(events).Data!;
        Assert.Equal(["text/plain"], data.Keys);
        Assert.StartsWith("plain 😀y", data["text/plain"], StringComparison.Ordinal);
        Assert.Contains("together they have more than 33554432 characters", data["text/plain"], StringComparison.Ordinal);
        Assert.InRange(data["text/plain"].Length, 1000, 1200);
    }

    [Fact]
    public void A_loop_that_shows_values_ends_with_a_notice_and_the_next_cell_begins_anew()
    {
        var events = Shown(output =>
        {
            for (var i = 0; i < 12_000; i++)
                output.Display(null, Html("v", "v"));
            output.Start(2);
            output.Result(Html("next", "next"));
        }).Where(e => e.Data is not null).ToList();
        Assert.Equal(10_001, events.Count);
        Assert.EndsWith("after 10000 of them.", events[^2].Data!["text/plain"], StringComparison.Ordinal);
        Assert.Equal("next", events[^1].Data!["text/html"]);
    }

    [Fact]
    public void A_value_that_is_updated_again_and_again_counts_once()
    {
        var events = Shown(output =>
        {
            output.Display("id", Html("v", "v"));
            for (var i = 0; i < 34; i++)
                output.Update("id", Html(new string('x', 1 << 20), "v"));
        });
        Assert.All(events, e => Assert.Contains("text/html", e.Data!.Keys));
    }

    [Fact]
    public void Values_that_grow_by_updates_count_as_they_are()
    {
        var events = Shown(output =>
        {
            for (var i = 0; i < 3; i++)
            {
                output.Display($"id {i}", Html("v", "v"));
                output.Update($"id {i}", Html(new string('x', 15 << 20), "grown"));
            }
        });
        Assert.Equal(6, events.Count);
        Assert.Equal([true, true, false], events.Where(e => e.Kind == CellEventKind.Updated).Select(e => e.Data!.ContainsKey("text/html")));
    }

    private static SortedDictionary<string, string> Html(string html, string plain) =>
        new(StringComparer.Ordinal) { ["text/html"] = html, ["text/plain"] = plain };

    private static List<CellEvent> Shown(Action<CellOutput> show)
    {
        using var pipe = new MemoryStream();
        var output = new CellOutput(pipe);
        output.Start(1);
        show(output);
        return [.. System.Text.Encoding.UTF8.GetString(pipe.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(CellEvent.FromLine).Where(e => e.Kind != CellEventKind.Started)];
    }
}
