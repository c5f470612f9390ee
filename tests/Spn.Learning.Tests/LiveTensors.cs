using TorchSharp;

namespace Spn.Tests.Learning;

/// <summary>How many tensors live, once the garbage collector has freed what other tests have left to it.</summary>
internal static class LiveTensors
{
    public static long Count()
    {
        // A finalizer of one round makes garbage of the next one.
        var (count, last) = (long.MaxValue, -1L);
        while (count != last)
        {
            last = count;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            count = torch.Tensor.TotalCount;
        }

        return count;
    }
}
