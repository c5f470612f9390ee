using System.Runtime.InteropServices;
using TorchSharp;

namespace Spn.Learning;

/// <summary>
/// Finds libtorch and loads it. Call <see cref="Load"/> before the first use of TorchSharp: notebooks and <c>dotnet fsi</c> find no native
/// files by themselves, and TorchSharp's own search, where it fails, copies half a gigabyte beside the program.
/// </summary>
/// <remarks>
/// Places, in this order: the folder given; the one that the environment variable <c>SPN_LIBTORCH</c> names; the native folders of the
/// program; the folder of this assembly; the NuGet package folder. With a libstdc++ older than GCC 13's (Debian 12, Ubuntu 22.04)
/// a marked copy of one file is loaded: see <see cref="WeakVersion"/>.
/// </remarks>
public static class TorchLibrary
{
    /// <summary>The environment variable that names a folder with libtorch.</summary>
    public const string FolderVariable = "SPN_LIBTORCH";

    /// <summary>The libtorch that this TorchSharp was built for, as Directory.Packages.props pins it. To ask <see cref="torch"/> would load it.</summary>
    internal const string Version = "2.10.0";

    private static readonly Lock Gate = new();
    private static string? _loaded;

    /// <summary>Loads libtorch, if it is not loaded yet.</summary>
    /// <param name="folder">Where to look first, and nowhere else; null looks in all places.</param>
    /// <exception cref="TorchUnavailableException">There is none here, or it does not load; the message says what to do.</exception>
    public static void Load(string? folder = null)
    {
        lock (Gate)
            _loaded ??= LoadFrom(folder);
    }

    /// <summary>Whether TorchSharp can be used here, and why not. Loads libtorch; never throws. A failure is not kept: the next call looks again.</summary>
    public static TorchStatus Status()
    {
        try
        {
            Load();
            return new TorchStatus(true, Describe(), torch.get_num_threads(), torch.cuda.is_available());
        }
        catch (TorchUnavailableException exception)
        {
            return new TorchStatus(false, exception.Message, 0, false);
        }
    }

    private static string Describe() => $"libtorch {Version}, {_loaded}";

    private static string LoadFrom(string? folder)
    {
        var torchSharp = LibTorchSharp() ?? throw new TorchUnavailableException(
            $"expected {FileName("LibTorchSharp")} of the package TorchSharp for {RuntimeInformation.RuntimeIdentifier}, found none: TorchSharp does not support this system; everything but learning works without it.");
        var places = folder is not null ? [folder] : Places();
        var native = places.Select(Native).FirstOrDefault(place => place is not null) ?? throw new TorchUnavailableException(folder is not null
            ? $"expected {FileName("torch_cpu")} in {folder}, found none; name the folder of a libtorch {Version}."
            : $"expected libtorch {Version} for {RuntimeInformation.RuntimeIdentifier}, found none; build with -p:Torch=cpu on 64-bit Windows, Linux (glibc, x64) or macOS (Apple silicon), or name its folder in {FolderVariable}; everything but learning works without it.");
        try
        {
            foreach (var file in InOrder(native))
                NativeLibrary.Load(file);
            LoadLibTorchSharp(torchSharp);
            NativeHeap.KeepMemory();
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchUnavailableException($"expected libtorch in {native} to load, got: {OneLine(exception.Message)}", exception);
        }

        return native;
    }

    private static void LoadLibTorchSharp(string file)
    {
        try
        {
            NativeLibrary.Load(file);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(WeakVersion.Name, StringComparison.Ordinal))
        {
            NativeLibrary.Load(WeakVersion.CopyOf(file));
        }
    }

    /// <summary>What must be loaded before LibTorchSharp, each by its full path: later ones then find earlier ones by name.</summary>
    private static IEnumerable<string> InOrder(string folder)
    {
        if (OperatingSystem.IsLinux())
            foreach (var file in Directory.EnumerateFiles(folder, "libgomp*.so*"))
                yield return file;
        foreach (var name in (string[])["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"])
            if (Path.Combine(folder, FileName(name)) is var file && File.Exists(file))
                yield return file;
    }

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>As NuGet and TorchSharp name systems.</summary>
    private static string System => (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>The folder itself or its <c>runtimes/…/native</c>, whichever has libtorch; null where neither has.</summary>
    private static string? Native(string folder) =>
        ((string[])[folder, Path.Combine(folder, "runtimes", System, "native"), Path.Combine(folder, "lib")])
        .FirstOrDefault(place => File.Exists(Path.Combine(place, FileName("torch_cpu"))));

    private static string? LibTorchSharp()
    {
        var beside = Path.GetDirectoryName(typeof(torch).Assembly.Location) is { Length: > 0 } place ? place : AppContext.BaseDirectory;
        // In the package folder TorchSharp.dll stands in lib/net8.0, its native files beside lib.
        return ((string[])[.. NativeFolders(), beside, Path.Combine(beside, "runtimes", System, "native"), Path.Combine(beside, "..", "..", "runtimes", System, "native"),
                .. PackageFolders().Select(packages => Path.Combine(packages, "torchsharp", TorchSharpVersion, "runtimes", System, "native"))])
            .Select(folder => Path.GetFullPath(Path.Combine(folder, FileName("LibTorchSharp")))).FirstOrDefault(File.Exists);
    }

    private static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version!.ToString(3);

    private static IReadOnlyList<string> Places()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            return [named];
        return [.. NativeFolders(), AppContext.BaseDirectory, Path.GetDirectoryName(typeof(TorchLibrary).Assembly.Location) ?? AppContext.BaseDirectory,
            .. PackageFolders().Select(packages => Path.Combine(packages, $"libtorch-cpu-{System}", Version))];
    }

    /// <summary>Where the runtime looks for native files of the program: those that its packages brought.</summary>
    private static IEnumerable<string> NativeFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>NuGet's folders: as the environment says, as the build wrote down beside this assembly, and where they are by default.</summary>
    private static IEnumerable<string> PackageFolders()
    {
        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named)
            yield return named;
        var written = Path.Combine(Path.GetDirectoryName(typeof(TorchLibrary).Assembly.Location) ?? "", "Spn.Learning.packages.folder");
        if (File.Exists(written))
            yield return File.ReadAllText(written).Trim();
        yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>Whether TorchSharp can be used.</summary>
/// <param name="IsAvailable">Whether it can.</param>
/// <param name="Sentence">Which libtorch and where, or why there is none.</param>
/// <param name="Threads">Threads of one operation; 0 where there is no libtorch.</param>
/// <param name="Cuda">Whether tensors can be on a GPU.</param>
public sealed record TorchStatus(bool IsAvailable, string Sentence, int Threads, bool Cuda);

/// <summary>There is no libtorch here, or it does not load. The message says what was looked for and what to do.</summary>
public sealed class TorchUnavailableException : Exception
{
    /// <summary>An exception with a sentence.</summary>
    public TorchUnavailableException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
