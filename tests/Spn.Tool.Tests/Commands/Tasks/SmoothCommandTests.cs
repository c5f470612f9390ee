using Spn.Imaging;
using Spn.Segmentation;
using Spn.Tasks;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands.Tasks;

/// <summary><c>spn smooth</c>.</summary>
public sealed class SmoothCommandTests : TaskCase
{
    [Fact]
    public void The_file_holds_what_the_library_makes()
    {
        Assert.Equal($"wrote {Path("out.png")}", Run(SmoothCommand.Create()).TrimEnd());
        Assert.Equal(Image.FromFeatureMap(Smoothing.Propagate(Scene.Photo)).Samples, Png.Read(Path("out.png")).Samples);
        Run(SmoothCommand.Create(), "--connection", "three-way", "--strength", "0.7");
        var options = new SmoothingOptions { Connection = Connection.ThreeWay, ColourDistance = new() { Strength = 0.7 } };
        Assert.Equal(Image.FromFeatureMap(Smoothing.Propagate(Scene.Photo, options)).Samples, Png.Read(Path("out.png")).Samples);
        Run(SmoothCommand.Create(), "--method", "guided", "--radius", "2", "--epsilon", "0.02");
        var guided = GuidedFilter.Smooth(Scene.Photo, null, new GuidedFilterOptions { Radius = 2, Epsilon = 0.02 });
        Assert.Equal(Image.FromFeatureMap(guided).Samples, Png.Read(Path("out.png")).Samples);
    }

    [Theory]
    [InlineData("expected --radius only with --method guided; leave it out or choose that.", "--radius", "3")]
    [InlineData("expected --sigma-space only with --connection one-way; leave it out or choose that.",
        "--connection", "three-way", "--sigma-space", "3")]
    [InlineData("expected --connection only with --method propagation; leave it out or choose that.",
        "--method", "guided", "--connection", "one-way")]
    public void Options_that_would_change_nothing_are_refused(string sentence, params string[] arguments) =>
        Assert.Equal(sentence, Refusal(SmoothCommand.Create(), arguments));

    [Fact]
    public void What_is_usual_is_said_in_words_that_the_option_takes()
    {
        var connection = Assert.Single(SmoothCommand.Create().Options, option => option.Name == "--connection");
        Assert.False(connection.HasDefaultValue);
        Assert.Contains("one-way (unless given) or three-way", connection.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_photograph_is_not_written_over_and_the_name_must_be_one_of_an_image()
    {
        var photo = Path("photo.png");
        Assert.Equal(
            $"--out is the photograph itself, '{photo}'; name another file.",
            Assert.Throws<ArgumentException>(() => CommandLine.Run(SmoothCommand.Create(), photo, "--out", photo)).Message);
        Assert.StartsWith(
            "expected a file name that ends in .png,",
            Assert.Throws<ArgumentException>(() => CommandLine.Run(SmoothCommand.Create(), photo, "--out", Path("out.jpg"))).Message,
            StringComparison.Ordinal);
    }
}
