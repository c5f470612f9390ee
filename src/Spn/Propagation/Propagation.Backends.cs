namespace Spn;

/// <content>Who computes: each call, checked, goes to one of the back ends, into memory that is there.</content>
public static partial class Propagation
{
    private static void Run(FeatureMap x, PropagationWeights weights, Direction direction, PropagationOptions options, FeatureMap hidden)
    {
        switch (options.Backend)
        {
            case PropagationBackend.Cpu:
                CpuPropagation.Scan(x, weights, direction, options, hidden);
                break;
            case PropagationBackend.Cuda:
                Cuda.Device().HostCalls.Scan(x, weights, direction, options.Stabilize, hidden);
                break;
            default:
                Put(Reference.Scan(ReferenceMap.From(x), ReferenceWeights.From(weights), direction, options.Stabilize), hidden);
                break;
        }
    }

    private static void RunBackward(
        FeatureMap x, PropagationWeights weights, Direction direction, FeatureMap gradHidden, PropagationOptions options,
        PropagationGradient gradient)
    {
        switch (options.Backend)
        {
            case PropagationBackend.Cpu:
                CpuPropagation.ScanBackward(x, weights, direction, gradHidden, options, gradient);
                break;
            case PropagationBackend.Cuda:
                Cuda.Device().HostCalls.ScanBackward(x, weights, direction, gradHidden, options.Stabilize, gradient);
                break;
            default:
                var (map, raw) = (ReferenceMap.From(x), ReferenceWeights.From(weights));
                var computed = Reference.ScanBackward(map, raw, direction, ReferenceMap.From(gradHidden), options.Stabilize);
                Put(computed.Input, gradient.Input);
                var ofWeights = computed.Weights.ToPropagationWeights();
                for (var n = 0; n < weights.Shape.Batch; n++)
                    for (var k = 0; k < weights.Neighbours; k++)
                        for (var c = 0; c < weights.Shape.Channels; c++)
                            ofWeights.Plane(n, direction, k, c).CopyTo(gradient.Weights.Plane(n, direction, k, c));
                break;
        }
    }

    private static void Run(PropagationResult result)
    {
        switch (result.Options.Backend)
        {
            case PropagationBackend.Cpu:
                CpuPropagation.Forward(result);
                break;
            case PropagationBackend.Cuda:
                Cuda.Device().HostCalls.Forward(result);
                break;
            default:
                var raw = ReferenceWeights.From(result.Weights);
                var computed = Reference.Forward(ReferenceMap.From(result.Input), raw, result.Options.Stabilize);
                Put(computed.Output, result.Output);
                computed.Winner.Values.CopyTo(result.Winner.Values, 0);
                break;
        }
    }

    private static void RunBackward(PropagationResult result, FeatureMap gradOutput, PropagationGradient gradient)
    {
        switch (result.Options.Backend)
        {
            case PropagationBackend.Cpu:
                CpuPropagation.Backward(result, gradOutput, gradient);
                break;
            case PropagationBackend.Cuda:
                Cuda.Device().HostCalls.Backward(result, gradOutput, gradient);
                break;
            default:
                var (map, raw) = (ReferenceMap.From(result.Input), ReferenceWeights.From(result.Weights));
                var computed = Reference.Backward(map, raw, result.Winner, ReferenceMap.From(gradOutput), result.Options.Stabilize);
                Put(computed.Input, gradient.Input);
                computed.Weights.ToPropagationWeights().Values.CopyTo(gradient.Weights.Values, 0);
                break;
        }
    }

    private static void Put(ReferenceMap from, FeatureMap to) => from.ToFeatureMap().Values.CopyTo(to.Values, 0);
}
