using System.Reflection;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Spn.Photos;

/// <summary>
/// Finds SkiaSharp's native library where this assembly was loaded from its path alone, as notebooks do: the runtime then knows nothing of
/// the folder <c>runtimes</c> beside it.
/// </summary>
internal static class SkiaLibrary
{
    private static readonly Lock s_lock = new();
    private static bool s_prepared;

    public static void Prepare()
    {
        lock (s_lock)
        {
            if (s_prepared)
                return;
            s_prepared = true;
            try
            {
                NativeLibrary.SetDllImportResolver(typeof(SKCodec).Assembly, Find);
            }
            catch (InvalidOperationException)
            {
                // The host has a way of its own.
            }
        }
    }

    private static IntPtr Find(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (NativeLibrary.TryLoad(name, assembly, path, out var library))
            return library;
        var portable = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string[] folders = [RuntimeInformation.RuntimeIdentifier, $"{portable}-{architecture}", portable];
        foreach (var folder in folders)
            if (Folder(assembly) is { } root
                && NativeLibrary.TryLoad(Path.Combine(root, "runtimes", folder, "native", name + ending), out library))
                return library;
        return IntPtr.Zero;
    }

    private static string? Folder(Assembly assembly) => assembly.Location.Length > 0 ? Path.GetDirectoryName(assembly.Location) : null;
}
