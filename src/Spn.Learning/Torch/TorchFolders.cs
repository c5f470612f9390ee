using System.Runtime.InteropServices;
using TorchSharp;

namespace Spn.Learning;

/// <summary>
/// Where libtorch, and TorchSharp's own native file, may be. Nothing here touches a member of <see cref="torch"/>: that would load it.
/// </summary>
internal static class TorchFolders
{
    /// <summary>The environment variable that names a folder with libtorch.</summary>
    public const string Variable = "SPN_LIBTORCH";

    /// <summary>The libtorch that this TorchSharp was built for; Directory.Packages.props pins the same.</summary>
    public const string Version = "2.10.0";

    private const string WithoutIt = "everything but learning works without it";

    /// <summary>The folder of libtorch.</summary>
    /// <param name="folder">The only place to look at; null looks in all places.</param>
    /// <exception cref="TorchUnavailableException">There is none, or the program brought another.</exception>
    public static string LibTorch(string? folder)
    {
        var named = folder ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null);
        var found = (named is not null ? [named] : Places()).Select(Native).FirstOrDefault(place => place is not null);
        if (found is null)
            throw new TorchUnavailableException(named is null
                ? $"expected libtorch {Version} for {RuntimeInformation.RuntimeIdentifier}, found none; build with -p:Torch=cpu on "
                    + $"64-bit Windows, Linux (x64 with glibc) or macOS (Apple silicon), or name its folder in {Variable}; {WithoutIt}."
                : $"expected {FileName("torch_cpu")} in {named}{(folder is null ? $", which {Variable} names" : "")}, found none; "
                    + $"name the folder of a libtorch {Version}.");

        // TorchSharp looks in these for itself, and two libtorch in one process end it.
        if (ProgramFolders().FirstOrDefault(HasLibTorch) is { } brought && Path.GetFullPath(brought) != found)
            throw new TorchUnavailableException(
                $"expected one libtorch, got that of {found} and the program's own in {brought}; "
                + "name no folder, or build the program without libtorch.");
        return found;
    }

    /// <summary>TorchSharp's native file: <c>libLibTorchSharp.so</c> on Linux.</summary>
    /// <exception cref="TorchUnavailableException">There is none for this system.</exception>
    public static string LibTorchSharp()
    {
        var beside = FolderOf(typeof(torch));
        var version = typeof(torch).Assembly.GetName().Version!.ToString(3);
        // In the package folder TorchSharp.dll stands in lib/net8.0, its native files beside lib.
        string[] folders =
        [
            .. ProgramFolders(), NativeOf(beside), NativeOf(Path.Combine(beside, "..", "..")),
            .. PackageFolders().Select(packages => NativeOf(Path.Combine(packages, "torchsharp", version))),
        ];
        var name = FileName("LibTorchSharp");
        return folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new TorchUnavailableException(
                $"expected {name} of the package TorchSharp for {RuntimeInformation.RuntimeIdentifier}, found none: "
                + $"TorchSharp does not support this system; {WithoutIt}.");
    }

    /// <summary>The folder itself, its <c>runtimes/…/native</c> or its <c>lib</c>, whichever has libtorch; null where none has.</summary>
    public static string? Native(string folder) => ((string[])[folder, NativeOf(folder), Path.Combine(folder, "lib")])
        .Select(place => Path.TrimEndingDirectorySeparator(Path.GetFullPath(place))).FirstOrDefault(HasLibTorch);

    /// <summary>A library's file name on this system.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>As NuGet and TorchSharp name systems.</summary>
    private static string Platform =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>This user's own folder, whether it exists or not.</summary>
    public static string Home =>
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    private static string NativeOf(string package) => Path.Combine(package, "runtimes", Platform, "native");

    private static bool HasLibTorch(string folder) => File.Exists(Path.Combine(folder, FileName("torch_cpu")));

    private static string FolderOf(Type type) =>
        Path.GetDirectoryName(type.Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    private static IEnumerable<string> Places() =>
    [
        .. ProgramFolders(), AppContext.BaseDirectory, FolderOf(typeof(TorchFolders)),
        .. Written() is [_, "none"]
            ? []
            : PackageFolders().Select(packages => Path.Combine(packages, $"libtorch-cpu-{Platform}", Version)),
    ];

    /// <summary>Where the runtime looks for TorchSharp's native files: where the program's packages put them, and its folder.</summary>
    private static IEnumerable<string> ProgramFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append(FolderOf(typeof(torch))).Select(Path.TrimEndingDirectorySeparator);

    /// <summary>What the build wrote down beside this assembly: NuGet's folder, and the value of its property <c>Torch</c>.</summary>
    private static string[] Written()
    {
        var file = Path.Combine(FolderOf(typeof(TorchFolders)), "Spn.Learning.packages.folder");
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }

    /// <summary>NuGet's folders: as the environment says, as the build wrote down beside this assembly, the usual one.</summary>
    internal static IEnumerable<string> PackageFolders()
    {
        if (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named)
            yield return named;
        if (Written() is [var written, ..])
            yield return written;
        yield return Path.Combine(Home, ".nuget", "packages");
    }
}
