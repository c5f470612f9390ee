using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>The figures of the paper, typed a second time and the other way around: by the columns of its tables.</summary>
public class PaperFiguresTests
{
    [Theory]
    [InlineData("skin", 90.87, 90.53, 91.78, 92.26, 93.10)]
    [InlineData("brows", 69.89, 70.09, 71.84, 75.05, 78.53)]
    [InlineData("eyes", 74.74, 74.86, 74.46, 85.44, 87.71)]
    [InlineData("nose", 90.23, 89.16, 89.42, 91.51, 92.62)]
    [InlineData("mouth", 82.07, 83.83, 81.83, 88.13, 91.08)]
    [InlineData("U-lip", 59.22, 55.61, 68.15, 77.61, 80.17)]
    [InlineData("L-lip", 66.30, 64.88, 72.00, 70.81, 71.63)]
    [InlineData("in-mouth", 81.70, 71.72, 71.95, 79.95, 83.13)]
    [InlineData("overall", 83.68, 82.89, 83.21, 87.09, 89.30)]
    public void Table_1(string part, params double[] figures)
    {
        var index = PaperFigures.HelenMeasures.ToList().IndexOf(part);
        Assert.Equal(figures, PaperFigures.Helen.Select(method => method.Values[index]));
        Assert.Equal(
            ["Liu et al. 2015", "baseline-CNN", "Highres-CNN", "SPN (one-way)", "SPN (three-way)"],
            PaperFigures.Helen.Select(method => method.Name));
    }

    /// <summary>As the rule of the overall score has it: among brows, eyes, nose and mouth, and so without the skin.</summary>
    [Fact]
    public void Overall_lies_among_the_parts_that_it_is_of()
    {
        foreach (var method in PaperFigures.Helen)
        {
            var parts = method.Values.Skip(1).Take(4).ToArray();
            Assert.InRange(method.Values[^1], parts.Min(), parts.Max());
        }
    }

    [Fact]
    public void Table_2()
    {
        Assert.Equal([68.97, 76.40], PaperFigures.Crf.Select(model => model.Methods.Single(one => one.Name == "CNN").Values.Single()));
        Assert.Equal([71.57, 77.69], PaperFigures.Crf.Select(model => model.Methods.Single(one => one.Kind == "crf").Values.Single()));
        Assert.Equal([73.12, 79.76], PaperFigures.Crf.Select(model => model.Methods.Single(one => one.Name == "+SPN").Values.Single()));
        Assert.Equal(["Deeplab VGG", "Deeplab ResNet-101"], PaperFigures.Crf.Select(model => model.Name));
    }

    [Theory]
    [InlineData("overall AC", 91.22, 90.64, 92.90, 92.61, 92.16, 93.83, 94.63, 94.12, 95.49)]
    [InlineData("mean AC", 77.61, 70.64, 79.49, 80.97, 73.53, 83.15, 84.16, 77.46, 86.09)]
    [InlineData("mean IoU", 65.51, 60.95, 69.86, 68.97, 64.42, 73.12, 76.46, 72.02, 79.76)]
    public void Table_3(string measure, params double[] figures)
    {
        var index = PaperFigures.VocMeasures.ToList().IndexOf(measure);
        var methods = PaperFigures.Voc.Take(3).SelectMany(model => model.Methods).ToList();
        Assert.Equal(figures, methods.Select(method => method.Values[index]));
        Assert.Equal(["F", "+1 way", "+3 way", "V", "+1 way", "+3 way", "R", "+1 way", "+3 way"], methods.Select(method => method.Name));
        Assert.Equal([.. Enumerable.Repeat<string[]>(["coarse", "one-way", "three-way"], 3).SelectMany(kinds => kinds)],
            methods.Select(method => method.Kind));
    }

    [Theory]
    [InlineData("overall AC", 93.03, 93.89, 93.44, 94.35)]
    [InlineData("mean AC", 80.31, 83.47, 80.97, 83.98)]
    [InlineData("mean IoU", 69.75, 73.14, 71.86, 75.28)]
    public void Table_4(string measure, params double[] figures)
    {
        var index = PaperFigures.VocMeasures.ToList().IndexOf(measure);
        var methods = PaperFigures.Voc.Skip(3).SelectMany(model => model.Methods).ToList();
        Assert.Equal(figures, methods.Select(method => method.Values[index]));
        Assert.Equal(["coarse", "three-way", "coarse", "three-way"], methods.Select(method => method.Kind));
    }

    /// <summary>Table 2 repeats figures of Table 3, but for one that the paper prints differently.</summary>
    [Fact]
    public void Tables_2_and_3_agree_but_for_the_ResNet_alone()
    {
        double MeanIoU(string model, string kind) =>
            PaperFigures.Voc.Single(one => one.Name == model).Methods.Single(method => method.Kind == kind).Values[2];
        foreach (var model in PaperFigures.Crf)
            foreach (var method in model.Methods.Where(method => method.Kind != "crf"))
                Assert.Equal(
                    (model.Name, method.Kind) == ("Deeplab ResNet-101", "coarse") ? 0.06 : 0,
                    MeanIoU(model.Name, method.Kind) - method.Values[0], 1e-9);
    }
}
