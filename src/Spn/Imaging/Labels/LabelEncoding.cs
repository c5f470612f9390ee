namespace Spn.Imaging;

/// <summary>How the numbers of a label map file say classes, where they are more than indices.</summary>
public enum LabelEncoding
{
    /// <summary>A number is the class; a colour is looked up in a palette.</summary>
    Index,

    /// <summary>Cityscapes' instance ids: from 1000 on, class · 1000 + instance; below, the class.</summary>
    Cityscapes,

    /// <summary>ADE20K's segmentation files, RGB: class = R / 10 · 256 + G.</summary>
    Ade20k,
}
