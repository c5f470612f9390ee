namespace Spn.Tests;

/// <summary>An array N×C×H×W in double, as peers see it.</summary>
internal sealed record Nchw(int N, int C, int H, int W, double[] Values)
{
    public Nchw(int n, int c, int h, int w) : this(n, c, h, w, new double[n * c * h * w]) { }

    public double this[int n, int c, int h, int w]
    {
        get => h < 0 || h >= H || w < 0 || w >= W ? 0 : Values[((n * C + c) * H + h) * W + w];
        set => Values[((n * C + c) * H + h) * W + w] = value;
    }

    public static Nchw Random(int n, int c, int h, int w, Random random) =>
        new(n, c, h, w, [.. Enumerable.Range(0, n * c * h * w).Select(_ => (double)(float)(2 * random.NextDouble() - 1))]);

    public Nchw Channels(int first, int count)
    {
        var part = new Nchw(N, count, H, W);
        part.Fill((n, c, h, w) => this[n, first + c, h, w]);
        return part;
    }

    public Nchw Fill(Func<int, int, int, int, double> value)
    {
        for (var n = 0; n < N; n++)
            for (var c = 0; c < C; c++)
                for (var h = 0; h < H; h++)
                    for (var w = 0; w < W; w++)
                        this[n, c, h, w] = value(n, c, h, w);
        return this;
    }

    public FeatureMap ToMap() => new(new MapShape(N, C, H, W), Array.ConvertAll(Values, v => (float)v));
}

/// <summary>The recurrences of the peers in plain loops in double, written from what their sources compute, not from ours.</summary>
internal static class NaivePeers
{
    /// <summary>pytorch_spn: one direction. A gate counts where its neighbour lies in the map, also in 1 − ΣG.</summary>
    public static Nchw PytorchSpn(Nchw x, Nchw[] gates, bool horizontal, bool reverse)
    {
        var h = new Nchw(x.N, x.C, x.H, x.W);
        var lines = horizontal ? x.W : x.H;
        for (var t = 0; t < lines; t++)
            for (var n = 0; n < x.N; n++)
                for (var c = 0; c < x.C; c++)
                    for (var i = 0; i < (horizontal ? x.H : x.W); i++)
                    {
                        var line = reverse ? lines - 1 - t : t;
                        var before = reverse ? line + 1 : line - 1;
                        var (row, column) = horizontal ? (i, line) : (line, i);
                        var (sum, used) = (0.0, 0.0);
                        for (var k = 0; k < 3; k++)
                        {
                            var (r, w) = horizontal ? (i + k - 1, before) : (before, i + k - 1);
                            if (r < 0 || r >= x.H || w < 0 || w >= x.W)
                                continue;
                            sum += gates[k][n, c, row, column] * h[n, c, r, w];
                            used += gates[k][n, c, row, column];
                        }

                        h[n, c, row, column] = (1 - used) * x[n, c, row, column] + sum;
                    }

        return h;
    }

    /// <summary>The division of pytorch_spn's demo (where the sum is at least one) or AnyNet's (everywhere), over all gates.</summary>
    public static Nchw[] Divided(Nchw[] gates, bool always)
    {
        double By(double sum) => always ? sum + 1e-8 : sum >= 1 ? sum : 1;
        return [.. gates.Select(gate => new Nchw(gate.N, gate.C, gate.H, gate.W).Fill(
            (n, c, h, w) => gate[n, c, h, w] / By(gates.Sum(g => Math.Abs(g[n, c, h, w])))))];
    }

    /// <summary>GSPN: always from left to right, in chunks of columns; x, λ and gates stand turned for each direction.</summary>
    public static Nchw Gspn(Nchw x, Nchw lambda, Nchw[] gates, int chunk)
    {
        var h = new Nchw(x.N, x.C, x.H, x.W);
        for (var w = 0; w < x.W; w++)
            for (var n = 0; n < x.N; n++)
                for (var c = 0; c < x.C; c++)
                    for (var r = 0; r < x.H; r++)
                    {
                        var sum = lambda[n, c, r, w] * x[n, c, r, w];
                        for (var k = 0; k < 3 && w % chunk > 0; k++)
                            sum += gates[k][n, c, r, w] * h[n, c, r + k - 1, w - 1];
                        h[n, c, r, w] = sum;
                    }

        return h;
    }

    /// <summary>GSPN's σ(G) / Σσ(G): the first row has no left gate, the last one no right gate.</summary>
    public static Nchw[] Stochastic(Nchw[] gates)
    {
        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        return [.. gates.Select(gate => new Nchw(gate.N, gate.C, gate.H, gate.W).Fill((n, c, h, w) =>
        {
            var all = gates.Select(g => Sigmoid(g[n, c, h, w])).ToArray();
            var sum = h == 0 ? all[1] + all[2] : h == gate.H - 1 ? all[0] + all[1] : all.Sum();
            return Sigmoid(gate[n, c, h, w]) / sum;
        }))];
    }

    /// <summary>x of the four directions of GSPN, turned and stacked: as it is, transposed, mirrored, both.</summary>
    public static Nchw Turned(Nchw x) => new Nchw(x.N, 4 * x.C, x.H, x.W).Fill((n, c, h, w) =>
    {
        var along = c / x.C >= 2 ? x.W - 1 - w : w;
        return c / x.C % 2 == 0 ? x[n, c % x.C, h, along] : x[n, c % x.C, along, h];
    });

    /// <summary>
    /// CSPN's released code: gates and map are padded by two pixels, each its own way, multiplied, summed and cut by one all round.
    /// </summary>
    public static Nchw Cspn(Nchw x, Nchw guidance, Nchw? sparse, int steps, bool absolute)
    {
        // Pixels before and above, of the gates and of the map alike.
        (int Left, int Top)[] pads = [(0, 0), (1, 0), (2, 0), (0, 1), (2, 1), (0, 2), (1, 2), (2, 2)];
        Nchw Padded(Nchw map, int channel, (int Left, int Top) by) =>
            new Nchw(map.N, 1, map.H + 2, map.W + 2).Fill((n, _, h, w) => map[n, channel, h - by.Top, w - by.Left]);
        var gates = pads.Select((by, k) => Padded(guidance, k, by)).ToArray();
        if (absolute)
            foreach (var gate in gates)
                gate.Fill((n, c, h, w) => Math.Abs(gate[n, c, h, w]));
        var size = gates[0].Values.Length;
        var magnitude = Enumerable.Range(0, size).Select(i => gates.Sum(gate => Math.Abs(gate.Values[i]))).ToArray();
        foreach (var gate in gates)
            for (var i = 0; i < size; i++)
                gate.Values[i] /= magnitude[i];
        var result = x;
        for (var t = 0; t < steps; t++)
        {
            var last = result;
            var next = new Nchw(x.N, x.C, x.H, x.W);
            for (var c = 0; c < x.C; c++)
            {
                var maps = pads.Select(by => Padded(last, c, by)).ToArray();
                for (var n = 0; n < x.N; n++)
                    for (var h = 0; h < x.H; h++)
                        for (var w = 0; w < x.W; w++)
                        {
                            var value = gates.Zip(maps, (gate, map) => gate[n, 0, h + 1, w + 1] * map[n, 0, h + 1, w + 1]).Sum();
                            value += (1 - gates.Sum(gate => gate[n, 0, h + 1, w + 1])) * x[n, c, h, w];
                            next[n, c, h, w] = sparse is not null && sparse[n, 0, h, w] > 0 ? x[n, c, h, w] : value;
                        }
            }

            result = next;
        }

        return result;
    }
}
