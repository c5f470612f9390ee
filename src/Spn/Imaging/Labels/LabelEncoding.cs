namespace Spn.Imaging;

/// <summary>How the numbers of a label map file say classes, where they are more than indices.</summary>
public enum LabelEncoding
{
    /// <summary>A number is the class; a colour is looked up in a palette.</summary>
    Index,

    /// <summary>
    /// Cityscapes' label ids, 0 to 33, and instance ids (id · 1000 + instance). They become the train ids of
    /// <see cref="Palette.Cityscapes"/>, 0 road to 18 bicycle; ids that are not scored become <see cref="LabelMap.Ignore"/>.
    /// </summary>
    Cityscapes,

    /// <summary>ADE20K's segmentation files, RGB: class = R / 10 · 256 + G, 0 to 254.</summary>
    Ade20k,
}
