namespace Spn.Learning;

/// <summary>The figures that the paper prints in its tables 1 to 4, in per cent. Nothing here was run by us.</summary>
internal static class PaperFigures
{
    /// <summary>The data of Table 1.</summary>
    public const string HelenData = "HELEN";

    /// <summary>The data of tables 2 to 4: the validation split.</summary>
    public const string VocData = "VOC 2012 val";

    /// <summary>The measures of Table 1.</summary>
    public static IReadOnlyList<string> HelenMeasures { get; } =
        ["skin", "brows", "eyes", "nose", "mouth", "U-lip", "L-lip", "in-mouth", "overall"];

    /// <summary>Table 1: F-scores of parts of a face.</summary>
    public static IReadOnlyList<PaperMethod> Helen { get; } =
    [
        new("Liu et al. 2015", "", [90.87, 69.89, 74.74, 90.23, 82.07, 59.22, 66.30, 81.70, 83.68]),
        new("baseline-CNN", "coarse", [90.53, 70.09, 74.86, 89.16, 83.83, 55.61, 64.88, 71.72, 82.89]),
        new("Highres-CNN", "highres", [91.78, 71.84, 74.46, 89.42, 81.83, 68.15, 72.00, 71.95, 83.21]),
        new("SPN (one-way)", "one-way", [92.26, 75.05, 85.44, 91.51, 88.13, 77.61, 70.81, 79.95, 87.09]),
        new("SPN (three-way)", "three-way", [93.10, 78.53, 87.71, 92.62, 91.08, 80.17, 71.63, 83.13, 89.30]),
    ];

    /// <summary>The measures of tables 3 and 4.</summary>
    public static IReadOnlyList<string> VocMeasures { get; } = ["overall AC", "mean AC", "mean IoU"];

    /// <summary>Tables 3 and 4: models that give coarse maps, and their refinements.</summary>
    public static IReadOnlyList<PaperModel> Voc { get; } =
    [
        new("FCN-8s",
        [
            new("F", "coarse", [91.22, 77.61, 65.51]),
            new("+1 way", "one-way", [90.64, 70.64, 60.95]),
            new("+3 way", "three-way", [92.90, 79.49, 69.86]),
        ]),
        new("Deeplab VGG",
        [
            new("V", "coarse", [92.61, 80.97, 68.97]),
            new("+1 way", "one-way", [92.16, 73.53, 64.42]),
            new("+3 way", "three-way", [93.83, 83.15, 73.12]),
        ]),
        new("Deeplab ResNet-101",
        [
            new("R", "coarse", [94.63, 84.16, 76.46]),
            new("+1 way", "one-way", [94.12, 77.46, 72.02]),
            new("+3 way", "three-way", [95.49, 86.09, 79.76]),
        ]),
        new("Front end",
        [
            new("Front end", "coarse", [93.03, 80.31, 69.75]),
            new("+3 way", "three-way", [93.89, 83.47, 73.14]),
        ]),
        new("Front end +Context",
        [
            new("+Context", "coarse", [93.44, 80.97, 71.86]),
            new("+Context+3 way", "three-way", [94.35, 83.98, 75.28]),
        ]),
    ];

    /// <summary>The measure of Table 2.</summary>
    public static IReadOnlyList<string> CrfMeasures { get; } = ["mean IoU"];

    /// <summary>Table 2: dense CRF beside SPN (three-way), as its figures in Table 3 show.</summary>
    public static IReadOnlyList<PaperModel> Crf { get; } =
    [
        new("Deeplab VGG", [new("CNN", "coarse", [68.97]), new("+dense CRF", "crf", [71.57]), new("+SPN", "three-way", [73.12])]),
        new("Deeplab ResNet-101", [new("CNN", "coarse", [76.40]), new("+dense CRF", "crf", [77.69]), new("+SPN", "three-way", [79.76])]),
    ];
}

/// <summary>A line of figures of the paper.</summary>
/// <param name="Name">As the paper has it.</param>
/// <param name="Kind">The kind of ours it stands beside; empty where there is none.</param>
/// <param name="Values">Per cent, one a measure.</param>
internal sealed record PaperMethod(string Name, string Kind, IReadOnlyList<double> Values);

/// <summary>A segmenter whose maps the paper refines.</summary>
/// <param name="Name">The segmenter.</param>
/// <param name="Methods">Its own map and its refinements.</param>
internal sealed record PaperModel(string Name, IReadOnlyList<PaperMethod> Methods);
