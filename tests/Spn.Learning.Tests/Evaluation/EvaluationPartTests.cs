using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Fluent;

namespace Spn.Tests.Learning;

public class EvaluationPartTests
{
    private static readonly EvaluationColumn[] Columns =
    [
        Parts.Column("coarse", EvaluationKind.Coarse), Parts.Column("three-way", EvaluationKind.ThreeWay, 1),
        Parts.Column("three-way", EvaluationKind.ThreeWay, 2),
    ];

    private static EvaluationRun Run(int images, bool timed = false) =>
        Parts.Run("scenes", images, ["sky", "sea", "<b>|\"ships\""], Columns) with { Timed = timed };

    private static EvaluationPart Read(EvaluationPart part) => EvaluationPart.Parse(part.ToJson(), part.Source);

    /// <summary>Whatever the number of images and of parts, in whatever order they come, every byte is that of one run.</summary>
    [Fact]
    public void Parts_merged_are_one_run_to_the_byte() => Property.Holds(
        (from images in Gen.Choose(1, 25)
         from parts in Gen.Choose(1, images)
         from timed in Gen.Elements(true, false)
         from order in Gen.Shuffle(Enumerable.Range(1, parts))
         select (images, parts, timed, order)).ToArbitrary(), one =>
    {
        var run = Run(one.images, one.timed);
        var whole = Parts.Random(run, EvaluationShard.Whole);
        var merged = EvaluationPart.Merge(
            [.. one.order.Select(number => Read(Parts.Random(run, new EvaluationShard(number, one.parts))))]);
        Assert.Equal(whole.ToJson(), merged.ToJson());
        foreach (var table in (string[])["", EvaluationTables.Voc, EvaluationTables.Crf])
        {
            var (expected, got) = (EvaluationTables.Of(whole, table), EvaluationTables.Of(merged, table));
            Assert.Equal(
                [expected.Text(), expected.Markdown(), expected.Csv(), expected.Json()],
                [got.Text(), got.Markdown(), got.Csv(), got.Json()]);
        }
    });

    [Fact]
    public void A_part_is_written_the_same_in_every_culture_and_reads_back()
    {
        var part = Parts.Random(Run(7, timed: true), new EvaluationShard(2, 3));
        var text = InCulture.Run("de-DE", part.ToJson);
        Assert.Equal(part.ToJson(), text);
        Assert.Equal(text, InCulture.Run("ar-SA", () => EvaluationPart.Parse(text).ToJson()));
        Assert.Contains("\"missed\":[", text);
    }

    [Fact]
    public void Parts_that_are_not_of_one_evaluation_are_refused_by_name()
    {
        var run = Run(9);
        EvaluationPart Part(int number, EvaluationRun? of = null, int parts = 3) =>
            Parts.Random(of ?? run, new EvaluationShard(number, parts));
        string Refusal(params EvaluationPart[] parts) =>
            Assert.Throws<InvalidDataException>(() => EvaluationPart.Merge(parts)).Message;

        Assert.Equal(
            "expected all 3 parts, got 1: 1/3, 3/3 missing; run what --shard does for them, or name them.", Refusal(Part(2)));
        Assert.Equal("expected at least one part, got none; name those that --shard wrote.", Refusal());
        Assert.Equal(
            "again.json: expected each part once, got 2/3 in part-2.json too; leave one out.",
            Refusal(Part(1), Part(2), Part(2) with { Source = "again.json" }));
        Assert.Equal(
            "part-3.json: expected a part of the evaluation that part-1.json is of, got parts of 4 instead of 3; leave it out.",
            Refusal(Part(1), Part(2), Part(3, parts: 4)));
        Assert.Equal(
            "part-2.json: expected a part of the evaluation that part-1.json is of, got 'trimap' 5 instead of 3; leave it out.",
            Refusal(Part(1), Part(2, run with { Trimap = 5 }), Part(3)));
        Assert.Contains("got 'dataDigest' \"11\" instead of \"00ff\"", Refusal(Part(1), Part(2, run with { DataDigest = "11" }), Part(3)));
        Assert.Contains("'onlyCoarseClasses' true instead of false", Refusal(Part(1), Part(2, run with { OnlyCoarseClasses = true })));
        Assert.Contains(
            "got 'columns.3.digest' \"abcd\" instead of \"0002\"",
            Refusal(Part(1), Part(2, run with { Columns = [.. Columns.SkipLast(1), Columns[2] with { Digest = "abcd" }] })));
        Assert.Contains("'columns.3' none instead of", Refusal(Part(1), Part(2, run with { Columns = [.. Columns.SkipLast(1)] })));
        Assert.Equal(
            "part-3.json: expected each image once, got '0.png' in part-1.json too; evaluate anew on data whose images have "
            + "different names.",
            Refusal(Part(1), Part(2), Part(3) with { Images = ["2.png", "5.png", "0.png"] }));
    }

    [Theory]
    [InlineData("not JSON", "got something else or a damaged one")]
    [InlineData("[]", "got something else or a damaged one")]
    [InlineData("null", "got something else or a damaged one")]
    [InlineData("{}", "got something else or a damaged one")]
    public void What_is_no_part_is_refused(string text, string sentence)
    {
        var message = Assert.Throws<InvalidDataException>(() => EvaluationPart.Parse(text, "a.json")).Message;
        Assert.StartsWith("a.json: expected a part that --shard wrote", message);
        Assert.Contains(sentence, message);
    }

