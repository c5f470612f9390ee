using System.Globalization;

namespace Spn.Tool.Gpu;

/// <summary>
/// Times the kernels on a device with its own clock, beside a copy from device memory to device memory. Bytes count every array once, as
/// in the table of the op's page; shapes that fit the second cache may so move more than the memory does, and say so in the last column.
/// </summary>
internal sealed class CudaBenchmark : IDisposable
{
    private readonly CudaDevice _device;
    private readonly CudaStream _stream;
    private readonly CudaEvent _begin, _end;

    public CudaBenchmark(CudaDevice device)
    {
        _device = device;
        _stream = device.CreateStream();
        (_begin, _end) = (device.CreateEvent(), device.CreateEvent());
        var bytes = Math.Min(1L << 30, device.FreeMemory / 4);
        using var from = device.Allocate(bytes);
        using var to = device.Allocate(bytes);
        from.Fill(1, bytes, _stream.Handle);
        CopyBandwidth = 2 * bytes / (1e-3 * Milliseconds(() => from.CopyTo(to, bytes, _stream.Handle)));
    }

    /// <summary>Bytes a second that a copy reads and writes together.</summary>
    public double CopyBandwidth { get; }

    /// <summary>Lines of a Markdown table: each direction, four with the maximum, and their backwards, three-way and constrained.</summary>
    public IEnumerable<string> Lines(MapShape shape)
    {
        const int Neighbours = 3;
        var weightBytes = 4L * Neighbours * shape.Count * 4;
        // Four sets of weights, two of them in scratch, maps, hidden maps in scratch twice.
        var need = 4 * weightBytes + 4 * shape.Count * 4 + shape.Count + 8 * 4 * shape.Count;
        if (need > _device.FreeMemory)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"| {shape} | skipped: needs {need >> 20} MiB, {_device.FreeMemory >> 20} are free | | | |");
            yield break;
        }

        using var x = Noise(shape.Count, 1);
        using var g = Noise(shape.Count, 2);
        using var p = Noise(weightBytes / 4, 3);
        using var y = _device.Allocate(shape.Count * 4);
        using var gx = _device.Allocate(shape.Count * 4);
        using var gp = _device.Allocate(weightBytes);
        using var winner = _device.Allocate(shape.Count);
        using var workspace = new CudaWorkspace(_device);
        var call = new CudaCall(workspace, _stream.Handle);
        CudaMap Map(CudaBuffer buffer) => CudaMap.Contiguous(buffer.Pointer, shape);
        var weights = CudaWeights.Contiguous(p.Pointer, Connection.ThreeWay, shape);
        var gradient = new CudaGradient(Map(gx), weights with { Pointer = gp.Pointer });
        var result = new CudaResult(Map(y), winner.Pointer);
        string Line(string work, double elements, double others, Action launch)
        {
            var ms = Milliseconds(launch);
            var bytes = shape.Count * (elements * 4 + others);
            var share = 100 * bytes / (1e-3 * ms) / CopyBandwidth;
            return string.Create(
                CultureInfo.InvariantCulture, $"| {shape} | {work} | {ms:f4} | {bytes / ms / 1e6:f0} | {share:f0} % |");
        }

        foreach (var direction in Directions.All)
            yield return Line(direction.ToWords(), Neighbours + 2, 0, () => CudaPropagation.Scan(Map(x), weights, direction, Map(y), call));
        yield return Line("four + max", 4 * Neighbours + 2, 1, () => CudaPropagation.Forward(Map(x), weights, result, call));
        foreach (var direction in new[] { Direction.LeftToRight, Direction.TopToBottom })
            yield return Line(
                direction.ToWords() + ", backward", 2 * Neighbours + 3, 0,
                () => CudaPropagation.ScanBackward(Map(x), weights, direction, Map(g), gradient, call));
        yield return Line(
            "four + max, backward", 8 * Neighbours + 3, 1, () => CudaPropagation.Backward(Map(x), weights, result, Map(g), gradient, call));
        // What the passes of the other normalisations add, and what the scans gain over plain formulas.
        var stochastic = call with { Normalisation = Normalisation.RowStochastic };
        yield return Line("row-stochastic pass", 8 * Neighbours, 0, () => CudaPropagation.Normalise(weights, gradient.Weights, stochastic));
        yield return Line(
            "four + max, row-stochastic", 12 * Neighbours + 2, 1, () => CudaPropagation.Forward(Map(x), weights, result, stochastic));
        var naive = call with { Normalisation = Normalisation.Raw, IsNaive = true };
        yield return Line(
            "left to right, naive", 3 * Neighbours + 2, 0,
            () => CudaPropagation.Scan(Map(x), weights, Direction.LeftToRight, Map(y), naive));
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _stream.Dispose();
    }

    /// <summary>The median of nine measurements, each of as many launches as take some ten milliseconds.</summary>
    private double Milliseconds(Action launch)
    {
        for (var i = 0; i < 3; i++)
            launch();
        var launches = Math.Clamp((int)(10 / Math.Max(Measure(launch, 3), 1e-3)), 1, 1000);
        var times = new double[9];
        for (var i = 0; i < times.Length; i++)
            times[i] = Measure(launch, launches);
        Array.Sort(times);
        return times[times.Length / 2];
    }

    private double Measure(Action launch, int launches)
    {
        _begin.Record(_stream);
        for (var i = 0; i < launches; i++)
            launch();
        _end.Record(_stream);
        return _end.MillisecondsSince(_begin) / launches;
    }

    /// <summary>Values in [−1, 1), a block of them over and over.</summary>
    private CudaBuffer Noise(long count, int seed)
    {
        var block = new float[(int)Math.Min(count, 1 << 22)];
        var random = new Random(seed);
        for (var i = 0; i < block.Length; i++)
            block[i] = 2 * random.NextSingle() - 1;
        var buffer = _device.Allocate(count * 4);
        buffer.Repeat(block, _stream);
        return buffer;
    }
}
