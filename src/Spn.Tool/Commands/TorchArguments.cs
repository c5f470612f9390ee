using System.CommandLine;
using System.Runtime.CompilerServices;
using Spn.Learning;
using TorchSharp;

namespace Spn.Tool.Commands;

/// <summary>What every command that runs a network says about torch.</summary>
internal static class TorchArguments
{
    public static readonly Option<string> Device = new Option<string>("--device")
    {
        Description = "Where networks run: cpu, or cuda for an NVIDIA GPU.",
        DefaultValueFactory = _ => "cpu",
    }.Among(("cpu", "cpu"), ("cuda", "cuda"));

    public static readonly Option<int?> Threads = new Option<int?>("--threads")
    {
        Description = "Threads of torch and of the op; as many as torch takes by itself when left out. Other numbers give other last "
            + "digits.",
        HelpName = "N",
    }.In(1, Numbers.MostThreads);

    /// <summary>Loads libtorch and sets its threads, before anything is written.</summary>
    /// <returns>The device.</returns>
    /// <exception cref="TorchUnavailableException">There is no libtorch here.</exception>
    /// <exception cref="ArgumentException">There is no such device here, or no such number of threads.</exception>
    public static torch.Device Prepare(ParseResult parsed)
    {
        TorchLibrary.Load();
        return Prepare(parsed.GetValue(Device)!, parsed.GetValue(Threads));
    }

    /// <summary>Apart, since to touch torch before libtorch is loaded makes TorchSharp search for itself.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static torch.Device Prepare(string device, int? threads)
    {
        if (threads is { } count)
            torch.set_num_threads(count);
        return device == "cpu" ? torch.CPU
            : torch.cuda.is_available() ? torch.CUDA
            : throw new ArgumentException(
                "expected --device cuda only where libtorch finds a GPU, but this one does not; build with -p:Torch=cuda-linux or "
                + "cuda-windows on a machine with an NVIDIA GPU, or use --device cpu.");
    }
}
