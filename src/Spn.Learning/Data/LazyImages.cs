using System.Collections;

namespace Spn.Learning;

/// <summary>
/// Images that are read or rendered when they are first asked for, and kept as long as all that are kept take at most
/// <paramref name="most"/> bytes; the others are made again each time. So a set larger than memory is only slower.
/// </summary>
internal sealed class LazyImages(IReadOnlyList<Func<LabelledImage>> make, long most = LazyImages.MostKept) : IReadOnlyList<LabelledImage>
{
    private const long MostKept = 4L << 30;

    private readonly LabelledImage?[] _kept = new LabelledImage?[make.Count];
    private readonly object[] _making = [.. make.Select(_ => new object())];
    private long _bytes;

    public int Count => _kept.Length;

    public LabelledImage this[int index]
    {
        get
        {
            lock (_making[Expect.Index(index, Count)])
            {
                if (_kept[index] is { } kept)
                    return kept;
                var image = make[index]();
                var bytes = 4L * image.Height * image.Width;
                if (Interlocked.Add(ref _bytes, bytes) <= most)
                    _kept[index] = image;
                else
                    Interlocked.Add(ref _bytes, -bytes);
                return image;
            }
        }
    }

    /// <summary>An image that is read or rendered for this call and not kept, where it can be: for one pass over many.</summary>
    public static LabelledImage Passing(IReadOnlyList<LabelledImage> images, int index) =>
        images is LazyImages lazy ? Volatile.Read(ref lazy._kept[Expect.Index(index, lazy.Count)]) ?? lazy.Make(index) : images[index];

    public IEnumerator<LabelledImage> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private LabelledImage Make(int index) => make[index]();
}
