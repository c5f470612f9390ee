namespace Spn.Learning;

/// <summary>Independent normal numbers of mean zero by the method of Box and Muller, the same for the same seed.</summary>
internal static class NormalNumbers
{
    public static void Fill(Span<float> values, double deviation, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < values.Length; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }
}
