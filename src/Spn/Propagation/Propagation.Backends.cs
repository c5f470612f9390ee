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
                Cuda.Device().HostCalls.Scan(x, weights, direction, options, hidden);
                break;
            default:
                Put(Reference.Scan(
                    ReferenceMap.From(x), ReferenceWeights.From(weights), direction, options.Normalisation, options.Chunk), hidden);
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
                Cuda.Device().HostCalls.ScanBackward(x, weights, direction, gradHidden, options, gradient);
                break;
            default:
                var (map, raw) = (ReferenceMap.From(x), ReferenceWeights.From(weights));
                var computed = Reference.ScanBackward(
                    map, raw, direction, ReferenceMap.From(gradHidden), options.Normalisation, options.Chunk);
                Put(computed.Input, gradient.Input);
                Put(computed.Weights.ToPropagationWeights(), gradient.Weights, direction);
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
                var computed = Reference.Forward(ReferenceMap.From(result.Input), raw, result.Options.Normalisation, result.Options.Chunk);
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
                var computed = Reference.Backward(
                    map, raw, result.Winner, ReferenceMap.From(gradOutput), result.Options.Normalisation, result.Options.Chunk);
                Put(computed.Input, gradient.Input);
                var ofWeights = computed.Weights.ToPropagationWeights();
                foreach (var direction in Directions.All)
                    Put(ofWeights, gradient.Weights, direction);
                break;
        }
    }

    private static void RunNormalise(PropagationWeights weights, PropagationWeights normalised, PropagationOptions options)
    {
        switch (options.Backend)
        {
            case PropagationBackend.Cpu:
                CpuPropagation.Normalise(weights, normalised, options);
                break;
            case PropagationBackend.Cuda:
                Cuda.Device().HostCalls.Normalise(weights, normalised, options);
                break;
            default:
                var computed = Reference.Normalise(ReferenceWeights.From(weights), options.Normalisation, options.Chunk);
                computed.ToPropagationWeights().Values.CopyTo(normalised.Values, 0);
                break;
        }
    }

    private static void RunNormaliseBackward(
        PropagationWeights weights, PropagationWeights gradNormalised, PropagationWeights gradient, PropagationOptions options)
    {
        switch (options.Backend)
        {
            case PropagationBackend.Cpu:
                CpuPropagation.NormaliseBackward(weights, gradNormalised, gradient, options);
                break;
            case PropagationBackend.Cuda:
                Cuda.Device().HostCalls.NormaliseBackward(weights, gradNormalised, gradient, options);
                break;
            default:
                var computed = Reference.NormaliseBackward(
                    ReferenceWeights.From(weights), ReferenceWeights.From(gradNormalised), options.Normalisation, options.Chunk);
                computed.ToPropagationWeights().Values.CopyTo(gradient.Values, 0);
                break;
        }
    }

    private static void Put(ReferenceMap from, FeatureMap to) => from.ToFeatureMap().Values.CopyTo(to.Values, 0);

    /// <summary>The gradient of one direction's weights, and of its input gate.</summary>
    private static void Put(PropagationWeights from, PropagationWeights to, Direction direction)
    {
        for (var n = 0; n < from.Shape.Batch; n++)
        {
            var (start, count) = (from.PlaneOffset(n, direction, 0, 0), from.Maps * from.Shape.Channels * from.Shape.PlaneSize);
            from.Values.AsSpan(start, count).CopyTo(to.Values.AsSpan(start));
            if (from.InputGate is not { } gate)
                continue;
            var (first, planes) = (from.InputGateOffset(n, direction, 0), gate.Channels / 4 * from.Shape.PlaneSize);
            gate.Values.AsSpan(first, planes).CopyTo(to.InputGate!.Values.AsSpan(first));
        }
    }
}
