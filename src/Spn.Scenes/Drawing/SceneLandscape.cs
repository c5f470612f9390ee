namespace Spn.Scenes;

/// <summary>
/// The background: a sky with clouds, two ridges of hills, a meadow with a path and flowers. Its edges are edges in the picture but not in
/// the labels.
/// </summary>
internal sealed class SceneLandscape
{
    private readonly double _height, _width, _pathFoot, _pathBend, _cloudiness;
    private readonly uint _seed;
    private readonly Theme _theme;

    public SceneLandscape(double height, double width, SceneRandom random)
    {
        (_height, _width) = (height, width);
        _seed = (uint)(random.Next() * int.MaxValue);
        _theme = random.Pick(Theme.Summer, Theme.Autumn, Theme.Dry);
        Horizon = height * random.Next(0.36, 0.46);
        _pathFoot = random.Next(0.15, 0.85);
        _pathBend = random.Next(-0.9, 0.9);
        _cloudiness = random.Next(0.42, 0.56);
    }

    /// <summary>The row where the meadow ends; it is at the eye level of a standing person.</summary>
    public double Horizon { get; }

    /// <summary>How much larger things look at a row of the meadow than at the horizon: 0 there, 1 at the lower edge.</summary>
    public double Nearness(double y) => (y - Horizon) / (_height - Horizon);

    /// <summary>The colour of the landscape at a place.</summary>
    public SceneColour At(double x, double y)
    {
        if (y >= Horizon)
            return Meadow(x, y);
        var (near, far) = (NearRidge(x), FarRidge(x));
        var colour = y > far ? Blend(Sky(x, y), Hill(x, y, _theme.FarHill, 0.10), y - far) : Sky(x, y);
        return y > near ? Blend(colour, Hill(x, y, _theme.NearHill, 0.34), y - near) : colour;
    }

    /// <summary>How far away it is: the meadow as a plane seen from above, 1 at the lower edge; then the ridges and the sky.</summary>
    public double Distance(double x, double y) =>
        y >= Horizon ? 1.08 / (Nearness(y) + 0.08) : y > NearRidge(x) ? 15 : y > FarRidge(x) ? 17 : 20;

    private double NearRidge(double x) => Horizon - _height * (0.012 + 0.09 * Ridge(x, 0.30, 11));

    private double FarRidge(double x) => Horizon - _height * (0.05 + 0.15 * Ridge(x, 0.55, 12));

    private static SceneColour Blend(SceneColour behind, SceneColour front, double pixelsInside) =>
        SceneColour.Mix(behind, front, Math.Clamp(pixelsInside / 1.5, 0, 1));

    private double Ridge(double x, double wave, uint seed) => SceneNoise.Fractal(x / (wave * _height), 0.5, 4, _seed + seed);

    private SceneColour Sky(double x, double y)
    {
        var down = Math.Clamp(y / Horizon, 0, 1);
        var sky = SceneColour.Mix(_theme.Zenith, _theme.Haze, down * (0.4 + 0.6 * down));
        // Clouds get flatter and smaller towards the horizon.
        var flat = 1.2 + 2.6 * down;
        var scale = 0.34 * _height;
        var cloud = SceneNoise.Fractal(x / scale * (0.7 + 0.5 * down), y / scale * flat, 5, _seed + 21);
        var under = SceneNoise.Fractal(x / scale * (0.7 + 0.5 * down), (y / scale + 0.06) * flat, 4, _seed + 21);
        var lit = Math.Clamp(0.86 + 0.9 * (cloud - under), 0.72, 1);
        return SceneColour.Mix(sky, lit * _theme.Cloud, 0.92 * SceneNoise.Step(_cloudiness, _cloudiness + 0.2, cloud));
    }

    private SceneColour Hill(double x, double y, SceneColour colour, double contrast)
    {
        var size = 0.022 * _height;
        var woods = SceneNoise.Fractal(x / size, 1.3 * y / size, 4, _seed + 31);
        var fields = SceneNoise.Smooth(x / (9 * size), y / (2.2 * size), _seed + 32);
        return (1 + contrast * (woods - 0.5) * 2 + 0.5 * contrast * (fields - 0.5)) * colour;
    }

