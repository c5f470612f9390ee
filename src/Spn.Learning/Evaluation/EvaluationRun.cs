using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace Spn.Learning;

/// <summary>Everything that decides the scores of an evaluation: parts of it are added up only where all of this is the same.</summary>
public sealed record EvaluationRun
{
    /// <summary>What the data are called.</summary>
    public required string Data { get; init; }

    /// <summary>SHA-256 over the names and lengths of their files, or over the settings of scenes.</summary>
    public required string DataDigest { get; init; }

    /// <summary>The number of images of all parts together.</summary>
    [Range(1, 100_000_000)]
    public required int Images { get; init; }

    /// <summary>The names of the classes, 1 to 255 of them.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Where the coarse maps come from, in words, with a digest where there are files.</summary>
    public required string Coarse { get; init; }

    /// <summary>Pixels on each side of a boundary that count as near it.</summary>
    [Range(1, 255)]
    public required int Trimap { get; init; }

    /// <summary>Whether a refined label must be the likeliest somewhere in the coarse map.</summary>
    public bool OnlyCoarseClasses { get; init; }

    /// <summary>Whether each image was timed.</summary>
    public bool Timed { get; init; }

    /// <summary>The table that was asked for; empty for the plain one.</summary>
    public string Table { get; init; } = "";

    /// <summary>What is scored, at least one.</summary>
    public required IReadOnlyList<EvaluationColumn> Columns { get; init; }

    /// <summary>The first thing that differs in another, as in <c>'trimap' 5 instead of 3</c>; empty where nothing does.</summary>
    internal string DifferenceOf(EvaluationRun other)
    {
        return SettingsDifference.Between(Node(this), Node(other));

        // Columns by their number, so that a difference is named within one of them.
        static JsonObject Node(EvaluationRun run)
        {
            var node = EvaluationPartJson.ToNode(run);
            node["columns"] = new JsonObject(node["columns"]!.AsArray().Select((column, i) =>
                KeyValuePair.Create(FormattableString.Invariant($"{i + 1}"), column?.DeepClone())));
            return node;
        }
    }
}
