using Spn.Imaging;

namespace Spn.DataSets.Tests.Conversions;

/// <summary>Data sets of a few small images, laid out as their archives are.</summary>
internal static class SmallSets
{
    /// <summary>CamVid: two images to train on, one of each other split.</summary>
    public static void CamVid(SetFolder folder)
    {
        foreach (var (split, name) in new[] { ("train", "1"), ("train", "2"), ("val", "1"), ("test", "1") })
        {
            folder.Photo($"{split}/{name}.png");
            folder.Grey($"{split}annot/{name}.png", (row, _) => row == 0 ? 11 : row);
        }
    }

    /// <summary>VOC: two images to train on, one to choose by, one more for SBD.</summary>
    public static void Voc(SetFolder folder)
    {
        foreach (var name in new[] { "2007_1", "2007_2", "2007_3", "2008_4" })
            folder.Photo($"VOCdevkit/VOC2012/JPEGImages/{name}.jpg");
        foreach (var name in new[] { "2007_1", "2007_2", "2007_3" })
            folder.Indexed($"VOCdevkit/VOC2012/SegmentationClass/{name}.png", (row, _) => row == 0 ? 255 : row, Palette.PascalVoc.Table());
        folder.Text("VOCdevkit/VOC2012/ImageSets/Segmentation/train.txt", "2007_1\n2007_2\n");
        folder.Text("VOCdevkit/VOC2012/ImageSets/Segmentation/val.txt", "2007_3\n");
        folder.Text("VOCdevkit/VOC2012/ImageSets/Segmentation/trainval.txt", "2007_1\n2007_2\n2007_3\n");
        folder.Text("VOCdevkit/VOC2012/Annotations/2007_1.xml", "<left/>");
    }

    /// <summary>SBD: an image of VOC's training list, one of its validation list, one more.</summary>
    public static void Sbd(SetFolder folder)
    {
        foreach (var name in new[] { "2007_1", "2007_3", "2008_4" })
            folder.Bytes(
                $"benchmark_RELEASE/dataset/cls/{name}.mat",
                TestMatFile.Of(SetFolder.Labels((row, column) => row == 0 ? 0 : column == 7 ? 20 : row)));
        folder.Text("benchmark_RELEASE/dataset/train.txt", "2007_1\n2007_3\n");
        folder.Text("benchmark_RELEASE/dataset/val.txt", "2008_4\n");
        folder.Text("benchmark_RELEASE/README", "left out");
    }

    /// <summary>HELEN: a face in each list, turned by a few degrees about its nose, in photographs of 160×200.</summary>
    public static void Helen(SetFolder folder, double degrees = 0)
    {
        foreach (var (list, name) in new[] { ("exemplars", "a"), ("tuning", "b"), ("testing", "c") })
        {
            folder.Text($"SmithCVPR2013_dataset_resized/{list}.txt", $"1 , {name}\n");
            TestFace.Write(folder, "SmithCVPR2013_dataset_resized", name, degrees);
        }
    }
}
