using System.Text.RegularExpressions;
using Spectre.Console;
using Spn.Tool.Notebooks.Runs;

namespace Spn.Tool.Tests.Notebooks.Runs;

public class RunProgressTests
{
    [Fact]
    public async Task The_clock_of_a_notebook_does_not_count_its_wait()
    {
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen),
        });
        console.Profile.Width = 120;
        await LiveProgress.ShowAsync(console, [("first", 1), ("second", 1)], async observer =>
        {
            observer.CellStarted("first", 1, 1);
            await Task.Delay(1300);
            observer.NotebookEnded("first");
            observer.CellStarted("second", 1, 1);
            observer.NotebookEnded("second");
            return 0;
        });
        string Last(string notebook) => Regex.Matches(screen.ToString(), $@"{notebook}\b.*?(\d\d:\d\d:\d\d)")[^1].Groups[1].Value;
        Assert.Equal(("00:00:01", "00:00:00"), (Last("first"), Last("second")));
    }
}
