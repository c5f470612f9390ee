namespace Spn.Tool.Notebooks.Cells;

/// <summary>A kernel that compiles and runs code and keeps its variables from cell to cell.</summary>
internal abstract class LanguageKernel
{
    /// <summary>Done when the compiler is ready, so that its start counts for no cell.</summary>
    public abstract Task Ready { get; }

    /// <summary>Runs code; shows its value and returns null, or returns why it failed.</summary>
    /// <param name="code">The code; its lines are numbered as in the cell.</param>
    /// <param name="label">What compilers and stack frames call the cell.</param>
    public abstract Task<CellError?> RunAsync(string code, string label);

    /// <summary>A variable, or null when there is none of that name.</summary>
    public abstract SharedValue? Find(string name);

    /// <summary>Makes a variable; the value is passed by reference.</summary>
    /// <exception cref="MagicException">The name or the value's type cannot be used in this language.</exception>
    public abstract Task DefineAsync(string name, SharedValue value);

    /// <summary>The names of all variables, in order.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Shows the value of the last expression; a displayed value was shown already.</summary>
    protected static CellError? ShowResult(object? value, string label)
    {
        if (value is Microsoft.DotNet.Interactive.Formatting.DisplayedValue)
            return null;
        try
        {
            CellOutput.Current.Result(ValueBundle.From(ValueBundle.Preferred(value)));
            return null;
        }
        catch (Exception exception)
        {
            return CellError.Runtime(exception, label);
        }
    }
}

/// <summary>A value on its way from one kernel to another, with the type it was declared as.</summary>
internal sealed record SharedValue(object? Value, Type Type)
{
    /// <summary>Whether code of another language can name this type: public, and from a dll.</summary>
    public static bool CanCross(Type type)
    {
        if (type.HasElementType)
            return CanCross(type.GetElementType()!);
        return type is { IsVisible: true, IsPointer: false } && type.Assembly is { IsDynamic: false, Location.Length: > 0 }
            && (!type.IsGenericType || type.GetGenericArguments().All(CanCross));
    }

    /// <summary>The value's own type if it can cross, else the declared one; null when neither can.</summary>
    public Type? CrossingType => Value is not null && CanCross(Value.GetType()) ? Value.GetType() : CanCross(Type) ? Type : null;
}

/// <summary>A magic line that cannot be carried out; its message is for the reader.</summary>
internal sealed class MagicException(string message) : Exception(message);
