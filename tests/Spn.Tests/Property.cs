using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Spn.Tests;

/// <summary>
/// Runs a property over random cases; a failure prints the smallest counterexample found. The cases are the same in every run, so that a
/// change is to blame for what fails; the environment variable <c>SPN_TEST_SEED</c>, a number, gives others.
/// </summary>
public static class Property
{
    /// <summary>So many cases.</summary>
    public static Config Cases(int count) =>
        Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed, gamma: 0x9E3779B97F4A7C15);

    /// <summary>The body asserts; it must hold in 200 cases.</summary>
    public static void Holds<T>(Arbitrary<T> cases, Action<T> body) => Prop.ForAll(cases, body).Check(Cases(200));

    private static ulong Seed => Environment.GetEnvironmentVariable("SPN_TEST_SEED") is { Length: > 0 } seed
        ? ulong.Parse(seed, CultureInfo.InvariantCulture)
        : 1;
}
