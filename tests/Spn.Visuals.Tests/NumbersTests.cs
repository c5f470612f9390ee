namespace Spn.Visuals.Tests;

public class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-12.345678, "-12.35")]
    [InlineData(123456, "123456")]
    [InlineData(1234567, "1.235e6")]
    [InlineData(0.00001234, "1.234e-5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void A_number_has_four_digits_and_no_trailing_zeros(double value, string expected) =>
        Assert.Equal(expected, Numbers.Plain(value));

    [Fact]
    public void A_picture_has_the_true_minus_sign_and_the_sign_of_infinity() =>
        Assert.Equal("−1.5 −∞", Numbers.Pretty(-1.5) + " " + Numbers.Pretty(double.NegativeInfinity));

    [Fact]
    public void Aligned_numbers_share_their_decimals_and_have_no_negative_zero()
    {
        var format = Numbers.Aligned([0.5, -1.25, double.NaN]);
        Assert.Equal(["0.50", "-1.25", "0.00", "NaN"], new[] { 0.5, -1.25, -0.0001, double.NaN }.Select(format));
        Assert.Equal("0", format(0));
        Assert.Equal("3", Numbers.Aligned([1, 2, 3])(3));
    }

    [Fact]
    public void A_share_that_rounds_to_zero_has_no_sign() =>
        Assert.Equal(["0.0 %", "-0.1 %", "12.5 %"], new[] { -0.0001, -0.001, 0.125 }.Select(Numbers.Percent));

    [Fact]
    public void Ticks_are_round_ascending_and_inside()
    {
        Assert.Equal([0, 0.5, 1], Numbers.Ticks(0, 1, 3));
        Assert.Equal([-2, -1, 0, 1, 2], Numbers.Ticks(-2, 2, 5));
        Assert.Equal([7], Numbers.Ticks(7, 7));
        Assert.Single(Numbers.Ticks(double.NaN, 1));
    }
}
