namespace Spn.Visuals.Tests;

public sealed class ColourScaleTests
{
    [Fact]
    public void Logarithmic_colours_give_equal_factors_equal_steps_and_reach_down_to_a_thousandth()
    {
        var scale = ColourScale.For(ValueRange.Of([0f, 0.5f, 2f]), ColourChoice.Logarithmic);
        Assert.Equal(1, scale.Place(2), 12);
        Assert.Equal(0.5, scale.Place(2 * Math.Sqrt(1e-3)), 12);
        Assert.Equal(0, scale.Place(0.002), 12);
        Assert.Equal(scale[0], scale[0.002]);
    }

    [Fact]
    public void Logarithmic_colours_without_a_value_above_zero_are_sequential()
    {
        Assert.False(ColourScale.For(ValueRange.Of([-2f, 0f]), ColourChoice.Logarithmic).Logarithmic);
    }
}
