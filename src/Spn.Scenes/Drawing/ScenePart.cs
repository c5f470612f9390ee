namespace Spn.Scenes;

/// <summary>
/// One solid part of an object: a signed distance to its edge in pixels, negative inside, and the roundness of its surface.
/// </summary>
internal abstract record ScenePart(SceneMaterial Material)
{
    /// <summary>By how many pixels noise moves the edge in and out: leaves and fur.</summary>
    public double Rough { get; init; }

    /// <summary>The corners of a box around the part.</summary>
    public abstract (ScenePoint Low, ScenePoint High) Box { get; }

    public abstract double Distance(ScenePoint p);

    /// <summary>The sideways part of the surface's normal at a place inside, of length 0 (facing us) to 1 (at the edge).</summary>
    public abstract ScenePoint Normal(ScenePoint p);
}

/// <summary>A limb, pole or branch: from A to B, round, its radius going from one end's to the other's.</summary>
internal sealed record SceneLimb(ScenePoint A, ScenePoint B, double RadiusA, double RadiusB, SceneMaterial Material) : ScenePart(Material)
{
    public override (ScenePoint Low, ScenePoint High) Box
    {
        get
        {
            var r = Math.Max(RadiusA, RadiusB);
            return (new(Math.Min(A.X, B.X) - r, Math.Min(A.Y, B.Y) - r), new(Math.Max(A.X, B.X) + r, Math.Max(A.Y, B.Y) + r));
        }
    }

    public override double Distance(ScenePoint p)
    {
        var t = Along(p);
        return (p - ScenePoint.Lerp(A, B, t)).Length - SceneNoise.Mix(RadiusA, RadiusB, t);
    }

    public override ScenePoint Normal(ScenePoint p)
    {
        var t = Along(p);
        return 1 / SceneNoise.Mix(RadiusA, RadiusB, t) * (p - ScenePoint.Lerp(A, B, t));
    }

    private double Along(ScenePoint p)
    {
        var axis = B - A;
        var square = ScenePoint.Dot(axis, axis);
        return square == 0 ? 0 : Math.Clamp(ScenePoint.Dot(p - A, axis) / square, 0, 1);
    }
}

/// <summary>An upright ellipse.</summary>
internal sealed record SceneEllipse(ScenePoint Centre, double RadiusX, double RadiusY, SceneMaterial Material) : ScenePart(Material)
{
    public override (ScenePoint Low, ScenePoint High) Box =>
        (Centre - new ScenePoint(RadiusX, RadiusY), Centre + new ScenePoint(RadiusX, RadiusY));

    /// <summary>To first order near the edge, which is where it matters.</summary>
    public override double Distance(ScenePoint p)
    {
        var scaled = Normal(p).Length;
        var slope = new ScenePoint((p.X - Centre.X) / (RadiusX * RadiusX), (p.Y - Centre.Y) / (RadiusY * RadiusY)).Length;
        return slope == 0 ? -Math.Min(RadiusX, RadiusY) : scaled * (scaled - 1) / slope;
    }

    public override ScenePoint Normal(ScenePoint p) => new((p.X - Centre.X) / RadiusX, (p.Y - Centre.Y) / RadiusY);
}

/// <summary>A flat polygon: a star, a lampshade, a plank.</summary>
internal sealed record ScenePolygon(ScenePoint[] Corners, SceneMaterial Material) : ScenePart(Material)
{
    public override (ScenePoint Low, ScenePoint High) Box =>
        (new(Corners.Min(c => c.X), Corners.Min(c => c.Y)), new(Corners.Max(c => c.X), Corners.Max(c => c.Y)));

    public override double Distance(ScenePoint p)
    {
        var (nearest, inside) = (double.PositiveInfinity, false);
        for (int i = 0, last = Corners.Length - 1; i < Corners.Length; last = i++)
        {
            ScenePoint a = Corners[last], b = Corners[i], side = b - a;
            var t = Math.Clamp(ScenePoint.Dot(p - a, side) / ScenePoint.Dot(side, side), 0, 1);
            nearest = Math.Min(nearest, (p - ScenePoint.Lerp(a, b, t)).Length);
            if (a.Y > p.Y != b.Y > p.Y && p.X < a.X + (p.Y - a.Y) / side.Y * side.X)
                inside = !inside;
        }

        return inside ? -nearest : nearest;
    }

    public override ScenePoint Normal(ScenePoint p) => default;
}
