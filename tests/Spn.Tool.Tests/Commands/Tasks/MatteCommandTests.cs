using Spn.Imaging;
using Spn.Tasks;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands.Tasks;

/// <summary><c>spn matte</c>.</summary>
public sealed class MatteCommandTests : TaskCase
{
    [Theory]
    [InlineData("propagation")]
    [InlineData("closed-form")]
    public void A_trimap_becomes_a_matte_and_what_is_sure_stays(string method)
    {
        var trimap = Scene.Trimap(2);
        Run(MatteCommand.Create(), "--trimap", Write("t.png", trimap), "--method", method);
        var alpha = Result();
        Assert.Equal(1, alpha.Channels);
        Assert.True(MapErrors.MeanSquare(Scene.Alpha, alpha) < MapErrors.MeanSquare(Scene.Alpha, trimap));
        for (var i = 0; i < trimap.Values.Length; i++)
            if (trimap.Values[i] is 0 or 1)
                Assert.Equal(trimap.Values[i], alpha.Values[i]);
    }

    [Fact]
    public void Trimaps_that_cannot_be_used_are_told_in_a_sentence()
    {
        var trimap = Scene.Trimap(2);
        string Of(string name, FeatureMap map) => Refusal(MatteCommand.Create(), "--trimap", Write(name, map));
        FeatureMap With(Func<float, float> change) => new(trimap.Shape, Array.ConvertAll(trimap.Values, v => change(v)));
        Assert.Contains(" white, 0 black and ", Of("a.png", With(v => v == 0 ? 0.5f : v)));
        Assert.Contains("got 0 white, ", Of("b.png", With(v => v == 1 ? 0.5f : v)));
        Assert.Contains("and 0 grey ones; paint all three.", Of("c.png", With(v => v == 0.5f ? 1 : v)));
        Assert.Contains("got colours; save it in black, white and one grey.", Of("d.png", Scene.Photo));
        var soft = trimap.Copy();
        (soft.Values[0], soft.Values[1]) = (0.2f, 0.4f);
        Assert.Contains("got several greys (51, 102, 128); save it without soft brushes", Of("e.png", soft));
        Assert.Contains("got 3×3;", Of("f.png", FeatureMap.Constant(new MapShape(1, 1, 3, 3), 0.5f)));
    }

    [Fact]
    public void A_palette_or_sixteen_bits_do_as_well()
    {
        var trimap = Scene.Trimap(2);
        Run(MatteCommand.Create(), "--trimap", Write("t.png", trimap));
        var usual = Result().Values;
        var indices = Array.ConvertAll(trimap.Values, v => (byte)(v == 0 ? 0 : v == 1 ? 2 : 1));
        Run(MatteCommand.Create(), "--trimap", Write(
            "p.png", Image.Indexed(60, 84, indices, [new(0, 0, 0), new(128, 128, 128), new(255, 255, 255)])));
        Assert.Equal(usual, Result().Values);
        Run(MatteCommand.Create(), "--trimap", Write("w.png", Image.FromFeatureMap(trimap, 65535)));
        Assert.Equal(usual, Result().Values);
    }
}
