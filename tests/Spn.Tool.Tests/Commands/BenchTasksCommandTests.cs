using System.Text.Json;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn bench tasks</c>, on one scene.</summary>
public class BenchTasksCommandTests
{
    [Fact]
    public void Every_method_of_every_task_has_an_error_and_a_time_and_is_better_than_doing_nothing()
    {
        using var json = JsonDocument.Parse(CommandLine.Run(BenchTasksCommand.Create(), "--seeds", "2", "--runs", "1", "--json"));
        var figures = json.RootElement.GetProperty("figures").EnumerateArray().ToList();
        var tasks = figures.GroupBy(figure => figure.GetProperty("task").GetString()).ToList();
        Assert.Equal(4, tasks.Count);
        foreach (var task in tasks)
        {
            double Error(JsonElement figure) => figure.GetProperty("errors").EnumerateObject().First().Value[0].GetDouble();
            var nothing = Error(task.First());
            Assert.Equal(0, task.First().GetProperty("milliseconds").GetArrayLength());
            Assert.Equal(3, task.Count() - 1);
            Assert.All(task.Skip(1), figure => Assert.True(figure.GetProperty("milliseconds")[0].GetDouble() > 0));
            // PSNR is the better the larger, an error the smaller; the nearest sample of depth is a method of its own.
            if (task.Key!.StartsWith("smooth", StringComparison.Ordinal))
                Assert.All(task.Skip(1), figure => Assert.True(Error(figure) > nothing + 3));
            else if (!task.Key.StartsWith("depth", StringComparison.Ordinal))
                Assert.All(task.Skip(1), figure => Assert.True(Error(figure) < 0.9 * nothing));
        }
    }
}
