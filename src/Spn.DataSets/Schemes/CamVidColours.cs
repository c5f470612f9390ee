using Spn.Imaging;

namespace Spn.DataSets.Schemes;

/// <summary>The colours of CamVid's 32 classes, and which of the eleven classes of SegNet each belongs to. Void has none.</summary>
internal static class CamVidColours
{
    /// <summary>The colours for each class: that of <see cref="Palette.CamVid"/> too, which differs for the pavement.</summary>
    private static readonly int[][] s_colours =
    [
        [0x808080], // sky
        [0x800000, 0xC00080, 0x008040, 0x400040, 0x40C000], // building: and archway, bridge, tunnel, wall
        [0xC0C080, 0x000040], // column or pole: and traffic cone
        [0x804080, 0x8000C0, 0xC00040], // road: and lane markings
        [0x3C28DE, 0x0000C0, 0x40C080, 0x8080C0], // pavement: and parking block, road shoulder
        [0x808000, 0xC0C000], // tree: and other vegetation
        [0xC08080, 0x808040, 0x004040], // sign: and other text, traffic light
        [0x404080], // fence
        [0x400080, 0x4080C0, 0xC080C0, 0xC04080, 0x804040], // car: and pickup, truck or bus, train, other moving
        [0x404000, 0xC08040, 0x4000C0, 0x408040], // pedestrian: and child, cart or pram, animal
        [0x0080C0, 0xC000C0], // bicyclist: and motorcycle
    ];

    private static readonly byte[] s_classes = [.. s_colours.SelectMany((colours, label) => colours.Select(_ => (byte)label))];

    /// <summary>One entry for each colour; black, which is void, is ignored.</summary>
    public static Palette All { get; } = new(
        [.. s_classes.Select(label => Palette.CamVid.NameOf(label))],
        [.. s_colours.SelectMany(colours => colours).Select(c => new Rgb((byte)(c >> 16), (byte)(c >> 8), (byte)c))]);

    /// <summary>The class of an entry of <see cref="All"/>.</summary>
    public static byte ClassOf(byte entry) => entry == LabelMap.Ignore ? LabelMap.Ignore : s_classes[entry];
}
