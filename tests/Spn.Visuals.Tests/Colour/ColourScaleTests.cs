namespace Spn.Visuals.Tests;

public sealed class ColourScaleTests
{
    [Fact]
    public void Logarithmic_colours_give_equal_factors_equal_steps_from_the_smallest_value_above_zero()
    {
        var scale = ColourScale.For(ValueRange.Of([0f, 1e-6f, 0.5f, 2f]), ColourChoice.Logarithmic);
        Assert.Equal(1, scale.Place(2), 12);
        Assert.Equal(0, scale.Place(1e-6f), 12);
        Assert.Equal(0.5, scale.Place(Math.Sqrt(2 * (double)1e-6f)), 12);
    }

    [Fact]
    public void Zero_has_a_colour_of_its_own_among_logarithmic_colours_and_faint_values_do_not_have_it()
    {
        var scale = ColourScale.For(ValueRange.Of([0f, 1e-9f, 2f]), ColourChoice.Logarithmic);
        Assert.Equal(Ink.Zero, scale[0]);
        Assert.NotEqual(Ink.Zero, scale[1e-9]);
        Assert.False(ColourScale.For(ValueRange.Of([1e-9f, 2f]), ColourChoice.Logarithmic).ShowsZero);
    }

    [Fact]
    public void Logarithmic_colours_span_twelve_powers_of_ten_at_most_and_begin_where_they_are_told_to()
    {
        Assert.Equal(2e-12, ColourScale.For(ValueRange.Of([1e-30f, 2f]), ColourChoice.Logarithmic).Least, 1e-20);
        Assert.Equal(0.01, ColourScale.For(ValueRange.Of([1e-30f, 2f]), ColourChoice.Logarithmic, low: 0.01).Least, 1e-12);
    }

    [Fact]
    public void Logarithmic_colours_of_both_signs_are_white_at_zero_and_mirror_each_other()
    {
        var scale = ColourScale.For(ValueRange.Of([-0.01f, 0f, 1f]), ColourChoice.Logarithmic);
        Assert.Equal(0.5, scale.Place(0), 12);
        Assert.Equal(0.5, scale.Place(0.01), 6);
        Assert.Equal(1, scale.Place(0.3) + scale.Place(-0.3), 12);
        Assert.True(scale.Place(0.3) > 0.75);
    }

    [Theory]
    [InlineData(ColourChoice.Auto)]
    [InlineData(ColourChoice.Logarithmic)]
    public void A_place_and_its_value_lead_to_each_other(ColourChoice choice)
    {
        foreach (var range in new[] { ValueRange.Of([0.001f, 3f]), ValueRange.Of([-0.5f, 0.002f, 3f]) })
        {
            var scale = ColourScale.For(range, choice);
            foreach (var place in new[] { 0, 0.2, 0.4, 0.7, 1 })
                Assert.Equal(place, scale.Place(scale.ValueAt(place)), 9);
        }
    }

    [Fact]
    public void Logarithmic_colours_of_zeros_alone_are_sequential() =>
        Assert.False(ColourScale.For(ValueRange.Of([0f, 0f]), ColourChoice.Logarithmic).Logarithmic);
}
