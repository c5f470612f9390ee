namespace Spn;

/// <summary>How a pixel is connected to the previous line of the scan (§3.2). The value is K, the number of neighbours.</summary>
public enum Connection
{
    /// <summary>One neighbour, straight behind: Eq. (9), w_t is diagonal.</summary>
    OneWay = 1,

    /// <summary>Three neighbours: smaller index across the scan, middle, larger index. Eq. (10), w_t is tridiagonal.</summary>
    ThreeWay = 3,
}
