using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>A test that needs libtorch, skipped with the reason where there is none. In this project every <c>[Fact]</c> is one.</summary>
public class LibtorchFactAttribute : Xunit.FactAttribute
{
    /// <summary>Looks for libtorch.</summary>
    public LibtorchFactAttribute() => Skip = Missing;

    /// <summary>Why there is no libtorch; null where there is.</summary>
    internal static string? Missing => TorchLibrary.Status() is { IsAvailable: false, Sentence: var reason } ? reason : null;
}

/// <summary>The same for a theory. In this project every <c>[Theory]</c> is one.</summary>
public class LibtorchTheoryAttribute : Xunit.TheoryAttribute
{
    /// <summary>Looks for libtorch.</summary>
    public LibtorchTheoryAttribute() => Skip = LibtorchFactAttribute.Missing;
}
