namespace Spn.Tool.Commands;

/// <summary>How a task is done.</summary>
internal enum TaskMethod
{
    /// <summary>By propagation.</summary>
    Propagation,

    /// <summary>By the method that the task is known by.</summary>
    Classic,
}
