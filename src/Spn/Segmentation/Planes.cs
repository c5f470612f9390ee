namespace Spn.Segmentation;

/// <summary>Planes of one size that lie one after the other.</summary>
internal readonly unsafe struct Planes(float* first, int count, nint size)
{
    public int Count { get; } = count;

    public float* this[int index] => first + index * size;
}
