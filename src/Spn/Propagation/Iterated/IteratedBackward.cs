using System.Numerics;
using System.Runtime.CompilerServices;

namespace Spn;

/// <summary>The backward of one batch item, from the last step to the first. A pixel gathers: no two threads write to one place.</summary>
internal sealed unsafe class IteratedBackward
{
    private readonly IteratedSteps _steps;
    private readonly int _count, _every;
    private readonly float[] _weights, _input, _centre;
    private readonly float[]? _hints;

    public IteratedBackward(IteratedSteps steps, int count)
    {
        (_steps, _count, _every) = (steps, count, (int)Math.Ceiling(Math.Sqrt(count)));
        (_weights, _input) = (new float[steps.Used.Values.Length], steps.Blank());
        _hints = steps.Hints is null ? null : new float[steps.Hints.Length];
        _centre = Centre();
    }

    public void Run(FeatureMap gradOutput, IteratedGradient result, int batch)
    {
        var padding = _steps.Padding;
        var kept = Kept();
        var (g, next) = (padding.Put(gradOutput, batch), _steps.Blank());
        var states = new float[_every][];
        _steps.Rows(row => Hint(g, row));
        for (var t = _count - 1; t >= 0; t--)
        {
            // h_t, computed again from the state kept before it, a group of steps at a time.
            if (states[t % _every] is null || t % _every == _every - 1)
            {
                states[0] = kept[t / _every];
                for (var i = 1; i <= t % _every; i++)
                    _steps.Step(states[i - 1], states[i] ??= _steps.Blank());
            }

            var h = states[t % _every];
            var (from, to, last) = (g, next, t == 0);
            _steps.Rows(row => Row(h, from, to, row, last));
            (g, next) = (next, g);
        }

        var end = g;
        _steps.Rows(row => Add(end, row));
        padding.Take(_input, result.Input, batch);
        _steps.Rows(row => _steps.Used.Back(_weights, result.Weights, row));
        if (_hints is not null)
            padding.Take(_hints, result.Hints!, batch);
    }

    /// <summary>h_0, and the state after every group of steps.</summary>
    private float[][] Kept()
    {
        var kept = new float[(_count + _every - 1) / _every][];
        var (h, next) = (_steps.Start, _steps.Blank());
        for (var t = 0; t < _count; t++)
        {
            if (t % _every == 0)
                kept[t / _every] = h;
            if (t / _every == kept.Length - 1)
                break;
            _steps.Step(h, next);
            (h, next) = (next, ReferenceEquals(h, kept[t / _every]) ? _steps.Blank() : h);
        }

        return kept;
    }

    /// <summary>1 − Σq of each pixel.</summary>
    private float[] Centre()
    {
        var (padding, used) = (_steps.Padding, _steps.Used.Values);
        var centre = new float[used.Length / IteratedWeights.Neighbours];
        _steps.Rows(row =>
        {
            for (var plane = 0; plane < centre.Length / padding.Size; plane++)
                for (var column = 0; column < padding.Width; column++)
                {
                    var sum = 0f;
                    for (var k = 0; k < IteratedWeights.Neighbours; k++)
                        sum += used[(plane * IteratedWeights.Neighbours + k) * padding.Size + padding.At(row) + column];
                    centre[plane * padding.Size + padding.At(row) + column] = 1 - sum;
                }
        });
        return centre;
    }

    /// <summary>One step back for a row of all channels: g of h_{t+1} gives ∂q, ∂x and, into next, that of h_t.</summary>
    private void Row(float[] h, float[] g, float[] next, int row, bool last)
    {
        for (var c = 0; c < _steps.Channels; c++)
            Row(h, g, next, row, c);
        if (!last)
            Hint(next, row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(float[] state, float[] gradient, float[] target, int row, int channel)
    {
        var padding = _steps.Padding;
        var (size, offset, fromStart) = ((nint)padding.Size, _steps.Used.Offset(channel), _steps.FromStart);
        var at = channel * size + padding.At(row);
        var neighbours = stackalloc int[IteratedWeights.Neighbours];
        for (var k = 0; k < IteratedWeights.Neighbours; k++)
            neighbours[k] = padding.Step(k);
        fixed (float* used = _steps.Used.Values, grads = _weights, centres = _centre, states = state, starts = _steps.Start,
            above = gradient, below = target, inputs = _input)
            for (var i = 0; i < padding.Written; i += Vector<float>.Count)
            {
                float* q = used + offset + padding.At(row) + i, dq = grads + offset + padding.At(row) + i;
                float* h = states + at + i, g = above + at + i;
                var own = Vector.Load(g);
                var centre = Vector.Load(fromStart ? starts + at + i : h);
                var through = Vector.Load(centres + offset / IteratedWeights.Neighbours + padding.At(row) + i) * own;
                var sum = Vector<float>.Zero;
                if (fromStart)
                    Vector.Store(Vector.Load(inputs + at + i) + through, inputs + at + i);
                else
                    sum = through;
                for (var k = 0; k < IteratedWeights.Neighbours; k++)
                {
                    var step = neighbours[k];
                    Vector.Store(Vector.Load(dq + k * size) + own * (Vector.Load(h + step) - centre), dq + k * size);
                    sum += Vector.Load(q + k * size - step) * Vector.Load(g - step);
                }

                Vector.Store(sum, below + at + i);
            }
    }

    /// <summary>At hint pixels the gradient goes to the hints and no further.</summary>
    private void Hint(float[] g, int row)
    {
        if (_hints is null)
            return;
        var padding = _steps.Padding;
        for (var c = 0; c < _steps.Channels; c++)
            for (var column = 0; column < padding.Width; column++)
                if (_steps.Mask![padding.At(row) + column] != 0)
                {
                    var at = c * padding.Size + padding.At(row) + column;
                    _hints[_hints.Length > padding.Size ? at : padding.At(row) + column] += g[at];
                    g[at] = 0;
                }
    }

    private void Add(float[] g, int row)
    {
        var padding = _steps.Padding;
        for (var c = 0; c < _steps.Channels; c++)
        {
            var at = c * padding.Size + padding.At(row);
            for (var i = 0; i < padding.Width; i++)
                _input[at + i] += g[at + i];
        }
    }
}
