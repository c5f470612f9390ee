using Spn.Learning;
using Spn.Tool.Commands;
using TorchSharp;

namespace Spn.Tool.Tests.Commands;

/// <summary>Jobs beside one another.</summary>
[Collection(TorchCollection.Name)]
public class AtOnceTests
{
    [LibtorchFact]
    public void Every_job_runs_once_and_the_threads_are_shared_and_given_back()
    {
        TorchLibrary.Load();
        var before = torch.get_num_threads();
        var threads = new int[7];
        using var together = new Barrier(2);
        AtOnce.Run(2, [.. Enumerable.Range(0, 7).Select(i => (Action<CancellationToken>)(_ =>
        {
            if (i < 2)
                Assert.True(together.SignalAndWait(TimeSpan.FromMinutes(1)));
            threads[i] += torch.get_num_threads();
        }))], CancellationToken.None);
        Assert.All(threads, count => Assert.Equal(Math.Max(1, before / 2), count));
        Assert.Equal(before, torch.get_num_threads());
    }

    [LibtorchFact]
    public void A_job_that_fails_stops_the_others_and_the_first_failure_is_thrown()
    {
        TorchLibrary.Load();
        using var together = new Barrier(2);
        var later = 0;
        Action<CancellationToken> Failing(string message) => _ =>
        {
            together.SignalAndWait();
            throw new InvalidDataException(message);
        };
        var thrown = Assert.Throws<InvalidDataException>(() => AtOnce.Run(
            2, [Failing("the first"), Failing("the second"), _ => later++, _ => later++], CancellationToken.None));
        Assert.Equal("the first", thrown.Message);
        Assert.Equal(0, later);
    }

    [LibtorchFact]
    public void A_cancelled_run_ends_without_an_exception()
    {
        TorchLibrary.Load();
        using var source = new CancellationTokenSource();
        var ran = 0;
        AtOnce.Run(1, [
            stop =>
            {
                ran++;
                source.Cancel();
                stop.ThrowIfCancellationRequested();
            },
            _ => ran++], source.Token);
        Assert.Equal(1, ran);
    }
}
