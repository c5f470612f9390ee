using System.Collections;
using Microsoft.DotNet.Interactive.Formatting;

namespace Spn.Interactive;

/// <summary>
/// F# lists as arrays. The library shows a list property by property, tail within tail: some 80 kB of HTML for <c>[1; 2; 3]</c>.
/// The type is found at run time, since a notebook's F# brings its own FSharp.Core.
/// </summary>
internal static class FSharpLists
{
    /// <summary>Registers the formatters where FSharp.Core is loaded; without it there are no lists.</summary>
    public static void Register()
    {
        var lists = AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "FSharp.Core")
            .Select(assembly => assembly.GetType("Microsoft.FSharp.Collections.FSharpList`1")).OfType<Type>();
        foreach (var list in lists)
            foreach (var mimeType in new[] { HtmlFormatter.MimeType, PlainTextFormatter.MimeType })
                Formatter.Register(list, (value, writer) => writer.Write(Items(value).ToDisplayString(mimeType)), mimeType);
    }

    /// <summary>The items in a list type that the library shows well, of tuples too.</summary>
    private static IList Items(object value)
    {
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(value.GetType().GetGenericArguments()[0]))!;
        foreach (var item in (IEnumerable)value)
            items.Add(item);
        return items;
    }
}
