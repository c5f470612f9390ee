using FsCheck;
using FsCheck.Fluent;
using Spn.Learning;

namespace Spn.Tests.Learning;

/// <summary>Convolution and its gradients against the reference in double.</summary>
public class ConvolutionKernelTests
{
    [Fact]
    public void Every_pass_equals_the_reference_on_random_shapes() =>
        Property.Holds(Shapes().ToArbitrary(), shape => new ConvolutionCase(shape).AssertEqualsReference());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void Every_pass_equals_the_reference_at_every_width(int kernel, int stride)
    {
        for (var extent = 1; extent <= 70; extent++)
        {
            new ConvolutionCase(new ConvolutionShape(1 + extent % 2, 2, 3, 1 + extent * 7 % 6, extent, kernel, stride)).AssertEqualsReference();
            new ConvolutionCase(new ConvolutionShape(1, 1 + extent % 3, 9, extent, 1 + extent * 5 % 7, kernel, stride)).AssertEqualsReference();
        }
    }

    [Theory]
    [InlineData(2, 150, 17, 9, 16, 3, 1)]
    [InlineData(1, 17, 150, 9, 33, 3, 2)]
    [InlineData(1, 300, 70, 6, 7, 1, 1)]
    [InlineData(1, 3, 16, 130, 128, 3, 1)]
    [InlineData(1, 64, 9, 3, 700, 3, 1)]
    [InlineData(5, 9, 50, 34, 32, 3, 1)]
    public void Every_pass_equals_the_reference_on_shapes_that_are_cut(int batch, int inputs, int outputs, int height, int width, int kernel, int stride) =>
        new ConvolutionCase(new ConvolutionShape(batch, inputs, outputs, height, width, kernel, stride)).AssertEqualsReference();

    private static Gen<ConvolutionShape> Shapes() =>
        from batch in Gen.Choose(1, 3)
        from inputs in Gen.Choose(1, 40)
        from outputs in Gen.Choose(1, 40)
        from height in Gen.Choose(1, 40)
        from width in Gen.Choose(1, 40)
        from kernel in Gen.Elements(1, 3)
        from stride in Gen.Choose(1, 2)
        select new ConvolutionShape(batch, inputs, outputs, height, width, kernel, stride);
}
