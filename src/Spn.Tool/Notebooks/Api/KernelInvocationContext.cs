using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>Stands for the cell that runs now. The real kernel's <c>Display(KernelInvocationContext.Current, x)</c> is the form whose update works there; it works here too.</summary>
public sealed class KernelInvocationContext
{
    private KernelInvocationContext()
    {
    }

    /// <summary>The context of the cell that runs now.</summary>
    public static KernelInvocationContext Current { get; } = new();
}

/// <summary>Shows values through a context.</summary>
public static class KernelInvocationContextExtensions
{
    /// <summary>Shows a value in the mime types that its type prefers, or in those given.</summary>
    public static DisplayedValue Display(this KernelInvocationContext context, object? value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(context);
        return value.Display(mimeTypes);
    }

    /// <summary>Shows text as it is, in one mime type.</summary>
    public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType)
    {
        ArgumentNullException.ThrowIfNull(context);
        return value.DisplayAs(mimeType);
    }
}
