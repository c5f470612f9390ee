using System.CommandLine;
using Spn.Learning;
using Spn.Segmentation;

namespace Spn.Tool.Commands;

/// <summary><c>spn evaluate</c>: scores trained models, methods without training and their coarse maps, side by side.</summary>
internal static class EvaluateCommand
{
    private const string All = "all";

    private const string Description = """
        Score trained models and methods without training on the images that no training has seen, beside the coarse maps upsampled
        bilinearly: IoU of each class, mean IoU, mean IoU near class boundaries, overall and mean accuracy. The data are read as the
        models' configs have it, which must agree; without a model as --config or --preset has it. Checkpoints whose configs differ by
        their seeds alone share a column: mean, from the least to the most. All means are over the classes that the truth has. With
        --table the paper's figures stand beside ours. --shard scores a part of the images, --merge adds parts up.
        """;

    private static readonly Option<string[]> Model = new("--model")
    {
        Description = "A checkpoint that spn train wrote. "
            + "Repeatable.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Method = new("--method")
    {
        Description = $"A method without training ({string.Join(", ", EvaluationArguments.MethodNames)}), or all of them. Repeatable. "
            + "Times are shown too.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Times = new("--times")
    {
        Description = "Show the time of each image, median and mean: of the method alone, the image and its coarse map being in memory, "
            + "after one call that is not counted.",
    };

    private static readonly Option<string> Table = new Option<string>("--table")
    {
        Description = "A table of the paper, with its figures beside ours: helen (Table 1: F-scores of the parts of a face), voc (tables 3 "
            + "and 4: accuracies and mean IoU), crf (Table 2: dense CRF; adds --method crf). Both of VOC restrict classes to those of the "
            + "coarse map, as the paper does, unless --only-coarse-classes false.",
    }.Among((EvaluationTables.Helen, EvaluationTables.Helen), (EvaluationTables.Voc, EvaluationTables.Voc),
        (EvaluationTables.Crf, EvaluationTables.Crf));

    private static readonly Option<string[]> Out = new("--out")
    {
        Description = "Write the table: Markdown (.md), CSV or JSON, which has the numbers of each seed; with --shard the part (.json). "
            + "Repeatable.", HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("evaluate", Description)
        {
            Model, Method, Table, TrainingArguments.Data, TrainingArguments.Coarse, TrainingArguments.Config, TrainingArguments.Preset,
            TrainingArguments.Settings, Out, EvaluationArguments.Shard, EvaluationArguments.Merge, Times, TrainingArguments.MaxPixels,
            ScoredModels.Trimap, ScoredModels.OnlyCoarse, TorchArguments.Device, TorchArguments.Threads,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        var (outs, models) = (parsed.GetValue(Out) ?? [], parsed.GetValue(Model) ?? []);
        var parts = parsed.GetValue(EvaluationArguments.Merge) ?? [];
        NamedPath.KeepApart(
            "file",
            [
                .. models.Select(path => new NamedPath(Model.Name, path, "a model")),
                .. parts.Select(path => new NamedPath(EvaluationArguments.Merge.Name, path, "a part")),
            ],
            outs.Select(path => new NamedPath(Out.Name, path, "the table")));
        var merges = EvaluationArguments.Merges(parsed, Model, Method, TrainingArguments.Config, TrainingArguments.Preset);
        var isPart = parsed.IsGiven(EvaluationArguments.Shard);
        if (isPart && outs is not [var only] || isPart && Path.GetExtension(outs[0]) != ".json")
            throw new ArgumentException("expected --shard with one --out, the part that it writes, ending in .json; name it.");
        var formats = isPart ? [] : outs.Select(ScoreSheet.Format).ToList();
        foreach (var path in outs)
            AtomicFile.Check(path);
        var part = merges ? EvaluationPart.Merge([.. parts.Select(EvaluationPart.Load)]) : Gather(parsed, models, cancellation);
        var console = parsed.InvocationConfiguration.Output;
        if (isPart)
            AtomicFile.WriteText(outs[0], part.ToJson());
        else
        {
            var table = parsed.GetValue(Table) ?? part.Run.Table;
            var sheet = EvaluationTables.Of(part, table);
            console.WriteLine(table.Length == 0 ? sheet.Text() : sheet.Markdown().TrimEnd('\n'));
            foreach (var (path, format) in outs.Zip(formats))
                AtomicFile.WriteText(path, format(sheet));
        }

        if (outs.Length > 0)
            console.WriteLine($"wrote {string.Join(", ", outs)}");
    }

    private static EvaluationPart Gather(ParseResult parsed, string[] models, CancellationToken cancellation)
    {
        var table = parsed.GetValue(Table) ?? "";
        var methods = Methods(parsed, table);
        if (models.Length == 0 && methods.Count == 0)
            throw new ArgumentException(
                "expected --model FILE or --method NAME, what is to be scored, or --merge PART.json; name at least one.");
        using var scored = ScoredModels.Load(parsed, models, restricts: table is EvaluationTables.Voc or EvaluationTables.Crf);
        if (!scored.HasCoarse && methods.Count > 0)
            throw new ArgumentException(
                "expected --method beside a refiner or with the config of one, got baselines alone, which have no coarse maps; name a "
                + "refiner, or --config or --preset of one.");
        ScoredColumn[] columns =
        [
            .. scored.HasCoarse ? [ScoredColumn.Coarse] : Array.Empty<ScoredColumn>(),
            .. methods.Select(method => ScoredColumn.Of(method, scored.OnlyCoarseClasses)),
            .. scored.ByHead(),
        ];
        var run = EvaluationArguments.Run(parsed, scored, columns) with
        {
            Table = table, Timed = parsed.GetValue(Times) || (table.Length == 0 && methods.Count > 0),
        };
        if (table == EvaluationTables.Helen)
            FaceParts.Check(run.Classes, run.Data);
        return EvaluationWork.Gather(scored, columns, run, EvaluationArguments.ShardOf(parsed, run.Images), null, cancellation);
    }

    /// <summary>The methods that are asked for, in their own order. Bilinear upsampling is what the coarse column is.</summary>
    private static List<RefinementMethod> Methods(ParseResult parsed, string table)
    {
        var names = (parsed.GetValue(Method) ?? []).ToList();
        foreach (var name in names)
            if (name != All && !EvaluationArguments.MethodNames.Contains(name))
                throw new ArgumentException(
                    $"expected --method {string.Join(", ", EvaluationArguments.MethodNames)} or {All}, got '{name}'; the nearest is "
                    + $"'{NearestName.Of(name, EvaluationArguments.MethodNames)}'.");
        if (table == EvaluationTables.Crf)
            names.Add(EvaluationTables.CrfMethod);
        return [.. RefinementMethods.All.Where(method =>
            names.Contains(method.Name) || (names.Contains(All) && method != RefinementMethods.Bilinear))];
    }
}
