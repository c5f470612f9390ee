using System.Text.Json;
using Microsoft.DotNet.Interactive.Formatting;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>The magic lines: <c>#!share #!set #!import #!time #!value #!who #!whos</c>, with .NET Interactive's meaning.</summary>
internal sealed class Magics(CellSession session)
{
    private const string Known = "#!csharp, #!fsharp, #!markdown, #!html, #!javascript, #!value, #!import, #!share, #!set, #!time, #!who, #!whos";

    private readonly Stack<string> _importing = new();
    private string? _valueName;

    /// <summary>Carries out one magic line; returns why an imported file failed.</summary>
    /// <exception cref="MagicException">The line cannot be carried out.</exception>
    public async Task<CellError?> RunAsync(MagicLine magic, string kernel, string label)
    {
        switch (magic.Name)
        {
            case "share":
                await ShareAsync(magic, kernel);
                return null;
            case "set":
                await SetAsync(magic, kernel);
                return null;
            case "import":
                return await ImportAsync(magic, label);
            case "who" or "whos":
                Who(Language(kernel, magic), magic.Name == "whos");
                return null;
            case "time":
                return null;
            case var name when KernelNames.Find(name) == KernelNames.Value:
                BeginValue(magic);
                return null;
            default:
                throw new MagicException(KernelNames.Find(magic.Name) is null
                    ? $"#!{magic.Name} is not a magic command of this host; it knows {Known}."
                    : $"#!{magic.Name} takes no options, got '{string.Join(' ', magic.Words)}'.");
        }
    }

    /// <summary>Keeps the text under <c>#!value --name x</c> and shows it.</summary>
    public CellError? StoreValue(string text)
    {
        var value = text.Trim('\n');
        session.Values[_valueName ?? throw new MagicException("expected #!value --name NAME above the text; the name is missing.")] = value;
        value.DisplayAs("text/plain");
        return null;
    }

    /// <summary><c>#!share --from fsharp x [--as y]</c>: by reference; with <c>--mime-type</c> as formatted text.</summary>
    private async Task ShareAsync(MagicLine magic, string kernel)
    {
        var from = magic.Option("--from") ?? throw new MagicException("expected #!share --from KERNEL NAME; --from is missing.");
        var name = magic.Option("--name") ?? magic.Argument("--from", "--as", "--mime-type")
            ?? throw new MagicException("expected #!share --from KERNEL NAME; the name is missing.");
        var value = Find(from, name);
        if (magic.Option("--mime-type") is { } mimeType)
            value = new SharedValue(value.Value.ToDisplayString(mimeType), typeof(string));
        await Language(kernel, magic).DefineAsync(magic.Option("--as") ?? name, value);
    }

    /// <summary><c>#!set --name y --value @csharp:x</c>: through JSON unless <c>--byref</c>; any other value is text as it is written, quotes included.</summary>
    private async Task SetAsync(MagicLine magic, string kernel)
    {
        var name = magic.Option("--name") ?? throw new MagicException("expected #!set --name NAME --value VALUE; --name is missing.");
        var text = magic.Written("--value") ?? throw new MagicException("expected #!set --name NAME --value VALUE; --value is missing.");
        var mimeType = magic.Option("--mime-type");
        if (mimeType is not null && magic.Flag("--byref"))
            throw new MagicException("expected --byref or --mime-type, got both; a reference has no mime type.");
        await Language(kernel, magic).DefineAsync(name, text.StartsWith('@') ? Reference(text[1..], magic.Flag("--byref"), mimeType) : new SharedValue(text, typeof(string)));
    }

    private SharedValue Reference(string reference, bool byReference, string? mimeType)
    {
        if (reference.Split(':', 2) is not [var from, var name])
            throw new MagicException($"expected a value like @csharp:name, got '@{reference}'.");
        if (from is "input" or "password")
            throw new MagicException($"@{reference} asks the reader, and a headless run has none: give the value as a parameter.");
        var value = Find(from, name);
        if (byReference)
            return value;
        if (KernelNames.Find(from) == KernelNames.Value || mimeType is not null and not "application/json")
            return new SharedValue(mimeType is null ? value.Value : value.Value.ToDisplayString(mimeType), typeof(string));
        return Parsed(JsonDocument.Parse(value.Value.ToDisplayString("application/json")));
    }

    /// <summary>Every number becomes a double, objects and arrays a JSON document.</summary>
    private static SharedValue Parsed(JsonDocument document) => document.RootElement switch
    {
        { ValueKind: JsonValueKind.Number } number => new SharedValue(number.GetDouble(), typeof(double)),
        { ValueKind: JsonValueKind.String } text => new SharedValue(text.GetString(), typeof(string)),
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => new SharedValue(flag.GetBoolean(), typeof(bool)),
        { ValueKind: JsonValueKind.Null } => new SharedValue(null, typeof(object)),
        _ => new SharedValue(document, typeof(JsonDocument)),
    };

    /// <summary><c>#!import file</c>: runs its cells here, relative to the current folder even when nested.</summary>
    private async Task<CellError?> ImportAsync(MagicLine magic, string label)
    {
        var file = magic.Option("--file") ?? magic.Argument() ?? throw new MagicException("expected #!import FILE; the file is missing.");
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
            throw new MagicException($"#!import {file}: there is no such file.");
        if (_importing.Contains(path))
            throw new MagicException($"#!import {file}: the file imports itself.");
        _importing.Push(path);
        try
        {
            foreach (var cell in ImportedFile.Read(path))
                if (await session.RunAsync(cell.Source, cell.Kernel, cell.Label) is { } error)
                    return error with { Traceback = [.. error.Traceback, $"   imported by {label}"], Place = $"{label}, in {error.Place}" };
            return null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new MagicException($"#!import {file}: {exception.Message}");
        }
        finally
        {
            _importing.Pop();
        }
    }

    private void BeginValue(MagicLine magic)
    {
        _valueName = magic.Option("--name") ?? throw new MagicException("expected #!value --name NAME; the name is missing.");
        if (magic.Option("--from-url") is not null)
            throw new MagicException("#!value --from-url: the headless host opens no network connection; use --from-file.");
        if (magic.Option("--from-file") is not { } file)
            return;
        if (!File.Exists(file))
            throw new MagicException($"#!value --from-file {file}: there is no such file.");
        session.Values[_valueName] = File.ReadAllText(file);
    }

    private static void Who(LanguageKernel kernel, bool values)
    {
        if (values)
            kernel.Names.Select(name => (Name: name, Value: kernel.Find(name)!)).Select(v => new { v.Name, Type = v.Value.Type.Name, v.Value.Value }).ToArray().Display();
        else
            kernel.Names.ToArray().Display();
    }

    private SharedValue Find(string kernel, string name)
    {
        var found = KernelNames.Find(kernel) switch
        {
            KernelNames.Value => session.Values.TryGetValue(name, out var text) ? new SharedValue(text, typeof(string)) : null,
            KernelNames.CSharp or KernelNames.FSharp => session.Language(KernelNames.Find(kernel)!).Find(name),
            _ => throw new MagicException($"expected a value from csharp, fsharp or value, got '{kernel}'."),
        };
        return found ?? throw new MagicException($"there is no value '{name}' in {kernel}.");
    }

    private LanguageKernel Language(string kernel, MagicLine magic) => kernel is KernelNames.CSharp or KernelNames.FSharp
        ? session.Language(kernel)
        : throw new MagicException($"#!{magic.Name} works in C# and F#, not in {kernel}.");
}
