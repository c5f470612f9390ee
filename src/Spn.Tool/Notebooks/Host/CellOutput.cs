namespace Spn.Tool.Notebooks.Host;

/// <summary>Sends what the cells show to the tool. One per process; safe from any thread.</summary>
/// <remarks>Every message is flushed at once, so that what was shown before a crash is not lost.</remarks>
internal sealed class CellOutput(Stream pipe)
{
    private const int StreamLimit = 1 << 20;
    private static CellOutput? _current;

    private readonly Lock _sending = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private int _cell, _names, _streamed;

    /// <summary>The output of this process; outside a notebook's process there is none.</summary>
    public static CellOutput Current
    {
        get => _current ?? throw new InvalidOperationException("expected a running cell, got none; display works only inside a notebook.");
        set => _current = value;
    }

    public void Start(int number)
    {
        lock (_sending)
        {
            (_cell, _streamed) = (number, 0);
            Send(new CellEvent(CellEventKind.Started, number));
        }
    }

    public void End() => Send(new CellEvent(CellEventKind.Ended, _cell));

    public void Finish() => Send(new CellEvent(CellEventKind.Finished, _cell));

    /// <summary>Console text; beyond about a million characters a cell it is cut with a notice.</summary>
    public void Stream(string name, string text)
    {
        lock (_sending)
        {
            if (text.Length == 0 || _streamed > StreamLimit)
                return;
            _streamed += text.Length;
            if (_streamed > StreamLimit)
                text += $"\n... the console output of this cell is cut here, after about {StreamLimit} characters.\n";
            Send(new CellEvent(CellEventKind.Stream, _cell) { Name = name, Text = text });
        }
    }

    /// <summary>Shows a value under a name, by which it may be updated.</summary>
    public void Display(string? id, SortedDictionary<string, string> data)
    {
        lock (_sending)
            Send(new CellEvent(CellEventKind.Displayed, _cell) { Name = id is null ? NextName() : Name(id), Data = data });
    }

    public void Update(string id, SortedDictionary<string, string> data)
    {
        lock (_sending)
            Send(new CellEvent(CellEventKind.Updated, _cell) { Name = Name(id), Data = data });
    }

    /// <summary>The next name of an output, counted, so that two runs give the same names.</summary>
    public string NextName() => $"display-{Interlocked.Increment(ref _names)}";

    private string Name(string id)
    {
        if (!_ids.TryGetValue(id, out var name))
            _ids[id] = name = NextName();
        return name;
    }

    public void Result(SortedDictionary<string, string> data) => Send(new CellEvent(CellEventKind.Result, _cell) { Data = data });

    public void Error(CellError error) => Send(new CellEvent(CellEventKind.Error, _cell)
    {
        Name = error.Name,
        Text = error.Message,
        Traceback = error.Traceback,
        Place = error.Place,
    });

    public void Note(string text) => Send(new CellEvent(CellEventKind.Note, _cell) { Text = text });

    private void Send(CellEvent message)
    {
        var line = message.ToLine();
        lock (_sending)
        {
            pipe.Write(line);
            pipe.Flush();
        }
    }
}
