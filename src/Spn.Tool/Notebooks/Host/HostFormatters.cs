using System.Collections;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.FSharp.Collections;

namespace Spn.Tool.Notebooks.Host;

/// <summary>
/// Two kinds of value whose form in the kernel differs from run to run: an exception shows every property, handles and compiled method
/// names included, and an F# list ends in a property that throws one. A notebook's own registrations beat these.
/// </summary>
internal static class HostFormatters
{
    private const string Html = "text/html", Plain = "text/plain";

    public static void Register()
    {
        Formatter.Register(typeof(FSharpList<>), (value, writer) => writer.Write(Items(value).ToDisplayString(Html)), Html);
        Formatter.Register(typeof(FSharpList<>), (value, writer) => writer.Write(Items(value).ToDisplayString(Plain)), Plain);
        Formatter.Register<Exception>((exception, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(Text(exception))}</pre>"), Html);
        Formatter.Register<Exception>((exception, writer) => writer.Write(Text(exception)), Plain);
    }

    /// <summary>The items in a list type that the library shows well, of tuples too.</summary>
    private static IList Items(object value)
    {
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(value.GetType().GetGenericArguments()[0]))!;
        foreach (var item in (IEnumerable)value)
            items.Add(item);
        return items;
    }

    private static string Text(Exception exception) => HiddenPaths.Hide($"{exception.GetType().FullName}: {exception.Message}");
}
