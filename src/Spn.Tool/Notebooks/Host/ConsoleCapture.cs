using System.Text;

namespace Spn.Tool.Notebooks.Host;

/// <summary>A console writer whose text becomes the running cell's output. Lines end with LF on every system.</summary>
internal sealed class ConsoleCapture : TextWriter
{
    private readonly string _name;

    private ConsoleCapture(string name)
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
        _name = name;
        CoreNewLine = ['\n'];
    }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>
    /// Takes over the console of this process; standard input reads as empty. The kernel's own capture, which loses what threads of the
    /// notebook's print, is begun once and never ended, so that it does not put itself in place again.
    /// </summary>
    public static void Install()
    {
        _ = Microsoft.DotNet.Interactive.Utility.ConsoleOutput.Subscribe(_ => System.Reactive.Disposables.Disposable.Empty);
        Console.SetIn(TextReader.Null);
        Console.SetOut(new ConsoleCapture("stdout"));
        Console.SetError(new ConsoleCapture("stderr"));
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
            CellOutput.Current.Stream(_name, value);
    }

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");
}
