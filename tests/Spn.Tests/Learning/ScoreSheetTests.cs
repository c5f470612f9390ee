using System.Globalization;
using System.Text.Json;
using Spn.Learning;

namespace Spn.Tests.Learning;

public class ScoreSheetTests
{
    private static readonly ScoreSheet Sheet = new()
    {
        Corner = "IoU, %",
        Heads = [new("coarse", "scenes"), new("one|way <b>", "a, \"b\"", IsPaper: true), new("gain", IsChange: true)],
        Rows =
        [
            new("sky", [SheetCell.Of(43.8712345678), new([new(50, 1, "a/last"), new(60.5, 2, "b/last")]), SheetCell.Of(-1.5)]),
            new("sea", [SheetCell.None, SheetCell.Of(double.NaN), SheetCell.Of(1)]),
            new("ms an image", [SheetCell.Of(1234.56), SheetCell.Of(0.04), SheetCell.Of(-2)], IsTime: true),
        ],
        Note = "first\nsecond_line",
    };

    [Fact]
    public void Text_is_lined_up() => Assert.Equal("""
        IoU, %       coarse             one|way <b>    gain
        run on       scenes                  a, "b"
        sky           43.87  55.25 (50.00 to 60.50)   -1.50
        sea               –                       –   +1.00
        ms an image  1234.6                     0.0    -2.0
        first
        second_line
        """.ReplaceLineEndings("\n"), Sheet.Text());

    [Fact]
    public void Markdown_has_no_markup_of_names() => Assert.Equal("""
        | IoU, %      | coarse |         one\|way \<b\> |  gain |
        | ----------- | ------:| ----------------------:| -----:|
        | run on      | scenes |                 a, "b" |       |
        | sky         |  43.87 | 55.25 (50.00 to 60.50) | -1.50 |
        | sea         |      – |                      – | +1.00 |
        | ms an image | 1234.6 |                    0.0 |  -2.0 |

        first

        second\_line

        """.ReplaceLineEndings("\n"), Sheet.Markdown());

    [Fact]
    public void Csv_has_a_line_for_each_cell() => Assert.Equal(""""
        measure,unit,column,run on,paper,seeds,mean,least,most
        sky,%,coarse,scenes,no,,43.871235,43.871235,43.871235
        sky,%,one|way <b>,"a, ""b""",yes,1 2,55.25,50,60.5
        sky,%,gain,,no,,-1.5,-1.5,-1.5
        sea,%,coarse,scenes,no,,,,
        sea,%,one|way <b>,"a, ""b""",yes,,,,
        sea,%,gain,,no,,1,1,1
        ms an image,ms,coarse,scenes,no,,1234.56,1234.56,1234.56
        ms an image,ms,one|way <b>,"a, ""b""",yes,,0.04,0.04,0.04
        ms an image,ms,gain,,no,,-2,-2,-2

        """".ReplaceLineEndings("\n"), Sheet.Csv());

    [Fact]
    public void Json_keeps_each_seed()
    {
        var root = JsonDocument.Parse(Sheet.Json()).RootElement;
        Assert.Equal("IoU, %", root.GetProperty("numbers").GetString());
        var (columns, rows) = (root.GetProperty("columns"), root.GetProperty("rows"));
        Assert.Equal(["coarse", "one|way <b>", "gain"], columns.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([false, true, false], columns.EnumerateArray().Select(one => one.GetProperty("paper").GetBoolean()));
        var seeded = rows[0].GetProperty("cells")[1];
        Assert.Equal((55.25, 50, 60.5), (
            seeded.GetProperty("mean").GetDouble(), seeded.GetProperty("least").GetDouble(), seeded.GetProperty("most").GetDouble()));
        Assert.Equal([(1, "a/last", 50), (2, "b/last", 60.5)], seeded.GetProperty("each").EnumerateArray().Select(one =>
            (one.GetProperty("seed").GetInt32(), one.GetProperty("file").GetString(), one.GetProperty("value").GetDouble())));
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("cells")[0].GetProperty("mean").ValueKind);
        Assert.Equal(["first", "second_line"], root.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));
    }

    [Fact]
    public void Csv_reads_back()
    {
        foreach (var line in Sheet.Csv().TrimEnd('\n').Split('\n').Skip(1))
        {
            var cells = Split(line);
            Assert.Equal(9, cells.Count);
            var row = Sheet.Rows.Single(one => one.Name == cells[0]);
            var head = Sheet.Heads.ToList().FindIndex(one => one.Name == cells[2]);
            Assert.Equal((row.Unit, Sheet.Heads[head].Data), (cells[1], cells[3]));
            var mean = cells[6].Length == 0 ? double.NaN : double.Parse(cells[6], CultureInfo.InvariantCulture);
            Assert.Equal(row.Cells[head].Mean, mean, 1e-6);
        }
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Every_culture_writes_the_same(string culture)
    {
        string[] all = [Sheet.Text(), Sheet.Markdown(), Sheet.Csv(), Sheet.Json()];
        Assert.Equal(all, InCulture.Run(culture, () => new[] { Sheet.Text(), Sheet.Markdown(), Sheet.Csv(), Sheet.Json() }));
    }

    [Fact]
    public void A_format_is_known_by_its_extension()
    {
        Assert.Equal(Sheet.Csv(), ScoreSheet.Format("a/b.CSV")(Sheet));
        Assert.Equal(Sheet.Json(), ScoreSheet.Format("b.json")(Sheet));
        Assert.Equal(Sheet.Markdown(), ScoreSheet.Format("b.md")(Sheet));
        Assert.Equal("expected a table to end in .md, .csv or .json, got 'b.txt'; change its extension.",
            Assert.Throws<ArgumentException>(() => ScoreSheet.Format("a/b.txt")).Message);
    }

    /// <summary>A line of CSV by the rules of RFC 4180.</summary>
    private static List<string> Split(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), "", false);
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                (cell, i) = (cell + '"', i + 1);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
                (cells, cell) = ([.. cells, cell], "");
            else
                cell += line[i];
        return [.. cells, cell];
    }
}
