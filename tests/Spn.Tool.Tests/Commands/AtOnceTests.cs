using Spn.Learning;
using Spn.Tool.Commands;
using TorchSharp;

namespace Spn.Tool.Tests.Commands;

/// <summary>Jobs beside one another.</summary>
[Collection(TorchCollection.Name)]
public class AtOnceTests
{
    [LibtorchFact]
    public void Every_training_runs_once_and_the_threads_are_shared_and_given_back()
    {
        TorchLibrary.Load();
        var before = torch.get_num_threads();
        var threads = new int[7];
        using var together = new Barrier(2);
        CompareCommand.Share(2, 7, (i, _) =>
        {
            if (i < 2)
                Assert.True(together.SignalAndWait(TimeSpan.FromMinutes(1)));
            threads[i] += torch.get_num_threads();
        }, CancellationToken.None);
        Assert.All(threads, count => Assert.Equal(Math.Max(1, before / 2), count));
        Assert.Equal(before, torch.get_num_threads());
    }

    [Fact]
    public void A_job_that_fails_stops_the_others_and_the_first_failure_is_thrown()
    {
        using var together = new Barrier(2);
        var later = 0;
        var thrown = Assert.Throws<InvalidDataException>(() => AtOnce.Run(2, 4, (i, _) =>
        {
            if (i > 1)
                later++;
            together.SignalAndWait();
            throw new InvalidDataException($"job {i}");
        }, CancellationToken.None));
        Assert.Equal(("job 0", 0), (thrown.Message, later));
    }

    [Fact]
    public void A_cancelled_run_begins_no_more_and_says_that_it_was_cancelled()
    {
        using var source = new CancellationTokenSource();
        var ran = 0;
        Assert.Throws<OperationCanceledException>(() => AtOnce.Run(1, 2, (_, stop) =>
        {
            ran++;
            source.Cancel();
            stop.ThrowIfCancellationRequested();
        }, source.Token));
        Assert.Equal(1, ran);
    }
}
