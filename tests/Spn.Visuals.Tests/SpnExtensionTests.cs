using Microsoft.DotNet.Interactive.Formatting;
using Spn.Interactive;

namespace Spn.Visuals.Tests;

public class SpnExtensionTests
{
    [Fact]
    public void There_is_a_sample_of_every_type_that_is_registered() =>
        Assert.Equal(Figures.Types.Select(type => type.Name).Order(), Samples.Values.Select(value => value.GetType().Name).Order());

    [Fact]
    public void Every_type_shows_as_html_and_plain_text_in_this_order()
    {
        SpnExtension.Load();
        SpnExtension.Load();
        foreach (var value in Samples.Values)
        {
            Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(value.GetType()));
            Assert.StartsWith("<div class=\"spn-figure\"><img ", value.ToDisplayString("text/html"));
            Assert.Equal(Figures.Of(value).ToText(), value.ToDisplayString("text/plain"));
        }
    }

    [Fact]
    public void An_fsharp_list_shows_as_its_items()
    {
        SpnExtension.Load();
        var numbers = Microsoft.FSharp.Collections.ListModule.OfSeq([1, 2, 3]);
        Assert.Equal("[ 1, 2, 3 ]", numbers.ToDisplayString("text/plain"));
        Assert.StartsWith("<div class=\"dni-plaintext\"><pre>[ 1, 2, 3 ]</pre></div>", numbers.ToDisplayString("text/html"));
        var pairs = Microsoft.FSharp.Collections.ListModule.OfSeq([Tuple.Create("a", "<b>")]);
        Assert.Contains("( a, <b> )", pairs.ToDisplayString("text/plain"));
        Assert.DoesNotContain("TailOrNull", pairs.ToDisplayString("text/html"));
        Assert.DoesNotContain("<b>", pairs.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_figure_shows_without_any_registration()
    {
        Formatter.ResetToDefault();
        var figure = Samples.All("a")[0];
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)));
        Assert.Equal(figure.ToHtml(), figure.ToDisplayString("text/html"));
        Assert.Equal(figure.ToText(), figure.ToDisplayString("text/plain"));
    }

    [Fact]
    public void A_value_without_a_picture_is_named_with_the_types_that_have_one()
    {
        var error = Assert.Throws<ArgumentException>(() => Figures.Of("text"));
        Assert.Contains("got String", error.Message);
        Assert.Contains("FeatureMap, PropagationWeights", error.Message);
    }

    [Fact]
    public void A_figure_that_fails_is_shown_as_such()
    {
        var html = SafeFigure.Html("<b>");
        Assert.StartsWith("<pre>String could not be drawn: ArgumentException: ", html);
        Assert.DoesNotContain("<b>", html);
        Assert.StartsWith("String could not be drawn: ArgumentException: ", SafeFigure.Text("<b>"));
    }
}
