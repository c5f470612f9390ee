namespace Spn.Learning;

/// <summary>A refinement seen from inside.</summary>
/// <param name="Probabilities">N×classes×H×W, the result.</param>
/// <param name="Propagation">
/// Input, raw weights (before they are normalised), output and winning directions of the propagation, of the image's size padded to
/// what the network needs and divided by the stride.
/// </param>
public sealed record RefinerView(FeatureMap Probabilities, PropagationResult Propagation);
