using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Microsoft.DotNet.Interactive.Formatting;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>Finds what C# cells reference: the framework, the host's helpers, and <c>#r</c>'d dlls relative to the current folder.</summary>
internal sealed class ScriptReferences(InteractiveAssemblyLoader loader) : MetadataReferenceResolver
{
    private static readonly ConcurrentDictionary<string, PortableExecutableReference> Cache = new(StringComparer.Ordinal);

    public override bool ResolveMissingAssemblies => true;

    /// <summary>The framework's managed assemblies, the formatting library and this tool's helpers.</summary>
    public static IEnumerable<MetadataReference> Defaults()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return PlatformAssemblies()
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(IHtmlContent).Assembly.Location)
            .Append(typeof(Formatter).Assembly.Location)
            .Append(typeof(ScriptReferences).Assembly.Location)
            .Select(FromFile);
    }

    /// <summary>The assemblies that a type's name needs.</summary>
    public static IEnumerable<MetadataReference> Of(Type type)
    {
        var self = type.HasElementType ? Of(type.GetElementType()!) : [FromFile(type.Assembly.Location)];
        return type.IsGenericType ? self.Concat(type.GetGenericArguments().SelectMany(Of)) : self;
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return [];
        var path = Path.GetFullPath(reference);
        if (File.Exists(path))
            return [Load(path)];
        var name = reference.Split(',')[0].Trim();
        var known = PlatformAssemblies().FirstOrDefault(p => Path.GetFileNameWithoutExtension(p) == (Path.GetExtension(name) == ".dll" ? name[..^4] : name));
        return known is null ? [] : [FromFile(known)];
    }

    /// <summary>
    /// What a referenced dll needs and no cell has named. Only its description is read: what gets loaded is up to the notebook.
    /// This tool's own dlls are not offered, since the notebook may bring another build of them.
    /// </summary>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (SharedAssemblies.Loaded(referenceIdentity.Name) is { } loaded)
            return FromFile(loaded.Location);
        if (PlatformAssemblies().FirstOrDefault(p => Path.GetFileNameWithoutExtension(p) == referenceIdentity.Name) is { } path)
            return FromFile(path);
        var folder = definition is PortableExecutableReference { FilePath: { } file } ? Path.GetDirectoryName(file)! : null;
        if (folder is null || folder == Path.GetDirectoryName(typeof(ScriptReferences).Assembly.Location))
            return null;
        var beside = Path.Combine(folder, referenceIdentity.Name + ".dll");
        return File.Exists(beside) ? FromFile(beside) : null;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private PortableExecutableReference Load(string path)
    {
        Assembly assembly;
        try
        {
            assembly = SharedAssemblies.Load(path);
        }
        catch (BadImageFormatException)
        {
            // Not a .NET assembly: let the compiler say so in its own words.
            return MetadataReference.CreateFromFile(path);
        }

        loader.RegisterDependency(assembly);
        return FromFile(assembly.Location);
    }

    private static PortableExecutableReference FromFile(string path) => Cache.GetOrAdd(path, p => MetadataReference.CreateFromFile(p));

    private static IEnumerable<string> PlatformAssemblies() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(IsManaged);

    /// <summary>On Windows the list also names native libraries.</summary>
    private static bool IsManaged(string path) => Managed.GetOrAdd(path, p =>
    {
        using var stream = File.OpenRead(p);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    });

    private static readonly ConcurrentDictionary<string, bool> Managed = new(StringComparer.Ordinal);
}
