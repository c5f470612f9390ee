namespace Spn.Interactive;

/// <summary>
/// What a notebook's first cells throw where it cannot run: <c>spn run</c> then ends it and tells it as skipped, neither as passed nor as
/// failed. Any other kernel shows the sentence and stops.
/// </summary>
/// <param name="reason">Why, in one sentence.</param>
public sealed class NotebookSkippedException(string reason) : Exception(reason);
