using FsCheck;
using FsCheck.Fluent;

namespace Spn.Tests;

/// <summary>Runs a property over fresh random cases; a failure prints the smallest counterexample found and the seed that replays it.</summary>
public static class Property
{
    private static readonly Config Cases = Config.QuickThrowOnFailure.WithMaxTest(200);

    /// <summary>The body asserts; it must hold in 200 cases.</summary>
    public static void Holds<T>(Arbitrary<T> cases, Action<T> body) => Prop.ForAll(cases, body).Check(Cases);
}
