namespace Spn.Learning;

/// <summary>An input of a network.</summary>
/// <param name="Name">Unique in the network.</param>
/// <param name="Channels">C of the maps it takes; batch and extent are free.</param>
public sealed record NetworkInput(string Name, int Channels);

/// <summary>A layer and where its inputs come from: indices that count the network's inputs first, then its layers.</summary>
internal sealed record NetworkNode(Layer Layer, int[] Inputs);
