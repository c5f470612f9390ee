namespace Spn.Tool.Notebooks.Host;

/// <summary>Sends what the cells show to the tool. One per process; safe from any thread.</summary>
/// <remarks>Every message is flushed at once, so that what was shown before a crash is not lost.</remarks>
internal sealed class CellOutput(Stream pipe)
{
    private const int StreamLimit = 1 << 20, ValueLimit = 1 << 25, MostValues = 10_000;
    private static CellOutput? _current;

    private readonly Lock _sending = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private int _cell, _names, _streamed, _values;
    private long _shown;

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
            (_cell, _streamed, _values, _shown) = (number, 0, 0, 0);
            _sizes.Clear();
            Send(new CellEvent(CellEventKind.Started, number));
        }
    }

    public void End() => Send(new CellEvent(CellEventKind.Ended, _cell));

    public void Finish() => Send(new CellEvent(CellEventKind.Finished, _cell));

    /// <summary>Console text; after 2²⁰ characters a cell it is cut with a notice.</summary>
    public void Stream(string name, string text)
    {
        lock (_sending)
        {
            if (text.Length == 0 || _streamed > StreamLimit)
                return;
            var left = StreamLimit - _streamed;
            _streamed += text.Length;
            if (text.Length > left)
                text = Beginning(text, left) + $"\n... the console output of this cell is cut here, after {StreamLimit} characters.\n";
            Send(new CellEvent(CellEventKind.Stream, _cell) { Name = name, Text = text });
        }
    }

    /// <summary>Shows a value under a name, by which it may be updated.</summary>
    public void Display(string? id, SortedDictionary<string, string> data)
    {
        lock (_sending)
            if (Fitting(data) is { } shown)
            {
                if (id is not null)
                    _sizes[id] = Size(data);
                Send(new CellEvent(CellEventKind.Displayed, _cell) { Name = id is null ? NextName() : Name(id), Data = shown });
            }
    }

    /// <summary>Replaces a value that is shown; what it was counts no longer.</summary>
    public void Update(string id, SortedDictionary<string, string> data)
    {
        lock (_sending)
        {
            var growth = Size(data) - _sizes.GetValueOrDefault(id);
            if (_shown + growth <= ValueLimit)
            {
                (_shown, _sizes[id]) = (_shown + growth, Size(data));
                Send(new CellEvent(CellEventKind.Updated, _cell) { Name = Name(id), Data = data });
            }
            else if (Fitting(data) is { } shown)
                Send(new CellEvent(CellEventKind.Updated, _cell) { Name = Name(id), Data = shown });
        }
    }

    /// <summary>The next name of an output, counted, so that two runs give the same names.</summary>
    public string NextName() => $"display-{Interlocked.Increment(ref _names)}";

    private string Name(string id)
    {
        if (!_ids.TryGetValue(id, out var name))
            _ids[id] = name = NextName();
        return name;
    }

    public void Result(SortedDictionary<string, string> data)
    {
        lock (_sending)
            if (Fitting(data) is { } shown)
                Send(new CellEvent(CellEventKind.Result, _cell) { Data = shown });
    }

    public void Error(CellError error) => Send(new CellEvent(CellEventKind.Error, _cell)
    {
        Name = error.Name,
        Text = error.Message,
        Traceback = error.Traceback,
        Place = error.Place,
    });

    public void Note(string text) => Send(new CellEvent(CellEventKind.Note, _cell) { Text = text });

    /// <summary>
    /// The forms of a value while those of the cell fit: then its plain text, cut, with a notice, and after that null. A page of more
    /// opens in no browser, and a loop that shows values would take all memory.
    /// </summary>
    private SortedDictionary<string, string>? Fitting(SortedDictionary<string, string> data)
    {
        if (_shown > ValueLimit || _values >= MostValues)
            return null;
        _shown += Size(data);
        if (++_values < MostValues && _shown <= ValueLimit)
            return data;
        var notice = _values == MostValues
            ? $"... the outputs of this cell end here, after {MostValues} of them."
            : $"... the outputs of this cell end here: together they have more than {ValueLimit} characters.";
        var plain = Beginning(data.GetValueOrDefault(ValueBundle.Plain, ""), 1000);
        return new(StringComparer.Ordinal) { [ValueBundle.Plain] = $"{plain}\n{notice}" };
    }

    private static long Size(SortedDictionary<string, string> data) => data.Values.Sum(text => (long)text.Length);

    /// <summary>The first characters of a text, no pair of surrogates torn apart.</summary>
    private static string Beginning(string text, int length) =>
        text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

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
