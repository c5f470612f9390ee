using Spn.Tool.Notebooks.Cells;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value that a cell has shown, and that can be replaced where it stands.</summary>
public class DisplayedValue
{
    internal DisplayedValue(object? value, IReadOnlyList<FormattedValue> formattedValues, string displayId)
    {
        Value = value;
        FormattedValues = formattedValues;
        DisplayId = displayId;
    }

    /// <summary>Names the output within this run; counted, so that two runs give the same names.</summary>
    public string DisplayId { get; }

    /// <summary>What is shown now.</summary>
    public object? Value { get; private set; }

    /// <summary>What is shown now, as text.</summary>
    public IReadOnlyList<FormattedValue> FormattedValues { get; private set; }

    /// <summary>Whether <see cref="Update"/> was called.</summary>
    public bool IsUpdated { get; private set; }

    /// <summary>Shows another value in the same place, in the same mime types, whichever cell runs now.</summary>
    public void Update(object? updatedValue)
    {
        FormattedValues = FormattedValue.CreateManyFromObject(updatedValue, [.. FormattedValues.Select(f => f.MimeType)]);
        Value = updatedValue;
        IsUpdated = true;
        CellOutput.Current.Update(DisplayId, ValueBundle.From(FormattedValues));
    }
}
