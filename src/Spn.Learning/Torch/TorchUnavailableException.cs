namespace Spn.Learning;

/// <summary>There is no libtorch here, or it does not load. The message says what was looked for and what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="cause">What went wrong underneath; null where nothing did.</param>
public sealed class TorchUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
