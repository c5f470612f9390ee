using System.Collections;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.FSharp.Collections;

namespace Spn.Tool.Notebooks.Cells;

/// <summary>
/// Two kinds of value whose default form would differ from run to run, since the library lists every property of an exception,
/// handles and compiled method names included, and an F# list ends in a property that throws one. A notebook's own registrations beat these.
/// </summary>
internal static class HostFormatters
{
    private const string Html = "text/html", Plain = "text/plain";

    public static void Register()
    {
        Formatter.Register(typeof(FSharpList<>), (value, writer) => writer.Write(Items(value).ToDisplayString(Html)), Html);
        Formatter.Register(typeof(FSharpList<>), (value, writer) => writer.Write(ValueBundle.Listed(Items(value)).ToDisplayString(Plain)), Plain);
        Formatter.Register<Exception>((exception, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(Text(exception))}</pre>"), Html);
        Formatter.Register<Exception>((exception, writer) => writer.Write(Text(exception)), Plain);
    }

    /// <summary>The list as an array of its own element type, which the library shows well.</summary>
    private static Array Items(object list)
    {
        var items = ((IEnumerable)list).Cast<object?>().ToList();
        var array = Array.CreateInstance(list.GetType().GetGenericArguments()[0], items.Count);
        for (var i = 0; i < items.Count; i++)
            array.SetValue(items[i], i);
        return array;
    }

    private static string Text(Exception exception) => HiddenPaths.Hide($"{exception.GetType().FullName}: {exception.Message}");
}
