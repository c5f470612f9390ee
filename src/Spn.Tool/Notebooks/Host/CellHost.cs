using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;

namespace Spn.Tool.Notebooks.Host;

/// <summary>
/// The process that runs one notebook's cells. The tool starts it with a hidden verb, sends the cells on standard input and reads
/// events from a pipe, so a cell may print, hang, exit or crash without harming the tool.
/// </summary>
internal static class CellHost
{
    /// <summary>The hidden verb, followed by the handle of the pipe to write events to.</summary>
    public const string Verb = "__notebook-cells";

    public static async Task<int> RunAsync(string pipeHandle)
    {
        // Ctrl-C reaches the whole process group; the tool decides what happens and writes what there is.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, pipeHandle);
        CellOutput.Current = new CellOutput(pipe);
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        var line = await input.ReadLineAsync()
            ?? throw new InvalidDataException("expected the cells to run on standard input, got nothing.");
        var request = CellsRequest.FromLine(line);
        EndWithTool(input, request.Temporary);
        ConsoleCapture.Install();
        HiddenPaths.SetFolder(request.Folder);
        HostFormatters.Register();

        var session = new CellSession(request.Notebook);
        session.Warm(request.Cells);
        foreach (var cell in request.Cells)
        {
            await session.ReadyAsync(cell);
            CellOutput.Current.Start(cell.Number);
            var error = await session.RunAsync(cell);
            if (error is not null)
                CellOutput.Current.Error(error);
            CellOutput.Current.End();
            if (error is not null && !cell.MayFail && !request.KeepGoing)
                break;
        }

        CellOutput.Current.Finish();
        return 0;
    }

    /// <summary>The tool holds standard input open for as long as it lives; without it this process has nothing to do.</summary>
    private static void EndWithTool(StreamReader input, string? temporary)
    {
        var watch = new Thread(() =>
        {
            while (input.Read() >= 0)
            {
            }

            try
            {
                if (Directory.Exists(temporary))
                    Directory.Delete(temporary, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Nobody is left who could be told.
            }

            Environment.Exit(1);
        }) { IsBackground = true, Name = "end with the tool" };
        watch.Start();
    }
}