    private SceneColour Meadow(double x, double y)
    {
        var near = Math.Clamp(Nearness(y), 0, 1);
        var away = 1 / (near + 0.08);
        double groundX = (x - 0.5 * _width) * away / _height, groundY = 2.2 * away;
        var patches = SceneNoise.Fractal(2.0 * groundX, groundY, 4, _seed + 41);
        var grass = SceneColour.Mix(_theme.Grass, _theme.Straw, SceneNoise.Step(0.35, 0.75, patches));
        grass = SceneColour.Mix(_theme.FarGrass, grass, SceneNoise.Step(0, 0.5, near));
        var blade = 0.006 * _height;
        var blades = SceneNoise.Smooth(x / (blade * (0.35 + near)), y / (blade * (0.5 + 3.2 * near)), _seed + 42)
            + 0.6 * SceneNoise.Fractal(x / (3 * blade), y / (3 * blade), 3, _seed + 43);
        var ground = (1 + (0.16 + 0.30 * near) * (blades - 0.8)) * grass;
        return Path(x, y, near, Flowers(x, y, near, ground));
    }

    private SceneColour Flowers(double x, double y, double near, SceneColour ground)
    {
        var cell = 0.026 * _height * (1 + Math.Floor(3 * near));
        int column = (int)Math.Floor(x / cell), row = (int)Math.Floor(y / cell);
        if (SceneNoise.Hash(column, row, _seed + 51) > 0.10)
            return ground;
        double dx = x - (column + 0.3 + 0.4 * SceneNoise.Hash(column, row, _seed + 52)) * cell;
        double dy = y - (row + 0.3 + 0.4 * SceneNoise.Hash(column, row, _seed + 53)) * cell;
        var radius = 0.010 * _height * (0.25 + 0.75 * near);
        return SceneColour.Mix(_theme.Flower, ground, SceneNoise.Step(radius - 0.7, radius + 0.7, Math.Sqrt(dx * dx + 1.6 * dy * dy)));
    }

    private SceneColour Path(double x, double y, double near, SceneColour ground)
    {
        var far = 1 - near;
        var centre = _width * (0.5 + (_pathFoot - 0.5) * near + 0.45 * _pathBend * far * near);
        var half = (0.012 + 0.16 * near) * _height;
        var ragged = 0.35 * half * (SceneNoise.Fractal(x / (0.05 * _height), y / (0.03 * _height), 3, _seed + 61) - 0.5);
        var outside = Math.Abs(x - centre) - half + ragged;
        var pebbles = SceneNoise.Fractal(x / (0.012 * _height), y / (0.007 * _height), 3, _seed + 62);
        var sand = (0.80 + 0.40 * pebbles) * _theme.Path;
        return SceneColour.Mix(sand, ground, SceneNoise.Step(-1.5, 0.02 * _height * near + 1, outside));
    }

    private sealed record Theme(
        SceneColour Zenith, SceneColour Haze, SceneColour Cloud, SceneColour FarHill, SceneColour NearHill,
        SceneColour FarGrass, SceneColour Grass, SceneColour Straw, SceneColour Path, SceneColour Flower)
    {
        public static readonly Theme Summer = Of(
            0x4A84C8, 0xC4DCEC, 0xFAFAFC, 0x7E9BB0, 0x5A7A52, 0x93A86A, 0x5E8A3C, 0x8FA24C, 0xC0A67C, 0xF4E04A);
        public static readonly Theme Autumn = Of(
            0x6C8FB6, 0xE4DCCB, 0xF4EFEA, 0x8C93A0, 0x8A7042, 0xAC9C62, 0x80803A, 0xB08C48, 0xA8886A, 0xE8E4DC);
        public static readonly Theme Dry = Of(
            0x3F78BE, 0xD8E2E4, 0xFFFFFF, 0x8BA0A6, 0x76804E, 0xB8AC74, 0x9A8E4C, 0xC2AA66, 0xD0B890, 0xC8503C);

        private static Theme Of(params int[] hex)
        {
            var c = Array.ConvertAll(hex, SceneColour.Hex);
            return new Theme(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9]);
        }
    }
}
