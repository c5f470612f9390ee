using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>
/// Virtual machines may hide the sizes of the processor's caches (leaves 4 and 8000001D of CPUID are then empty), and two libraries inside
/// libtorch do not cope. oneDNN 3.7 takes a cache of size 0 for one to block for, and its reordering then misplaces the padding of
/// channels: a 3×3 convolution whose channels are no whole number of blocks, of 16 or without AVX-512 of 8, gives wrong numbers or NaN,
/// forward or in the gradient of its input. NNPACK fails to start, anew in every small convolution, which takes 25 ms and writes a line
/// to the standard error stream. There both are switched off, and convolutions run as matrix products, correct and up to twice as slow.
/// </summary>
internal static unsafe class HiddenCaches
{
    /// <summary>Tries both, and switches off what does not work. Where both work nothing changes.</summary>
    /// <param name="torchCpu">The loaded <c>torch_cpu</c>.</param>
    /// <exception cref="TorchUnavailableException">Convolutions are wrong and cannot be switched over.</exception>
    public static void Cope(nint torchCpu)
    {
        if (NativeLibrary.TryGetExport(torchCpu, "nnp_initialize", out var initialise) && ((delegate* unmanaged<int>)initialise)() != 0)
            SwitchOff(torchCpu, "NNPACK");
        if (IsConvolutionRight())
            return;
        SwitchOff(torchCpu, "Mkldnn");
        if (!IsConvolutionRight())
            throw new TorchUnavailableException(
                "expected libtorch to convolve, got wrong numbers: its oneDNN cannot cope with a processor that hides its caches, "
                + "and cannot be switched off; use another (virtual) machine.");
    }

    /// <summary>
    /// A convolution of 27 channels, a multiple of no block, beside the same as a matrix product; in a batch, which oneDNN takes whatever
    /// the size.
    /// </summary>
    private static bool IsConvolutionRight()
    {
        using var quiet = NoCollection.Begin();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var x = linspace(-1, 1, 2 * 27 * 9).view(2, 27, 3, 3);
        var weight = linspace(1, -2, 16 * 27 * 9).sin().view(16, 27, 3, 3);
        var product = weight.view(16, -1).expand(2, -1, -1).bmm(nn.functional.unfold(x, 3, 1, 1, 1));
        return (nn.functional.conv2d(x, weight, padding: [1, 1]).view(2, 16, 9) - product).abs().max().item<float>() < 1e-3;
    }

    /// <summary>at::globalContext().setUserEnabled…(false), whose names GCC and Clang write in one way and Visual C++ in another.</summary>
    private static void SwitchOff(nint torchCpu, string library)
    {
        var setter = $"setUserEnabled{library}";
        if ((NativeLibrary.TryGetExport(torchCpu, "_ZN2at13globalContextEv", out var context)
             && NativeLibrary.TryGetExport(torchCpu, $"_ZN2at7Context{setter.Length}{setter}Eb", out var set))
            || (NativeLibrary.TryGetExport(torchCpu, "?globalContext@at@@YAAEAVContext@1@XZ", out context)
                && NativeLibrary.TryGetExport(torchCpu, $"?{setter}@Context@at@@QEAAX_N@Z", out set)))
            ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), 0);
    }
}
