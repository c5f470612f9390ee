namespace Spn.Tool.Notebooks.Runs;

/// <summary>Is told how runs go; calls come from any thread.</summary>
internal interface IRunObserver
{
    void CellStarted(string notebook, int cell, int cells);

    void CellEnded(string notebook, int cell, int cells, TimeSpan time);

    void CellFailed(string notebook, CellFailure failure);

    void NotebookEnded(string notebook);

    /// <summary>A line for the terminal: a warning, a time, raw output of native code.</summary>
    void Note(string notebook, string text);
}
