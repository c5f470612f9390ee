using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spn.Arrays;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>
/// Records of settings as JSON, in one dialect for config files, presets and checkpoints: camel case, words with hyphens, comments allowed.
/// What is left out has its default, at any depth; what is not known is refused, and so are duplicates, nulls and values out of their
/// range.
/// </summary>
internal static class SettingsJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new PaletteJson() },
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    public static string Write(object record) => ToNode(record).ToJsonString();

    public static string Write(JsonObject node) => node.ToJsonString(Indented);

    public static JsonObject ToNode(object record) => JsonSerializer.SerializeToNode(record, record.GetType(), Format)!.AsObject();

    /// <summary>Reads a record.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidDataException">
    /// It is no JSON, or a setting in it is unknown, twice there or not what it may be; the message names it.
    /// </exception>
    public static T Read<T>(string text, string source) where T : notnull => Read<T>(Parse(text, source), DefaultsOf<T>(), source);

    /// <summary>Reads a record whose defaults are others than those of its type.</summary>
    public static T Read<T>(JsonObject given, JsonObject defaults, string source) where T : notnull
    {
        var whole = Over(defaults, given, "", source, defaults);
        try
        {
            var record = whole.Deserialize<T>(Format)!;
            SettingsCheck.Check(record);
            return record;
        }
        catch (JsonException exception)
        {
            var path = (exception.Path ?? "").TrimStart('$', '.').Split('[')[0];
            var expected = path.Length == 0 ? "the file to be a section { … }" : $"'{path}' to be {ExpectedAt(typeof(T), path)}";
            throw Wrong(source, expected, whole, path, exception);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{source}: {exception.Message.TrimEnd('.')}; correct or remove it.", exception);
        }
    }

    /// <summary>What a new record of a type has.</summary>
    public static JsonObject DefaultsOf<T>() => ToNode(Activator.CreateInstance<T>()!);

    /// <summary>Parses a whole file: an object, with comments and trailing commas as one likes.</summary>
    /// <exception cref="InvalidDataException">It is no JSON object, or has a key twice.</exception>
    public static JsonObject Parse(string text, string source)
    {
        try
        {
            var document = new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false,
            };
            var root = JsonNode.Parse(text, documentOptions: document) as JsonObject ?? throw new InvalidDataException(
                $"{source}: expected an object {{ … }}, got something else; correct it.");
            ReadTexts(root);
            return root;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException(
                $"{source}: expected texts of whole characters, got half of one (\\ud800 to \\udfff); correct it.", exception);
        }
        catch (JsonException exception) when (exception.Message.Contains("uplicate", StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{source}: expected every setting once, got one twice ({exception.Message.Split(". ")[0].TrimEnd('.')}); remove "
                + "one.", exception);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException(
                $"{source}: expected JSON, got something else at line {exception.LineNumber + 1}, column "
                + $"{exception.BytePositionInLine + 1}; check commas, quotes and brackets.", exception);
        }
    }

    /// <summary>A text is decoded when it is first read, and may then turn out to be none.</summary>
    private static void ReadTexts(JsonNode? node)
    {
        if (node is JsonObject section)
            foreach (var (_, value) in section)
                ReadTexts(value);
        else if (node is JsonArray list)
            foreach (var element in list)
                ReadTexts(element);
        else if (node?.GetValueKind() == JsonValueKind.String)
            _ = node.GetValue<string>();
    }

    /// <summary>The settings of a record, by their names in JSON.</summary>
    public static IEnumerable<JsonPropertyInfo> Properties(Type record) =>
        Format.GetTypeInfo(record).Properties.Where(property => property is { Get: not null, Set: not null });

    /// <summary>Whether a type is a record of settings.</summary>
    public static bool IsSection(Type type) => type is { IsClass: true } && type != typeof(string) && type != typeof(Palette)
        && Format.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object;

    /// <summary>A word of an enumeration as JSON has it.</summary>
    public static string Word(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Format)!.GetValue<string>();

    private static JsonObject Over(JsonObject defaults, JsonObject given, string path, string source, JsonObject root)
    {
        var whole = defaults.DeepClone().AsObject();
        foreach (var (key, value) in given)
            whole[key] = !defaults.TryGetPropertyValue(key, out var usual) ? throw Unknown(source, path + key, root)
                : usual is JsonObject section && value is JsonObject inside ? Over(section, inside, $"{path}{key}.", source, root)
                : value?.DeepClone();
        return whole;
    }

    private static InvalidDataException Unknown(string source, string path, JsonObject root) => new(
        $"{source}: expected a setting that is known, got '{Expect.Shown(path)}'; "
        + $"the nearest is '{NearestName.Of(path, Paths(root, ""))}'.");

    private static IEnumerable<string> Paths(JsonObject section, string prefix) => section.SelectMany(pair => (IEnumerable<string>)
        [prefix + pair.Key, .. pair.Value is JsonObject inside ? Paths(inside, $"{prefix}{pair.Key}.") : []]);

    private static string ExpectedAt(Type record, string path)
    {
        JsonPropertyInfo? property = null;
        foreach (var name in path.Split('.'))
            property = Properties(property?.PropertyType ?? record).Single(one => one.Name == name);
        return SettingsCheck.Expected(property!);
    }

    private static InvalidDataException Wrong(string source, string expected, JsonObject whole, string path, Exception cause)
    {
        JsonNode? got = whole;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            got = got?[name];
        var text = got?.ToJsonString() ?? "null";
        return new InvalidDataException(
            $"{source}: expected {expected}, got {(text.Length > 60 ? text[..60] + "…" : text)}; correct or remove it.", cause);
    }
}
