namespace Spn.Scenes;

/// <summary>
/// A place or direction in a picture, in pixels: x to the right, y down. Only operations that IEEE 754 rounds in one way on every
/// machine are used in scenes, hence no sine, power or exponential of the platform.
/// </summary>
internal readonly record struct ScenePoint(double X, double Y)
{
    public double Length => Math.Sqrt(X * X + Y * Y);

    public static ScenePoint operator +(ScenePoint a, ScenePoint b) => new(a.X + b.X, a.Y + b.Y);

    public static ScenePoint operator -(ScenePoint a, ScenePoint b) => new(a.X - b.X, a.Y - b.Y);

    public static ScenePoint operator *(double s, ScenePoint a) => new(s * a.X, s * a.Y);

    public static double Dot(ScenePoint a, ScenePoint b) => a.X * b.X + a.Y * b.Y;

    public static ScenePoint Lerp(ScenePoint a, ScenePoint b, double t) => a + t * (b - a);

    /// <summary>The unit vector at an angle in degrees, −180 to 180, from straight down; positive angles turn to the right.</summary>
    public static ScenePoint Hanging(double degrees)
    {
        var t = degrees * (Math.PI / 180);
        var s = t * t;
        var sine = t * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156))))));
        var cosine = 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90 * (1 - s / 132)))));
        var direction = new ScenePoint(sine, cosine);
        return 1 / direction.Length * direction;
    }
}