    [Theory]
    [InlineData("run.trimap", "0", "expected 'run.trimap' to be a whole number from 1 to 255, got 0")]
    [InlineData("run.images", "-3", "expected 'run.images' to be")]
    [InlineData("run.images", "8", "expected as many 'images' as 1/2 of 8 are")]
    [InlineData("run.images", "1e99", "damaged one (look at $.run.images)")]
    [InlineData("run.classes", "[]", "expected 1 to 255 'classes'")]
    [InlineData("run.classes", "null", "damaged one")]
    [InlineData("run.classes", "[\"a\",\"b\",\"\"]", "expected names that are not empty")]
    [InlineData("run.classes", "[\"a\",\"b\",null]", "expected names that are not empty")]
    [InlineData("run.classes", "[\"a\",\"b\"]", "expected counts of as many classes as there are")]
    [InlineData("run.columns", "[]", "expected 1 to 1000 'columns'")]
    [InlineData("run.columns.0", "null", "expected 1 to 1000 'columns'")]
    [InlineData("counts.0", "null", "expected 'counts' of each column")]
    [InlineData("run.columns.0.kind", "\"none\"", "damaged one (look at $.run.columns[0].kind)")]
    [InlineData("run.columns.0.kind", "1", "damaged one")]
    [InlineData("run.timed", "true", "expected 'microseconds' of each image")]
    [InlineData("shard.number", "3", "expected a 'shard' whose number is one of them")]
    [InlineData("shard.of", "0", "expected 'shard.of' to be a whole number from 1 to 100000")]
    [InlineData("images", "[]", "expected as many 'images'")]
    [InlineData("counts", "[]", "expected 'counts' of each column")]
    [InlineData("counts.0.microseconds", "[1]", "expected 'microseconds' of each image")]
    [InlineData("counts.0.pixels.missed", "[0]", "damaged one")]
    [InlineData("counts.0.pixels.missed", "[-1,0,0]", "damaged one")]
    [InlineData("counts.0.pixels.missed", "[9223372036854775807,9223372036854775807,1]", "damaged one")]
    [InlineData("counts.0.pixels.missed", "[9007199254740993,0,0]", "damaged one")]
    [InlineData("counts.0.pixels.matrix", "[[1,2],[3,4],[5,6]]", "damaged one")]
    [InlineData("counts.0.pixels.matrix", "[[1.5,2,3],[3,4,4],[5,6,5]]", "damaged one")]
    [InlineData("counts.0.pixels.matrix", "[[0,0,0],[0,0,0],[0,0,0]]", "expected")]
    [InlineData("counts.1.trimap.matrix", "[[900,2,3],[3,4,4],[5,6,5]]", "expected counts of one truth in all columns")]
    [InlineData("more", "1", "damaged one")]
    [InlineData("run.more", "1", "damaged one (look at $.run")]
    public void A_damaged_part_is_refused_with_what_is_wrong(string path, string value, string sentence)
    {
        var root = JsonNode.Parse(Parts.Random(Run(5), new EvaluationShard(1, 2)).ToJson())!;
        var names = path.Split('.');
        var place = names.SkipLast(1).Aggregate(root, (node, name) => int.TryParse(name, out var i) ? node[i]! : node[name]!);
        if (int.TryParse(names[^1], out var index))
            place[index] = JsonNode.Parse(value);
        else
            place[names[^1]] = JsonNode.Parse(value);
        var message = Assert.Throws<InvalidDataException>(() => EvaluationPart.Parse(root.ToJsonString(), "a.json")).Message;
        Assert.StartsWith("a.json: ", message);
        Assert.Contains(sentence, message);
    }

    /// <summary>Bytes that are cut, doubled or turned into others are a part still, or are refused; nothing else happens.</summary>
    [Fact]
    public void Mutated_parts_are_read_or_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Parts.Random(Run(3, timed: true), EvaluationShard.Whole).ToJson());
        var (random, refused) = (new Random(1), 0);
        for (var round = 0; round < 2000; round++)
        {
            var mutated = bytes.ToList();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var at = random.Next(mutated.Count);
                switch (random.Next(4))
                {
                    case 0: mutated.RemoveRange(at, Math.Min(random.Next(40), mutated.Count - at)); break;
                    case 1: mutated.InsertRange(at, mutated.Skip(random.Next(mutated.Count)).Take(random.Next(20)).ToArray()); break;
                    case 2: mutated[at] = (byte)random.Next(256); break;
                    default: mutated[at] = (byte)"0123456789-,[]{}\"e."[random.Next(19)]; break;
                }
            }

            try
            {
                EvaluationPart.Parse(Encoding.UTF8.GetString([.. mutated])).ToJson();
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 1999);
    }

    [Fact]
    public void A_shard_is_every_nth_image()
    {
        Assert.Equal([2, 18, 34], new EvaluationShard(3, 16).Images(40));
        Assert.Equal("3/16", $"{new EvaluationShard(3, 16)}");
        Assert.Equal(Enumerable.Range(0, 40), Enumerable.Range(1, 7).SelectMany(k => new EvaluationShard(k, 7).Images(40)).Order());
    }

    [Fact]
    public void What_is_no_file_is_refused_by_name()
    {
        Assert.Contains("folder", Assert.ThrowsAny<IOException>(() => EvaluationPart.Load(Path.GetTempPath())).Message);
        Assert.Contains("nowhere.json", Assert.ThrowsAny<IOException>(() => EvaluationPart.Load("nowhere.json")).Message);
        if (File.Exists("/dev/zero"))
            Assert.StartsWith("/dev/zero: expected", Assert.Throws<InvalidDataException>(() => EvaluationPart.Load("/dev/zero")).Message);
    }
}
