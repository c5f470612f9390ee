using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary>What the commands that score have in common: parts of a set, and what parts are of.</summary>
internal static class EvaluationArguments
{
    public static readonly Option<EvaluationShard?> Shard = new("--shard")
    {
        Description = "Only every n-th image, from the k-th on; --out is then a part (.json) for --merge. Parts can be made on any number "
            + "of machines.",
        HelpName = "K/N",
        CustomParser = Parse,
    };

    public static readonly Option<string[]> Merge = new("--merge")
    {
        Description = "All parts that --shard wrote, in any order: the result is that of one run. Needs neither models nor data.",
        HelpName = "PART.json", AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The names of the methods without training.</summary>
    public static IReadOnlyList<string> MethodNames { get; } = [.. RefinementMethods.All.Select(method => method.Name)];

    /// <summary>Whether parts are to be merged, which needs nothing else.</summary>
    /// <exception cref="ArgumentException">Something else is given that decides scores.</exception>
    public static bool Merges(ParseResult parsed, params Option[] others)
    {
        if (!parsed.IsGiven(Merge))
            return false;
        foreach (var option in others.Append(Shard).Append(TrainingArguments.Data).Append(TrainingArguments.Coarse))
            if (parsed.IsGiven(option))
                throw new ArgumentException(
                    $"expected --merge without {option.Name}: parts say what they are of; leave one of the two out.");
        return true;
    }

    /// <summary>Which of so many images.</summary>
    /// <exception cref="ArgumentException">There are fewer images than parts.</exception>
    public static EvaluationShard ShardOf(ParseResult parsed, int images)
    {
        if (images == 0)
            throw new ArgumentException("expected at least one image, got none; name data with images to score on.");
        var shard = parsed.GetValue(Shard) ?? EvaluationShard.Whole;
        return shard.Of <= images ? shard : throw new ArgumentException(
            $"expected --shard in at most as many parts as there are images, {images}, got {shard}; take fewer parts.");
    }

    /// <summary>What is evaluated, so that parts of something else are not added.</summary>
    public static EvaluationRun Run(ParseResult parsed, ScoredModels scored, IReadOnlyList<ScoredColumn> columns)
    {
        var (config, data) = (scored.Plan.Config, TrainingArguments.DataOf(parsed));
        return new EvaluationRun
        {
            Data = scored.Set.Name,
            DataDigest = data == TrainingArguments.ScenesWord
                ? Fingerprint.OfText(config.Whole["scenes"]!.ToJsonString()) : OfFolder(data),
            Images = scored.Set.Test.Count,
            Classes = scored.Set.Palette.Names,
            Coarse = Coarse(config, parsed.GetValue(TrainingArguments.Coarse)),
            Trimap = parsed.GetValue(ScoredModels.Trimap),
            OnlyCoarseClasses = scored.OnlyCoarseClasses,
            Columns = [.. columns.Select(column => column.Column)],
        };
    }

    /// <summary>Of a folder laid out like CamVid the scored split alone, so that a machine need not hold the others.</summary>
    private static string OfFolder(string folder)
    {
        foreach (var split in (string[])["test", "val"])
            if (Path.Combine(folder, split) is var photos && Directory.Exists(photos) && Directory.Exists(photos + "annot"))
                return Fingerprint.OfListing(photos, photos + "annot");
        return Fingerprint.OfListing(folder);
    }

    private static string Coarse(TrainingConfig config, string? folder) => (config.IsRefiner, config.Coarse.From) switch
    {
        (false, _) => "none",
        (_, CoarseSource.Blocks) =>
            FormattableString.Invariant($"the majority label of each {config.Coarse.Block}×{config.Coarse.Block} block"),
        (_, CoarseSource.Baseline) => $"a trained baseline sha256:{Fingerprint.OfFile(new TrainingFolder(folder!).Last)}",
        _ => $"files in a folder sha256:{Fingerprint.OfListing(folder!)}",
    };

    private static EvaluationShard? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.Split('/') is [var number, var of]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var k)
            && int.TryParse(of, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            && k >= 1 && k <= n && n <= EvaluationShard.Most)
            return new EvaluationShard(k, n);
        result.AddError(FormattableString.Invariant(
            $"expected a part as in 3/16, the third of sixteen, of at most {EvaluationShard.Most}, for --shard, got '{text}'."));
        return null;
    }
}
