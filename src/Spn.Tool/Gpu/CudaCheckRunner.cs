namespace Spn.Tool.Gpu;

/// <summary>Runs the kernels on one case through <see cref="CudaPropagation"/>. All that is written is filled with NaN before each launch.</summary>
internal sealed class CudaCheckRunner(CudaDevice device) : IDisposable
{
    private readonly CudaWorkspace _workspace = new(device);
    private readonly CudaStream _stream = device.CreateStream();
    private readonly List<CudaBuffer> _buffers = [];
    private CudaCheckCase _case = null!;
    private CudaBuffer _x = null!, _p = null!, _g = null!, _gq = null!, _y = null!, _gx = null!, _gp = null!, _winner = null!, _hidden = null!;
    private byte[] _poisonMap = [], _poisonWeights = [];

    /// <summary>Takes a case up to the device.</summary>
    public void Load(CudaCheckCase c)
    {
        FreeBuffers();
        _case = c;
        _poisonMap = c.Bytes([.. Enumerable.Repeat(float.NaN, c.X.Values.Length)]);
        _poisonWeights = c.Bytes([.. Enumerable.Repeat(float.NaN, c.Weights.Values.Length)]);
        (_x, _g, _y, _gx) = (Upload(c.Bytes(c.X.Values)), Upload(c.Bytes(c.Gradient.Values)), Upload(_poisonMap), Upload(_poisonMap));
        (_p, _gq, _gp) = (Upload(c.Bytes(c.Weights.Values)), Upload(c.Bytes(c.GradConstrained.Values)), Upload(_poisonWeights));
        _winner = Upload(new byte[c.X.Values.Length]);
        _hidden = Upload(new byte[16 * c.X.Values.Length]);
    }

    public float[] Scan(Direction direction)
    {
        _y.Write(_poisonMap, _stream);
        CudaPropagation.Scan(Map(_x), Weights(_p), direction, Map(_y), Call);
        return Read(_y);
    }

    /// <summary>The gradients of x and of the weights; those of other directions, which must not have been written, as zeros.</summary>
    public float[] ScanBackward(Direction direction)
    {
        Poison();
        CudaPropagation.ScanBackward(Map(_x), Weights(_p), direction, Map(_g), Gradient, Call);
        var weights = new PropagationWeights(_case.Weights.Connection, _case.Weights.Shape, Read(_gp));
        foreach (var other in Directions.All.Where(d => d != direction))
            for (var n = 0; n < weights.Shape.Batch; n++)
                for (var k = 0; k < weights.Neighbours; k++)
                    for (var c = 0; c < weights.Shape.Channels; c++)
                    {
                        var plane = weights.Plane(n, other, k, c);
                        plane.Fill(plane.IndexOfAnyExcept(float.NaN) < 0 ? 0 : float.PositiveInfinity);
                    }
        return [.. Read(_gx), .. weights.Values];
    }

    public float[] Forward()
    {
        _y.Write(_poisonMap, _stream);
        CudaPropagation.Forward(Map(_x), Weights(_p), new CudaResult(Map(_y), _winner.Pointer), Call);
        return Read(_y);
    }

    /// <summary>The winners of the last forward.</summary>
    public byte[] Winner()
    {
        var winner = new byte[_case.X.Values.Length];
        _winner.Read(winner, _stream);
        return winner;
    }

    /// <summary>The gradients of x and of the weights through the last forward, or through another that keeps its hidden maps.</summary>
    public float[] Backward(bool kept)
    {
        Poison();
        var result = new CudaResult(Map(_y), _winner.Pointer, kept ? _hidden.Pointer : 0);
        if (kept)
            CudaPropagation.Forward(Map(_x), Weights(_p), result, Call);
        CudaPropagation.Backward(Map(_x), Weights(_p), result, Map(_g), Gradient, Call);
        return [.. Read(_gx), .. Read(_gp)];
    }

    public float[] Constrain()
    {
        _gp.Write(_poisonWeights, _stream);
        CudaPropagation.Constrain(Weights(_p), Weights(_gp), Call);
        return Read(_gp);
    }

    public float[] ConstrainBackward()
    {
        _gp.Write(_poisonWeights, _stream);
        CudaPropagation.ConstrainBackward(Weights(_p), Weights(_gq), Weights(_gp), Call);
        return Read(_gp);
    }

    public void Dispose()
    {
        FreeBuffers();
        _workspace.Dispose();
        _stream.Dispose();
    }

    private CudaCall Call => new(_workspace, _stream.Handle, _case.Normalisation);

    private CudaGradient Gradient => new(Map(_gx), Weights(_gp));

    private CudaMap Map(CudaBuffer buffer) => CudaMap.Contiguous(buffer.Pointer, _case.Element, _case.X.Shape);

    private CudaWeights Weights(CudaBuffer buffer) => CudaWeights.Contiguous(buffer.Pointer, _case.Element, _case.Weights.Connection, _case.Weights.Shape);

    private void Poison()
    {
        _gx.Write(_poisonMap, _stream);
        _gp.Write(_poisonWeights, _stream);
    }

    private CudaBuffer Upload(byte[] bytes)
    {
        var buffer = device.Allocate(bytes.Length);
        _buffers.Add(buffer);
        buffer.Write(bytes, _stream);
        return buffer;
    }

    private float[] Read(CudaBuffer buffer)
    {
        var bytes = new byte[buffer.Bytes];
        buffer.Read(bytes, _stream);
        return _case.Floats(bytes);
    }

    private void FreeBuffers()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _buffers.Clear();
    }
}
