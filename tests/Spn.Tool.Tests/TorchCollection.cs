namespace Spn.Tool.Tests;

/// <summary>
/// Tests that train in this process, one at a time and beside no other: a garbage collection that another test causes can free a number
/// that TorchSharp has passed to native code.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class TorchCollection
{
    /// <summary>What the tests name it by.</summary>
    public const string Name = "torch";
}
