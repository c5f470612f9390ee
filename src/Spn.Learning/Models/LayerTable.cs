using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Spn.Learning;

/// <summary>A table of the layers of any module, found by running it.</summary>
internal static class LayerTable
{
    /// <summary>The innermost modules in the order in which they run; parameters of others in one row at the end.</summary>
    /// <param name="root">The module.</param>
    /// <param name="run">A forward pass, which calls its layers by <c>call</c>.</param>
    public static NetworkTable Of(nn.Module root, Func<Tensor> run) => Applied.Run(root, () =>
    {
        List<NetworkRow> rows = [];
        var output = default(MapShape);
        ModuleHooks.Watch(root, () => output = Shape(run()), (name, module, inputs, result) => rows.Add(new NetworkRow(
            name, Kind(module), [.. inputs.Select(input => $"{Shape(input)}")], Shape(result),
            Parameters(module), MultiplyAdds(module, inputs, result))));
        if (Parameters(root) - rows.DistinctBy(row => row.Name).Sum(row => row.Parameters) is var others and > 0)
            rows.Add(new NetworkRow("(others)", "what does not run by call", [], output, others, 0));
        return new NetworkTable(rows);
    });

    private static long Parameters(nn.Module module) => module.parameters().Sum(parameter => parameter.NumberOfElements);

    private static string Kind(nn.Module module) => module switch
    {
        Conv2d { kernel_size: var kernel, stride: [1, ..] } => $"conv {string.Join('×', kernel)}",
        Conv2d { kernel_size: var kernel, stride: var stride } => $"conv {string.Join('×', kernel)} /{stride[0]}",
        SpatialPropagation { Connection: var connection, Normalisation: var normalisation } =>
            $"SPN {connection.ToWords()}, {(normalisation == Normalisation.Clip ? "constrained" : normalisation.ToWords())}",
        GuidanceFile file => $"TorchScript {Path.GetFileName(file.FileName)}",
        _ => module.GetName(),
    };

    /// <summary>Of convolutions, linear layers and the propagation; what others do is small beside them, or unknown.</summary>
    private static long MultiplyAdds(nn.Module module, Tensor[] inputs, Tensor output) => module switch
    {
        Conv2d convolution => output.NumberOfElements * convolution.weight.NumberOfElements / convolution.weight.shape[0],
        ConvTranspose2d convolution => inputs[0].NumberOfElements * convolution.weight.NumberOfElements / convolution.weight.shape[0],
        Linear linear => output.NumberOfElements * linear.weight!.shape[1],
        SpatialPropagation propagation => 4 * (int)propagation.Connection * output.NumberOfElements,
        _ => 0,
    };

    private static MapShape Shape(Tensor tensor)
    {
        int[] extents = [.. tensor.shape.Select(extent => (int)extent), 1, 1, 1, 1];
        return new MapShape(extents[0], extents[1], extents[2], extents[3]);
    }
}
