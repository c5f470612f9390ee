namespace Spn.Tool.Gpu;

/// <summary>One input, rounded to its element type, with NaN where a neighbour does not exist.</summary>
internal sealed class CudaCheckCase
{
    public CudaCheckCase(CudaElement element, Connection connection, MapShape shape, bool shared, Normalisation normalisation)
    {
        (Element, Normalisation, Shared) = (element, normalisation, shared);
        var weightShape = shared ? shape with { Channels = 1 } : shape;
        X = Rounded(FeatureMap.Random(shape, 1));
        Gradient = Rounded(FeatureMap.Random(shape, 2));
        GradConstrained = Rounded(PropagationWeights.Random(connection, weightShape, 3));
        Weights = PropagationWeights.Random(connection, weightShape, 4);
        for (var i = 0; normalisation == Normalisation.Raw && i < Weights.Values.Length; i++)
            Weights.Values[i] *= 0.95f / (int)connection;
        Rounded(Weights);
        foreach (var direction in Directions.All)
            for (var n = 0; n < shape.Batch; n++)
                for (var k = 0; k < Weights.Neighbours; k++)
                    for (var c = 0; c < weightShape.Channels; c++)
                        Poison(Weights.Plane(n, direction, k, c), direction, k);
    }

    public CudaElement Element { get; }

    public Normalisation Normalisation { get; }

    public bool Shared { get; }

    public FeatureMap X { get; }

    public FeatureMap Gradient { get; }

    public PropagationWeights Weights { get; }

    public PropagationWeights GradConstrained { get; }

    /// <summary>Bytes of an element.</summary>
    public int Size => Element == CudaElement.Float32 ? 4 : 2;

    /// <summary>How far storage alone may move a value: half a step between neighbouring numbers.</summary>
    public double RoundingOf(double value) => Element switch
    {
        CudaElement.BFloat16 => 1.02 * Math.Abs(value) / 256,
        CudaElement.Float16 => 1.02 * Math.Abs(value) / 2048 + 6e-8,
        _ => 0,
    };

    /// <summary>Values as they lie in device memory.</summary>
    public byte[] Bytes(float[] values)
    {
        var bytes = new byte[values.Length * Size];
        for (var i = 0; i < values.Length; i++)
            if (Element == CudaElement.Float32)
                BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), values[i]);
            else
                BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), Bits(values[i]));
        return bytes;
    }

    /// <summary>And back.</summary>
    public float[] Floats(byte[] bytes)
    {
        var values = new float[bytes.Length / Size];
        for (var i = 0; i < values.Length; i++)
            values[i] = Element == CudaElement.Float32 ? BitConverter.ToSingle(bytes, 4 * i) : Value(BitConverter.ToUInt16(bytes, 2 * i));
        return values;
    }

    public override string ToString() => $"{Element} {Weights.Connection} {X.Shape}{(Shared ? " shared" : "")}{(Normalisation == Normalisation.Raw ? "" : " " + Normalisation.ToWords())}";

    private ushort Bits(float value)
    {
        if (Element == CudaElement.Float16)
            return BitConverter.HalfToUInt16Bits((Half)value);
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)(float.IsNaN(value) ? 0x7fc0 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16);
    }

    private float Value(ushort bits) => Element == CudaElement.Float16 ? (float)BitConverter.UInt16BitsToHalf(bits) : BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private FeatureMap Rounded(FeatureMap map)
    {
        Floats(Bytes(map.Values)).CopyTo(map.Values, 0);
        return map;
    }

    private PropagationWeights Rounded(PropagationWeights weights)
    {
        Floats(Bytes(weights.Values)).CopyTo(weights.Values, 0);
        return weights;
    }

    private void Poison(Span<float> plane, Direction direction, int neighbour)
    {
        var (height, width) = (X.Height, X.Width);
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
            {
                var (line, lines, at, length) = direction.IsHorizontal() ? (column, width, row, height) : (row, height, column, width);
                var before = at + neighbour - Weights.Neighbours / 2;
                if (line == (direction.IsReversed() ? lines - 1 : 0) || before < 0 || before >= length)
                    plane[row * width + column] = float.NaN;
            }
    }
}
