using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spn.Tool.Notebooks;

/// <summary>What a notebook's process tells the tool, one JSON object a line.</summary>
internal enum CellEventKind
{
    /// <summary>A cell begins to run.</summary>
    Started,

    /// <summary>Console text: <see cref="CellEvent.Name"/> is stdout or stderr.</summary>
    Stream,

    /// <summary>A value shown by display; <see cref="CellEvent.Name"/> is its display id.</summary>
    Displayed,

    /// <summary>A shown value replaced, in whichever cell it stands.</summary>
    Updated,

    /// <summary>The value of the cell's last expression.</summary>
    Result,

    /// <summary>An error that ended the cell: <see cref="CellEvent.Name"/> its kind, <see cref="CellEvent.Text"/> its message.</summary>
    Error,

    /// <summary>A cell ended.</summary>
    Ended,

    /// <summary>A line for the reader of the terminal, kept out of the notebook.</summary>
    Note,

    /// <summary>All cells that were to run have run; anything that ends the process before this is a crash.</summary>
    Finished,
}

/// <summary>One message from a notebook's process.</summary>
internal sealed record CellEvent(CellEventKind Kind, int Cell)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public string? Name { get; init; }

    public string? Text { get; init; }

    /// <summary>Mime type to text.</summary>
    public SortedDictionary<string, string>? Data { get; init; }

    public IReadOnlyList<string>? Traceback { get; init; }

    /// <summary>Where in the cell, for the terminal: <c>cell 5, line 3</c>.</summary>
    public string? Place { get; init; }

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    public static CellEvent FromLine(string line) =>
        JsonSerializer.Deserialize<CellEvent>(line, Json)
        ?? throw new InvalidDataException("expected a message from the notebook's process, got null.");
}

/// <summary>
/// One cell to run: its place in the notebook (from 1), the kernel it starts in, its source, and whether its failure is expected (tag
/// <c>raises-exception</c>).
/// </summary>
internal sealed record CellToRun(int Number, string Kernel, string Source, bool MayFail);

/// <summary>What the tool asks of a notebook's process, the first line of its standard input.</summary>
internal sealed record CellsRequest(string Folder, bool KeepGoing, IReadOnlyList<CellToRun> Cells)
{
    /// <summary>The folder for the process's temporary files.</summary>
    public string? Temporary { get; init; }

    /// <summary>The notebook's path without its extension; it cannot import itself.</summary>
    public string? Notebook { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this);

    public static CellsRequest FromLine(string line) =>
        JsonSerializer.Deserialize<CellsRequest>(line) ?? throw new InvalidDataException("expected the cells to run, got null.");
}
