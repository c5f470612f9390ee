using System.Runtime;

namespace Spn.Tests.Learning;

/// <summary>The garbage collector is held off while steps run, and only then.</summary>
public class NoCollectionTests
{
    private static bool IsHeld => GCSettings.LatencyMode == GCLatencyMode.NoGCRegion;

    [Fact]
    public void A_step_holds_it_off_and_lets_go_and_in_a_training_it_rests()
    {
        using (NoCollection.Begin())
        {
            Assert.True(IsHeld);
            using (NoCollection.Begin())
                Assert.True(IsHeld);
            Assert.True(IsHeld);
        }

        Assert.False(IsHeld);
        using (NoCollection.Rest())
        {
            using (NoCollection.Begin())
                Assert.True(IsHeld);
            Assert.True(IsHeld);
        }

        Assert.False(IsHeld);
    }

    [Fact]
    public void Whoever_holds_it_off_already_keeps_it()
    {
        Assert.True(GC.TryStartNoGCRegion(16 << 20, true));
        using (NoCollection.Begin())
            Assert.True(IsHeld);
        GC.EndNoGCRegion();
        Assert.False(IsHeld);
    }

    [Fact]
    public void What_allocates_more_than_a_hold_lasts_stands_apart_from_the_steps_of_other_threads()
    {
        var (unprotected, stop) = (0, false);
        using (NoCollection.Rest())
        {
            Thread[] threads = [.. Enumerable.Range(0, 3).Select(number => new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                    using (NoCollection.Begin())
                    {
                        var before = GC.CollectionCount(0);
                        Thread.Sleep(number + 2);
                        if (!IsHeld || GC.CollectionCount(0) != before)
                            Interlocked.Increment(ref unprotected);
                    }
            }))];
            foreach (var thread in threads)
                thread.Start();
            for (var save = 0; save < 10; save++)
            {
                using var apart = NoCollection.Apart();
                using (NoCollection.Apart())
                using (NoCollection.Begin())
                    GC.KeepAlive(new byte[1000]);
                for (var i = 0; i < 30; i++)
                    GC.KeepAlive(new byte[5_000_000]);
            }

            Volatile.Write(ref stop, true);
            foreach (var thread in threads)
                thread.Join();
        }

        Assert.Equal(0, unprotected);
        Assert.False(IsHeld);
    }

    [Fact]
    public void A_collection_on_demand_ends_the_hold_and_the_next_step_holds_again()
    {
        using var rest = NoCollection.Rest();
        using (NoCollection.Begin())
            GC.Collect();
        using (NoCollection.Begin())
            Assert.True(IsHeld);
    }

    [Fact]
    public void Steps_of_many_threads_that_overlap_are_all_protected_however_much_they_allocate()
    {
        var unprotected = 0;
        using (NoCollection.Rest())
        {
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(number => new Thread(() =>
            {
                for (var step = 0; step < 40; step++)
                    using (NoCollection.Begin())
                    {
                        var before = GC.CollectionCount(0);
                        for (var i = 0; i < 40; i++)
                            GC.KeepAlive(new byte[50_000]);
                        Thread.Sleep(number + 1);
                        if (!IsHeld || GC.CollectionCount(0) != before)
                            Interlocked.Increment(ref unprotected);
                    }
            }))];
            foreach (var thread in threads)
                thread.Start();
            foreach (var thread in threads)
                thread.Join();
        }

        Assert.Equal(0, unprotected);
        Assert.False(IsHeld);
    }
}
