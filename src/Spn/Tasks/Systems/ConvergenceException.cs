namespace Spn.Tasks;

/// <summary>A linear system was not solved as well as was asked for; the message says how far it came.</summary>
/// <param name="message">What was expected, what came, what to do.</param>
public sealed class ConvergenceException(string message) : Exception(message);
