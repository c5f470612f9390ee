using Microsoft.DotNet.Interactive.Formatting;
using Spn.Tool.Notebooks.Cells;

namespace System;

/// <summary>Shows values from code in a cell; in the namespace System so that no using is needed, as in the real kernel.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value in the mime types that its type prefers, or in those given.</summary>
    /// <returns>A handle whose <see cref="DisplayedValue.Update"/> replaces what is shown.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        var shown = mimeTypes is { Length: > 0 } ? FormattedValue.CreateManyFromObject(value, mimeTypes) : ValueBundle.Preferred(value);
        return new DisplayedValue(value, shown, CellOutput.Current.Display(ValueBundle.From(shown)));
    }

    /// <summary>Shows text as it is, in one mime type.</summary>
    /// <returns>A handle whose <see cref="DisplayedValue.Update"/> replaces what is shown.</returns>
    public static DisplayedValue DisplayAs(this string value, string mimeType)
    {
        FormattedValue[] shown = [new(mimeType, value)];
        return new DisplayedValue(value, shown, CellOutput.Current.Display(ValueBundle.From(shown)));
    }
}
