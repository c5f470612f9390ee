using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace Spn.Learning;

/// <summary>
/// Finds libtorch and loads it. Call <see cref="Load"/> before the first use of TorchSharp: notebooks and <c>dotnet fsi</c> find no native
/// files by themselves, and TorchSharp's own search, where it fails, copies half a gigabyte beside the program.
/// </summary>
/// <remarks>
/// Places, in this order: the folder given; the one that the environment variable <c>SPN_LIBTORCH</c> names; the native folders of the
/// program; the folders of the program and of this assembly; the NuGet package folder. With a libstdc++ older than GCC 13's (Debian 12,
/// Ubuntu 22.04) a marked copy of one file is loaded: see <see cref="WeakVersion"/>.
/// </remarks>
public static class TorchLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, nint> Handles = [];
    private static volatile string? _loaded;

    /// <summary>The folder of which anything is loaded.</summary>
    private static string? _begun;
    private static bool _resolves;

    /// <summary>
    /// Loads libtorch, if it is not loaded yet; for the whole process, in which from then on native memory that is freed is kept for the
    /// next use, and under Linux threads of OpenMP sleep while they wait (<c>OMP_WAIT_POLICY=PASSIVE</c>). Environment variables that
    /// settle these hold. Where oneDNN or NNPACK do not work on this processor they are switched off.
    /// </summary>
    /// <param name="folder">The folder of libtorch, or of its package; no other place is looked at. Null looks in all places.</param>
    /// <exception cref="TorchUnavailableException">There is none here, or it does not load; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">A folder is given, and that of another is loaded already.</exception>
    public static void Load(string? folder = null)
    {
        if (folder is null && _loaded is not null)
            return;
        lock (Gate)
        {
            if (_loaded is null)
                _loaded = LoadFrom(folder);
            else if (folder is not null && TorchFolders.Native(folder) != _loaded)
                throw new InvalidOperationException(
                    $"expected to load libtorch of {folder}, but that of {_loaded} is loaded; "
                    + "call TorchLibrary.Load with a folder before anything else of TorchSharp.");
        }
    }

    /// <summary>The name of a module, with libtorch loaded: the call of its base constructor is the first that touches torch.</summary>
    internal static string Loaded(string name)
    {
        Load();
        return name;
    }

    /// <summary>Whether TorchSharp can be used here, and why not. Loads libtorch; after a failure the next call looks again.</summary>
    public static TorchStatus Status()
    {
        try
        {
            Load();
            var sentence = $"libtorch {TorchFolders.Version} in {_loaded}";
            return new TorchStatus(true, sentence, torch.get_num_threads(), torch.cuda.is_available());
        }
        catch (TorchUnavailableException exception)
        {
            return new TorchStatus(false, exception.Message, 0, false);
        }
    }

    private static string LoadFrom(string? folder)
    {
        var (native, torchSharp) = (TorchFolders.LibTorch(folder), TorchFolders.LibTorchSharp());
        if (_begun is not null && _begun != native)
            throw new TorchUnavailableException(
                $"expected libtorch of {_begun}, of which parts are loaded, got that of {native}; "
                + "start the process anew with that folder alone.");
        NativeSettings.SleepWhileWaiting();
        try
        {
            foreach (var file in InOrder(native))
            {
                Handles[Path.GetFileName(file)] = NativeLibrary.Load(file);
                _begun = native;
            }

            Handles[Path.GetFileName(torchSharp)] = LoadLibTorchSharp(torchSharp);
        }
        catch (Exception exception)
            when (exception is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new TorchUnavailableException($"expected libtorch in {native} to load, got: {OneLine(exception.Message)}", exception);
        }

        // Where the system's loader does not find by its bare name what is loaded already (macOS), TorchSharp does by this.
        if (!_resolves)
            AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll +=
                (_, name) => Handles.GetValueOrDefault(TorchFolders.FileName(name));
        _resolves = true;
        NativeSettings.KeepMemory();
        HiddenCaches.Cope(Handles[TorchFolders.FileName("torch_cpu")]);
        return native;
    }

    private static nint LoadLibTorchSharp(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(WeakVersion.Name, StringComparison.Ordinal))
        {
            return NativeLibrary.Load(WeakVersion.CopyOf(file));
        }
    }

    /// <summary>What must be loaded before LibTorchSharp, each by its full path: later ones then find earlier ones by name.</summary>
    private static IEnumerable<string> InOrder(string folder)
    {
        if (OperatingSystem.IsLinux())
            foreach (var file in Directory.EnumerateFiles(folder, "libgomp*.so*"))
                yield return file;
        foreach (var name in (string[])["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"])
            if (Path.Combine(folder, TorchFolders.FileName(name)) is var file && File.Exists(file))
                yield return file;
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
