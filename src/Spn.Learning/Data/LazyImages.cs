using System.Collections;

namespace Spn.Learning;

/// <summary>Images that are read or rendered when they are first asked for, and kept.</summary>
internal sealed class LazyImages(IReadOnlyList<Func<LabelledImage>> make) : IReadOnlyList<LabelledImage>
{
    private readonly Lazy<LabelledImage>[] _images = [.. make.Select(one => new Lazy<LabelledImage>(one))];

    public int Count => _images.Length;

    public LabelledImage this[int index] => _images[Expect.Index(index, Count)].Value;

    public IEnumerator<LabelledImage> GetEnumerator() => _images.Select(image => image.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
