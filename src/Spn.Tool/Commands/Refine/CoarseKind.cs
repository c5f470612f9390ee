using Spn.Photos;

namespace Spn.Tool.Commands;

/// <summary>
/// The coarse maps of a folder hold one kind of thing, that of the first file whose values say it; another one in a later file is refused.
/// </summary>
/// <param name="files">All files of the run.</param>
/// <param name="read">Reads a map.</param>
internal sealed class CoarseKind(IReadOnlyList<RefineFiles> files, Func<string, MapKind?, MapContent> read)
{
    private readonly Lazy<(string Path, MapContent Content)?> _first = new(() => First(files, read));

    /// <summary>A coarse map of the folder's kind; one that is empty is of any kind.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or cannot be read.</exception>
    public MapContent Read(string path)
    {
        var content = read(path, null);
        if (files.Count < 2 || _first.Value is not { } first)
            return content;
        if (first.Content is ProbabilityContent { Probabilities.Channels: var classes } && content is ProbabilityContent others
            && others.Probabilities.Channels != classes)
            throw new InvalidDataException(
                $"{path}: expected probabilities of {classes} classes like {Path.GetFileName(first.Path)}, got those of "
                + $"{others.Probabilities.Channels}; give maps of one segmenter.");
        if (first.Content.GetType() == content.GetType())
            return content;
        if (IsEmpty(content) && first.Content is LabelContent or MaskContent)
            return read(path, first.Content is MaskContent ? MapKind.Mask : MapKind.Labels);
        throw new InvalidDataException(
            $"{path}: expected {Name(first.Content)} like {Path.GetFileName(first.Path)}, got {Name(content)}; "
            + (first.Content is ProbabilityContent || content is ProbabilityContent ? "give maps of one kind."
                : "say --kind labels or --kind mask for all of the folder, or take out the maps of the other kind."));
    }

    private static (string, MapContent)? First(IReadOnlyList<RefineFiles> files, Func<string, MapKind?, MapContent> read)
    {
        foreach (var path in files.Select(file => file.Coarse!))
            try
            {
                if (read(path, null) is var content && !IsEmpty(content))
                    return (path, content);
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // It is told, or ends the run, when its turn comes.
            }

        return null;
    }

    /// <summary>Zeros alone: a mask without its object, or labels of class 0.</summary>
    private static bool IsEmpty(MapContent content) => content switch
    {
        LabelContent { ColourTable.Count: 0, Labels.Labels: var labels } => !labels.AsSpan().ContainsAnyExcept((byte)0),
        MaskContent { Mask.Values: var values } => !values.AsSpan().ContainsAnyExcept(0f),
        _ => false,
    };

    private static string Name(MapContent content) => content switch
    {
        LabelContent => "labels",
        MaskContent => "a soft mask",
        _ => "class probabilities",
    };
}
