using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;

namespace Spn;

/// <summary>
/// The kernels as the driver compiled them for a device: once a process and device, when they are first used; the driver keeps its work on
/// disk.
/// </summary>
internal sealed unsafe class CudaModule
{
    private readonly CudaDevice _device;
    private readonly nint _module;
    private readonly ConcurrentDictionary<string, nint> _functions = new(StringComparer.Ordinal);

    public CudaModule(CudaDevice device)
    {
        _device = device;
        using var stream = typeof(CudaModule).Assembly.GetManifestResourceStream("Spn.propagation.ptx.gz")
            ?? throw new CudaException("expected the kernels (propagation.ptx.gz) inside Spn.dll, found none; build the library again.");
        using var unpacked = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionMode.Decompress))
            packed.CopyTo(unpacked);
        unpacked.WriteByte(0);
        var text = unpacked.ToArray();
        const int LogBytes = 8192;
        var log = new byte[LogBytes];
        nint module;
        int code;
        using (device.Enter())
            fixed (byte* image = text, words = log)
            {
                var options = stackalloc int[] { 5, 6 }; // where the compiler's errors go, and how many bytes there are
                var values = stackalloc void*[] { words, (void*)LogBytes };
                code = device.Driver.ModuleLoadDataEx(&module, image, 2, options, values);
            }
        var said = Encoding.UTF8.GetString(log).TrimEnd('\0').ReplaceLineEndings(" ").Trim();
        device.Driver.Check(code, said.Length == 0 ? "compiling the kernels" : $"compiling the kernels ({said})");
        _module = module;
    }

    /// <summary>A kernel by its name, allowed all the shared memory that a block can have.</summary>
    public nint Function(string name) => _functions.GetOrAdd(name, Load);

    /// <summary>How many blocks of a kernel a multiprocessor runs at a time.</summary>
    public int BlocksAtATime(string name, int threads, int sharedBytes)
    {
        int blocks;
        using var current = _device.Enter();
        _device.Driver.Check(
            _device.Driver.OccupancyMaxActiveBlocks(&blocks, Function(name), threads, (nuint)sharedBytes), "asking how many blocks fit");
        return blocks;
    }

    /// <summary>
    /// What the driver's compiler made of every kernel: registers and bytes of local memory of a thread. Bytes above zero are spilled
    /// registers.
    /// </summary>
    public IEnumerable<(string Kernel, int Registers, int LocalBytes)> Resources() =>
        Kernels.Select(name => (name, Attribute(name, 4), Attribute(name, 3)));

    /// <summary>Every kernel of the PTX.</summary>
    public static IReadOnlyList<string> Kernels { get; } =
    [
        "forward_1", "forward_3", "backward_1", "backward_3", "normalise_1", "normalise_3",
        "gate", "gate_backward", "naive", "naive_backward",
    ];

    /// <summary>
    /// Puts a kernel with its one argument behind what the stream was given before; a cooperative one starts all its blocks at once.
    /// </summary>
    public void Launch<T>(bool isCooperative, string name, int blocks, int threads, int sharedBytes, nint stream, T argument)
        where T : unmanaged
    {
        void* pointer = &argument;
        using var current = _device.Enter();
        var code = isCooperative
            ? _device.Driver.LaunchCooperativeKernel(
                Function(name), (uint)blocks, 1, 1, (uint)threads, 1, 1, (uint)sharedBytes, stream, &pointer)
            : _device.Driver.LaunchKernel(
                Function(name), (uint)blocks, 1, 1, (uint)threads, 1, 1, (uint)sharedBytes, stream, &pointer, null);
        _device.Driver.Check(code, $"launching {name}");
    }

    private int Attribute(string name, int attribute)
    {
        int value;
        using var current = _device.Enter();
        _device.Driver.Check(_device.Driver.FuncGetAttribute(&value, attribute, Function(name)), "reading an attribute of a kernel");
        return value;
    }

    private nint Load(string name)
    {
        nint function;
        using var current = _device.Enter();
        fixed (byte* text = Encoding.UTF8.GetBytes(name + '\0'))
            _device.Driver.Check(_device.Driver.ModuleGetFunction(&function, _module, text), $"finding the kernel {name}");
        _device.Driver.Check(_device.Driver.FuncSetAttribute(function, 8, _device.SharedMemory), "asking for shared memory");
        return function;
    }
}
