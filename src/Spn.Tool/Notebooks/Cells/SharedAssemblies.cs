using System.Reflection;
using System.Runtime.Loader;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>
/// Loads every <c>#r</c>'d dll into the default context, once per name, so that C#, F# and the formatters see the same types.
/// The notebook's process starts without this library's own dlls: the notebook's copy is the one that counts.
/// </summary>
internal static class SharedAssemblies
{
    private static readonly List<string> Folders = [];

    /// <summary>Lets the dependencies of <c>#r</c>'d dlls be found beside them.</summary>
    public static void Install() => AssemblyLoadContext.Default.Resolving += (context, name) =>
    {
        string[] folders;
        lock (Folders)
            folders = [.. Folders];
        var path = folders.Select(folder => Path.Combine(folder, name.Name + ".dll")).FirstOrDefault(File.Exists);
        return path is null ? null : context.LoadFromAssemblyPath(path);
    };

    /// <summary>The loaded assembly of that name, or the one at the path, loaded now.</summary>
    /// <exception cref="BadImageFormatException">The file is no .NET assembly.</exception>
    public static Assembly Load(string path)
    {
        var full = Path.GetFullPath(path);
        lock (Folders)
            if (!Folders.Contains(Path.GetDirectoryName(full)!))
                Folders.Add(Path.GetDirectoryName(full)!);
        var name = AssemblyName.GetAssemblyName(full);
        if (Loaded(name.Name!) is { } loaded)
            return Same(loaded, name, full);
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyPath(full);
        }
        catch (FileLoadException)
        {
            // The host's own folder holds another build of this name, for example of the formatting library: the host's is the one in use.
            return Same(AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name.Name!)), name, full);
        }
    }

    /// <summary>The assembly of this simple name in the default context, if it is loaded already.</summary>
    public static Assembly? Loaded(string name) =>
        AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => !a.IsDynamic && a.GetName().Name == name && a.Location.Length > 0);

    private static Assembly Same(Assembly loaded, AssemblyName wanted, string path)
    {
        if (loaded.GetName().Version != wanted.Version)
            CellOutput.Current.Note($"#r \"{HiddenPaths.Hide(path)}\": {loaded.GetName().Name} {loaded.GetName().Version} is loaded already and stays in use, not {wanted.Version}.");
        return loaded;
    }
}
