using System.Buffers;
using System.Runtime.InteropServices;

namespace Spn.Segmentation;

/// <summary>
/// A pinned array of the shared pool, its contents undefined: the CRF of the next photograph finds memory that was touched before, and the
/// garbage collector takes it back where nobody comes.
/// </summary>
internal sealed unsafe class Rented<T> : IDisposable where T : unmanaged
{
    private readonly T[] _array;
    private GCHandle _pin;

    /// <param name="length">Elements, at most <see cref="Array.MaxLength"/>.</param>
    /// <param name="what">What they are for.</param>
    /// <exception cref="ArgumentException">There are more than one array holds.</exception>
    public Rented(long length, string what)
    {
        if (length > Array.MaxLength)
            throw new ArgumentException(
                $"expected at most {Array.MaxLength} values for {what}, got {length}; shrink the photograph or give fewer classes.");
        _array = ArrayPool<T>.Shared.Rent((int)length);
        _pin = GCHandle.Alloc(_array, GCHandleType.Pinned);
        First = (T*)_pin.AddrOfPinnedObject();
        Length = (int)length;
    }

    public T* First { get; private set; }

    public int Length { get; }

    public Span<T> Span => new(First, Length);

    /// <summary>Where work was cancelled before anybody could dispose it, its pinned array would stay for ever.</summary>
    ~Rented()
    {
        if (_pin.IsAllocated)
            _pin.Free();
    }

    public void Dispose()
    {
        if (First == null)
            return;
        First = null;
        _pin.Free();
        ArrayPool<T>.Shared.Return(_array);
        GC.SuppressFinalize(this);
    }
}
