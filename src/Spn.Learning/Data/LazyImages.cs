using System.Collections;

namespace Spn.Learning;

/// <summary>Images that are read or rendered when they are first asked for, and kept.</summary>
internal sealed class LazyImages(IReadOnlyList<Func<LabelledImage>> make) : IReadOnlyList<LabelledImage>
{
    private readonly IReadOnlyList<Func<LabelledImage>> _make = make;
    private readonly Lazy<LabelledImage>[] _images = [.. make.Select(one => new Lazy<LabelledImage>(one))];

    public int Count => _images.Length;

    public LabelledImage this[int index] => _images[Expect.Index(index, Count)].Value;

    /// <summary>An image that is read or rendered for this call and not kept, where it can be: for one pass over many.</summary>
    public static LabelledImage Passing(IReadOnlyList<LabelledImage> images, int index) =>
        images is LazyImages lazy && !lazy._images[Expect.Index(index, lazy.Count)].IsValueCreated ? lazy._make[index]() : images[index];

    public IEnumerator<LabelledImage> GetEnumerator() => _images.Select(image => image.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
