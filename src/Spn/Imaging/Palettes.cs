namespace Spn.Imaging;

/// <summary>The tables behind <see cref="Palette"/>'s named palettes.</summary>
internal static class Palettes
{
    private static readonly string[] VocNames =
    [
        "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "dining table", "dog",
        "horse", "motorbike", "person", "potted plant", "sheep", "sofa", "train", "tv monitor",
    ];

    public static Palette PascalVoc { get; } =
        new(VocNames, VocNames.Select((_, i) => Palette.VocColour((byte)i)).ToArray(), Palette.VocColour(LabelMap.Ignore));

    public static Palette CamVid { get; } = Make(default,
        ("sky", 0x808080), ("building", 0x800000), ("pole", 0xC0C080), ("road", 0x804080), ("pavement", 0x3C28DE), ("tree", 0x808000),
        ("sign", 0xC08080), ("fence", 0x404080), ("car", 0x400080), ("pedestrian", 0x404000), ("bicyclist", 0x0080C0));

    public static Palette Helen { get; } = Make(default,
        ("background", 0x000000), ("skin", 0xE8B48C), ("left brow", 0x7A4A1E), ("right brow", 0xA66A2E), ("left eye", 0x2E6FDB),
        ("right eye", 0x58B4F0), ("nose", 0xF2E05C), ("upper lip", 0xC2185B), ("inner mouth", 0x5A0A2A), ("lower lip", 0xF06292),
        ("hair", 0x3A7D44));

    public static Palette Cityscapes { get; } = Make(default,
        ("road", 0x804080), ("sidewalk", 0xF423E8), ("building", 0x464646), ("wall", 0x66669C), ("fence", 0xBE9999), ("pole", 0x999999),
        ("traffic light", 0xFAAA1E), ("traffic sign", 0xDCDC00), ("vegetation", 0x6B8E23), ("terrain", 0x98FB98), ("sky", 0x4682B4),
        ("person", 0xDC143C), ("rider", 0xFF0000), ("car", 0x00008E), ("truck", 0x000046), ("bus", 0x003C64), ("train", 0x005064),
        ("motorcycle", 0x0000E6), ("bicycle", 0x770B20));

    public static Palette Scenes { get; } = Make(new Rgb(0xFF, 0xFF, 0xFF),
        ("background", 0x000000), ("person", 0xE69F00), ("tree", 0x009E73), ("lamp", 0x56B4E9), ("kite", 0xF0E442), ("deer", 0xD55E00),
        ("fence", 0xCC79A7));

    public static Palette Categorical { get; } = Make(new Rgb(0xFF, 0xFF, 0xFF),
        ("class 0", 0x000000), ("class 1", 0xE69F00), ("class 2", 0x56B4E9), ("class 3", 0x009E73), ("class 4", 0xF0E442),
        ("class 5", 0x0072B2), ("class 6", 0xD55E00), ("class 7", 0xCC79A7));

    private static Palette Make(Rgb ignore, params (string Name, int Colour)[] classes) =>
        new(classes.Select(c => c.Name).ToArray(),
            classes.Select(c => new Rgb((byte)(c.Colour >> 16), (byte)(c.Colour >> 8), (byte)c.Colour)).ToArray(), ignore);
}
