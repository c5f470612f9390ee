using System.Text.RegularExpressions;

namespace Spn.Visuals.Tests.Widgets;

/// <summary>A widget stays within itself on a page that is not its own.</summary>
public class WidgetPageTests
{
    public static TheoryData<string> Styles =>
        [.. typeof(Widget).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".css", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Styles))]
    public void Every_rule_of_a_style_holds_for_its_widget_alone_and_nothing_moves_by_itself(string name)
    {
        using var reader = new StreamReader(typeof(Widget).Assembly.GetManifestResourceStream(name)!);
        var style = reader.ReadToEnd();
        var selectors = Regex.Matches(style, @"(?<list>[^{}@]+)\{[^{}]*:")
            .SelectMany(rule => rule.Groups["list"].Value.Split(',')).Select(one => one.Trim());
        Assert.All(selectors.Where(one => !one.StartsWith("media", StringComparison.Ordinal)), one => Assert.StartsWith(".spn-", one));
        Assert.DoesNotMatch("transition|animation", style);
    }

    [Fact]
    public void The_same_value_gives_the_same_bytes()
    {
        Widget Make() => Spn.Visuals.Widgets.Affinity(
            PropagationWeights.Random(Connection.ThreeWay, new MapShape(1, 1, 9, 11), 4), FeatureMap.Random(new MapShape(1, 1, 9, 11), 2));
        Assert.Equal(Make().ToHtml(), Make().ToHtml());
    }

    [Fact]
    public void A_title_and_a_note_of_a_stranger_are_text()
    {
        var html = Spn.Visuals.Widgets.Affinity(
            PropagationWeights.Constant(Connection.OneWay, new MapShape(1, 1, 4, 5), 0.5f),
            FeatureMap.Constant(new MapShape(1, 1, 4, 5), 0.5f),
            new AffinityExplorerOptions { Title = "<script>alert(1)</script>", Note = "<img src=x>" }).ToHtml();
        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain("<img src=x>", html);
        Assert.Contains("&lt;script&gt;alert(1)", html);
    }

    [Fact]
    public void Of_the_scripts_of_a_body_only_our_own_are_admitted()
    {
        var own = WidgetPage.Whole("Own", WidgetPage.Script("Explorer.measure"));
        var other = WidgetPage.Whole("Other", "<script>alert(1)</script>");
        Assert.Matches("script-src 'sha256-[^']+'\"", own);
        Assert.Contains("script-src\"", other, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(101, 0, "confidence from 0 to 100")]
    [InlineData(0, 65, "at most 64 classes")]
    public void An_option_out_of_its_range_is_refused(double confidence, int classes, string said)
    {
        var shape = new MapShape(1, 1, 4, 5);
        var options = new AffinityExplorerOptions
        {
            Confidence = confidence, Evidence = classes == 0 ? null : FeatureMap.Constant(shape with { Channels = classes }, 0.5f),
        };
        Assert.Contains(said, Assert.Throws<ArgumentException>(() =>
            Spn.Visuals.Widgets.Affinity(
                PropagationWeights.Constant(Connection.OneWay, shape, 0.5f), FeatureMap.Constant(shape, 0.5f), options)).Message);
    }
}
