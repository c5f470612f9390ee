using System.ComponentModel.DataAnnotations;
using System.Collections;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Spn.Imaging;

namespace Spn.Learning;

/// <summary>
/// Checks records of settings: every number against the <see cref="RangeAttribute"/> or <see cref="AllowedValuesAttribute"/> of its
/// property, every word against its enumeration.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>Checks a record, the records in it and the elements of its lists.</summary>
    /// <param name="record">The settings.</param>
    /// <param name="path">What stands before the names in messages, as in <c>network.</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is outside its range; the message names it as a config does, its range, and what came.
    /// </exception>
    /// <exception cref="ArgumentNullException">A value is null that may not be.</exception>
    public static void Check(object record, string path = "")
    {
        foreach (var property in SettingsJson.Properties(record.GetType()))
        {
            var (name, value) = (path + property.Name, property.Get!(record));
            if (value is null && !property.IsSetNullable)
                throw new ArgumentNullException(name, "expected a value, got null.");
            if (value is IEnumerable list and not string)
                foreach (var element in list)
                    CheckValue(property, name, element);
            else if (SettingsJson.IsSection(property.PropertyType))
                Check(value!, name + ".");
            else if (value is not null)
                CheckValue(property, name, value);
        }
    }

    /// <summary>What a property may be, in words: <c>a whole number from 1 to 256</c>.</summary>
    public static string Expected(JsonPropertyInfo property)
    {
        var type = property.PropertyType;
        return (ElementOf(type) is { } element ? $"a list of {Word(element)}s" : Article(Word(Nullable.GetUnderlyingType(type) ?? type)))
            + Limits(property) + (property.IsSetNullable ? ", or null" : "");
    }

    private static void CheckValue(JsonPropertyInfo property, string name, object value)
    {
        var holds = (value is not Enum || Enum.IsDefined(value.GetType(), value))
            && (Of<AllowedValuesAttribute>(property)?.Values.Contains(value) ?? true);
        if (Of<RangeAttribute>(property) is { } range)
        {
            var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            holds = (range.MinimumIsExclusive ? number > Bound(range.Minimum) : number >= Bound(range.Minimum))
                && (range.MaximumIsExclusive ? number < Bound(range.Maximum) : number <= Bound(range.Maximum));
        }

        if (!holds)
            throw new ArgumentOutOfRangeException(
                null, string.Create(CultureInfo.InvariantCulture, $"expected '{name}' to be {Expected(property)}, got {value}."));
    }

    private static string Limits(JsonPropertyInfo property) =>
        Of<RangeAttribute>(property) is { } range
            ? string.Create(CultureInfo.InvariantCulture,
                $" {(range.MinimumIsExclusive ? "above" : "from")} {range.Minimum}"
                + $" to {(range.MaximumIsExclusive ? "below " : "")}{range.Maximum}")
        : Of<AllowedValuesAttribute>(property) is { } allowed && !property.PropertyType.IsEnum ? $", {string.Join(" or ", allowed.Values)}"
        : "";

    private static string Word(Type type) =>
        type.IsEnum ? string.Join(" or ", Enum.GetValues(type).Cast<object>().Select(word => $"\"{SettingsJson.Word(word)}\""))
        : type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "number"
        : type == typeof(string) ? "text"
        : type == typeof(Palette) ? $"{string.Join(", ", PaletteJson.Names.Select(name => $"\"{name}\""))} or a list of names"
        : SettingsJson.IsSection(type) ? "section { … }"
        : "whole number";

    private static string Article(string word) => word is ['"', ..] or "true or false" ? word : "a " + word;

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[0] : null;

    private static T? Of<T>(JsonPropertyInfo property) where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    private static double Bound(object bound) => Convert.ToDouble(bound, CultureInfo.InvariantCulture);
}
