namespace Spn;

/// <summary>How a pixel is connected to the previous line of the scan (§3.2). The value is K, the number of neighbours.</summary>
public enum Connection
{
    /// <summary>One neighbour, straight behind: Eq. (9), w_t is diagonal.</summary>
    OneWay = 1,

    /// <summary>Three neighbours: smaller index across the scan, middle, larger index. Eq. (10), w_t is tridiagonal.</summary>
    ThreeWay = 3,
}

/// <summary>What the connections are called.</summary>
public static class ConnectionWords
{
    /// <summary>The name in words, <c>one-way</c> or <c>three-way</c>.</summary>
    public static string ToWords(this Connection connection) => connection switch
    {
        Connection.OneWay => "one-way",
        Connection.ThreeWay => "three-way",
        _ => throw new ArgumentOutOfRangeException(nameof(connection), $"expected one of the two connections, got {(int)connection}."),
    };
}
