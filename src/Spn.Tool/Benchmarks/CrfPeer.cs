using System.Globalization;
using System.Runtime.InteropServices;
using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Tool.Benchmarks;

/// <summary>The same CRF in pydensecrf, the wrapper of its authors' code, timed in a process of its own where there is one.</summary>
internal static class CrfPeer
{
    private const string Script = "tests/benchmarks/peers/pydensecrf_inference.py", Work = "pydensecrf";

    public static CrfFigure Measure(FeatureMap photo, int classes, DenseCrfOptions options)
    {
        if (TorchPeer.FindScript(Script) is not { } script)
            return new CrfFigure(Work, null, $"{Script} was not found above {Environment.CurrentDirectory}");
        if (new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(p => TorchPeer.Run(p, "-c", "import pydensecrf.densecrf") is not null)
            is not { } python)
            return new CrfFigure(Work, null, "no python3 with pydensecrf was found");
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, MemoryMarshal.AsBytes<ushort>(Image.FromFeatureMap(photo, 255).Samples).ToArray());
            string[] numbers = [.. new double[]
            {
                photo.Height, photo.Width, classes, options.Iterations, options.PositionWeight, options.PositionSigma,
                options.BilateralWeight, options.BilateralSigma, options.ColourSigma,
            }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
            if (TorchPeer.Run(python, [script, file, .. numbers]) is not { } printed)
                return new CrfFigure(Work, null, $"{python} {script} failed; run it to see why");
            double[] times = [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(seconds => double.Parse(seconds, CultureInfo.InvariantCulture)).Order()];
            return new CrfFigure(Work, new Timing(times[times.Length / 2], times[0], times.Length), "its own lattices included");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
