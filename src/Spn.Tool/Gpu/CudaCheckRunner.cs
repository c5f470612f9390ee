namespace Spn.Tool.Gpu;

/// <summary>
/// Runs the kernels on one case through <see cref="CudaPropagation"/>. All that is written is filled with NaN before each launch.
/// </summary>
internal sealed class CudaCheckRunner(CudaDevice device) : IDisposable
{
    private readonly CudaWorkspace _workspace = new(device);
    private readonly CudaStream _stream = device.CreateStream();
    private readonly List<CudaBuffer> _buffers = [];
    private CudaCheckCase _case = null!;
    private CudaBuffer _x = null!, _p = null!, _g = null!, _gq = null!, _q = null!;
    private CudaBuffer _y = null!, _gx = null!, _gp = null!, _winner = null!, _hidden = null!;
    private CudaBuffer? _gate, _gradGate;

    /// <summary>Takes a case up to the device.</summary>
    public void Load(CudaCheckCase c)
    {
        FreeBuffers();
        _case = c;
        (_x, _g, _y, _gx) = (Upload(c.X.Values), Upload(c.Gradient.Values), Blank(c.X.Values.Length), Blank(c.X.Values.Length));
        (_p, _gp) = (Upload(c.Weights.Values), Blank(c.Weights.Values.Length));
        (_gq, _q) = (Upload(c.GradNormalised.Values), Blank(c.GradNormalised.Values.Length));
        (_gate, _gradGate) = c.Weights.InputGate is { } gate ? (Upload(gate.Values), Blank(gate.Values.Length)) : (null, null);
        (_winner, _hidden) = (Blank(c.X.Values.Length), Blank(4 * c.X.Values.Length));
    }

    public float[] Scan(Direction direction, bool naive)
    {
        Poison();
        CudaPropagation.Scan(Map(_x), Weights(_p, _gate), direction, Map(_y), Call with { IsNaive = naive });
        return Read(_y);
    }

    /// <summary>The gradients; those of weights of other directions, which must not have been written, as zeros.</summary>
    public float[] ScanBackward(Direction direction, bool naive)
    {
        Poison();
        CudaPropagation.ScanBackward(Map(_x), Weights(_p, _gate), direction, Map(_g), Gradient, Call with { IsNaive = naive });
        float[] weights = Read(_gp), gate = _gradGate is null ? [] : Read(_gradGate);
        foreach (var values in new[] { weights, gate })
            for (var part = 0; part < 4 * _case.X.Shape.Batch; part++)
                if (part % 4 != (int)direction)
                {
                    var count = values.Length / (4 * _case.X.Shape.Batch);
                    var other = values.AsSpan(part * count, count);
                    other.Fill(other.IndexOfAnyExcept(float.NaN) < 0 ? 0 : float.PositiveInfinity);
                }
        return [.. Read(_gx), .. weights, .. gate];
    }

    public float[] Forward()
    {
        Poison();
        CudaPropagation.Forward(Map(_x), Weights(_p, _gate), new CudaResult(Map(_y), _winner.Pointer), Call);
        return Read(_y);
    }

    /// <summary>The winners of the last forward.</summary>
    public byte[] Winner()
    {
        var winner = new byte[_case.X.Values.Length];
        _winner.Read(winner, _stream);
        return winner;
    }

    /// <summary>The gradients through the last forward, or through another that keeps its hidden maps.</summary>
    public float[] Backward(bool kept)
    {
        Poison();
        var result = new CudaResult(Map(_y), _winner.Pointer, kept ? _hidden.Pointer : 0);
        if (kept)
            CudaPropagation.Forward(Map(_x), Weights(_p, _gate), result, Call);
        CudaPropagation.Backward(Map(_x), Weights(_p, _gate), result, Map(_g), Gradient, Call);
        return [.. Read(_gx), .. Read(_gp), .. _gradGate is null ? [] : Read(_gradGate)];
    }

    public float[] Normalise()
    {
        Poison();
        CudaPropagation.Normalise(Weights(_p, null), Normalised(_q), Call);
        return Read(_q);
    }

    public float[] NormaliseBackward()
    {
        Poison();
        CudaPropagation.NormaliseBackward(Weights(_p, null), Normalised(_gq), Weights(_gp, null), Call);
        return Read(_gp);
    }

    public void Dispose()
    {
        FreeBuffers();
        _workspace.Dispose();
        _stream.Dispose();
    }

    private CudaCall Call => new(_workspace, _stream.Handle, _case.Normalisation, _case.Chunk);

    private CudaGradient Gradient => new(Map(_gx), Weights(_gp, _gradGate));

    private CudaMap Map(CudaBuffer buffer) => CudaMap.Contiguous(buffer.Pointer, _case.X.Shape);

    private CudaWeights Normalised(CudaBuffer buffer) =>
        CudaWeights.Contiguous(buffer.Pointer, _case.Weights.Connection, _case.Weights.Shape);

    private CudaWeights Weights(CudaBuffer buffer, CudaBuffer? gate) =>
        CudaWeights.Contiguous(buffer.Pointer, _case.Weights.Connection, _case.Weights.Shape, _case.Weights.IsGated) with
        {
            InputGate = gate is null ? null : CudaWeights.Contiguous(gate.Pointer, Connection.OneWay, _case.Weights.Shape),
        };

    /// <summary>NaN in all that a launch may write, but the winners and the kept maps.</summary>
    private void Poison()
    {
        foreach (var buffer in new[] { _y, _gx, _gp, _q, _gradGate })
            buffer?.Fill(0xff, buffer.Bytes, _stream.Handle);
    }

    private CudaBuffer Upload(float[] values)
    {
        var buffer = Blank(values.Length);
        buffer.Write(values, _stream);
        return buffer;
    }

    private CudaBuffer Blank(int values)
    {
        var buffer = device.Allocate(4L * values);
        _buffers.Add(buffer);
        return buffer;
    }

    private float[] Read(CudaBuffer buffer)
    {
        var values = new float[buffer.Bytes / 4];
        buffer.Read(values, _stream);
        return values;
    }

    private void FreeBuffers()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }
}
