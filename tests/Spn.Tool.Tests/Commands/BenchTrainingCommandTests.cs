using System.Text.Json;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary><c>spn bench training</c>, small.</summary>
[Collection(TorchCollection.Name)]
public class BenchTrainingCommandTests
{
    [LibtorchFact]
    public void Both_forms_of_the_op_are_timed_inside_a_step()
    {
        var output = CommandLine.Run(BenchTrainingCommand.Create(), "--rounds", "1", "--batch", "1", "--threads", "1", "--json");
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(3, root.GetProperty("steps").GetInt32());
        foreach (var side in new[] { "ours", "torch" })
        {
            double Of(string name) => root.GetProperty(side).GetProperty(name).GetDouble();
            Assert.InRange(Of("op_forward_ms"), 1e-3, Of("step_ms"));
            Assert.InRange(Of("op_backward_ms"), 1e-3, Of("step_ms"));
            Assert.InRange(Of("op_share"), 1e-6, 1);
        }

        Assert.True(root.GetProperty("op_ratio").GetDouble() > 0);
    }
}
