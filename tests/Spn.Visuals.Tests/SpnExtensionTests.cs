using Microsoft.DotNet.Interactive.Formatting;
using Spn.Interactive;

namespace Spn.Visuals.Tests;

public class SpnExtensionTests
{
    public static TheoryData<object> Values => [Samples.Small, Samples.Weights, Samples.Labels, Samples.All("a")[0], Imaging.Image.FromFeatureMap(Samples.Photo)];

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_type_shows_as_html_and_plain_text_in_this_order(object value)
    {
        SpnExtension.Load();
        SpnExtension.Load();
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(value.GetType()));
        Assert.StartsWith("<div class=\"spn-figure\"><img ", value.ToDisplayString("text/html"));
        Assert.Equal(Figures.Of(value).ToText(), value.ToDisplayString("text/plain"));
    }
}
