namespace Spn.Scenes;

/// <summary>An object of a scene: its class and its parts, drawn in order.</summary>
/// <param name="Label">The class.</param>
/// <param name="Depth">The row on which it stands, or that it hangs above: objects with a larger one are in front.</param>
/// <param name="Parts">The parts, from back to front.</param>
internal sealed record SceneObject(byte Label, double Depth, IReadOnlyList<ScenePart> Parts)
{
    /// <summary>The shadows that it throws on the ground.</summary>
    public IReadOnlyList<SceneEllipse> Shadows { get; init; } = [];
}
