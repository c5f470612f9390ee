namespace Spn.Tool.Notebooks.Cells;

/// <summary>Writes a type as C# code: <c>global::System.Collections.Generic.List&lt;int[]&gt;</c>.</summary>
internal static class CSharpTypeName
{
    public static string Of(Type type)
    {
        if (type.IsArray)
            return ArrayOf(type);
        if (type.IsByRef || type.IsPointer)
            throw new ArgumentException($"expected a type that a variable can have, got {type}.");
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var nesting = new Stack<Type>();
        for (var at = type; at is not null; at = at.DeclaringType)
            nesting.Push(at);
        var prefix = type.Namespace is { Length: > 0 } space ? $"global::{space}." : "global::";
        return prefix + string.Join('.', nesting.Select(t => Part(t, arguments)));
    }

    private static string Part(Type type, Queue<Type> arguments)
    {
        var tick = type.Name.IndexOf('`');
        if (tick < 0)
            return type.Name;
        var own = int.Parse(type.Name[(tick + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return $"{type.Name[..tick]}<{string.Join(", ", Enumerable.Range(0, own).Select(_ => Of(arguments.Dequeue())))}>";
    }

    /// <summary>C# writes the outermost rank first: an array of int[,] is int[][,].</summary>
    private static string ArrayOf(Type type)
    {
        var ranks = "";
        while (type.IsArray)
        {
            ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
            type = type.GetElementType()!;
        }

        return Of(type) + ranks;
    }
}
