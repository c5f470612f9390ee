using System.Globalization;
using Spn.Imaging;

namespace Spn.Photos.Tests;

/// <summary>The corpus of awkward label maps: each line of <c>maps.tsv</c> is a file, what is said of it, and what it must give.</summary>
public class MapFileTests
{
    public static TheoryData<string, string, string> Lines
    {
        get
        {
            var lines = new TheoryData<string, string, string>();
            foreach (var line in File.ReadAllLines(CorpusFile.At("maps/maps.tsv")))
                if (line.Split('\t') is [var file, var options, var expected])
                    lines.Add(file, options, expected);
            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_file_gives_its_values_or_its_sentence(string file, string said, string expected)
    {
        var path = CorpusFile.At("maps/" + file);
        if (expected.StartsWith("expected "))
        {
            var message = Assert.Throws<InvalidDataException>(() => MapFile.Read(path, Options(said))).Message;
            Assert.StartsWith($"{path}: {expected}", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
            return;
        }

        Assert.Equal(expected, MapFile.Read(path, Options(said)) switch
        {
            LabelContent labels => $"labels {string.Join(' ', labels.Labels.Labels)}",
            MaskContent mask => $"mask {Text(mask.Mask)}",
            ProbabilityContent probabilities => $"probabilities {Text(probabilities.Probabilities)}",
            var other => other.Reading,
        });
    }

    [Fact]
    public void Every_file_of_the_corpus_is_used()
    {
        var used = Lines.Select(line => (string)line[0]).ToHashSet();
        var files = Directory.GetFiles(CorpusFile.At("maps")).Select(path => Path.GetFileName(path)!);
        Assert.Equal([], files.Where(name => !used.Contains(name) && name is not ("make.py" or "maps.tsv")));
    }

    [Fact]
    public void A_folder_and_probabilities_in_place_of_labels_are_said()
    {
        Assert.Contains("got a folder; name one file in it", Assert.Throws<IOException>(() => MapFile.Read(CorpusFile.Folder)).Message);
        Assert.Contains(
            "expected labels, got probabilities",
            Assert.Throws<InvalidDataException>(() => MapFile.ReadLabels(CorpusFile.At("maps/bfloat16.npy"))).Message);
    }

    private static MapOptions Options(string said)
    {
        var options = new MapOptions();
        foreach (var word in said.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = (word.Split('=')[0], word.Split('=')[1]);
            options = key switch
            {
                "kind" => options with { Kind = Enum.Parse<MapKind>(value, ignoreCase: true) },
                "ignore" => options with { Labels = options.Labels with { Ignored = byte.Parse(value) } },
                "classes" => options with { Labels = options.Labels with { Classes = int.Parse(value) } },
                "palette" => options with { Labels = options.Labels with { Palette = DataSet.Named(value).Palette } },
                _ => options with { Labels = options.Labels with { Encoding = Enum.Parse<LabelEncoding>(value, ignoreCase: true) } },
            };
        }

        return options;
    }

    private static string Text(FeatureMap map) =>
        string.Join(' ', map.Values.Select(value => value.ToString("0.#####", CultureInfo.InvariantCulture)));
}
