// The op in plain loops and double precision, written for this check alone: N×C×H×W and N×4×K×C×H×W, contiguous, weights at the receiving
// pixel; directions left to right, right to left, top to bottom, bottom to top; neighbours by their index across the scan.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

using Values = std::vector<double>;

struct Problem
{
    int N, C, H, W, K;
    bool shared, stabilize;

    int weight_channels() const { return shared ? 1 : C; }
    std::size_t map_size() const { return (std::size_t)N * C * H * W; }
    std::size_t weight_size() const { return (std::size_t)N * 4 * K * weight_channels() * H * W; }
    std::size_t map(int n, int c, int i) const { return ((std::size_t)n * C + c) * H * W + i; }
    std::size_t weight(int n, int d, int k, int c, int i) const
    {
        return ((((std::size_t)n * 4 + d) * K + k) * weight_channels() + (shared ? 0 : c)) * H * W + i;
    }
};

// A plane as lines in the order of a scan.
struct Order
{
    int d, H, W;

    int lines() const { return d < 2 ? W : H; }
    int length() const { return d < 2 ? H : W; }
    int pixel(int line, int at) const
    {
        int along = d % 2 ? lines() - 1 - line : line;
        return d < 2 ? at * W + along : along * W + at;
    }
};

// The neighbours of a pixel that exist, with their weights: raw, and as the scan uses them.
struct Links
{
    int count = 0, k[3], at[3];
    double raw[3] = {}, used[3] = {}, sum_of_magnitudes = 0;
};

inline Links links(const Problem& q, const Values& p, int n, int c, const Order& o, int line, int at)
{
    Links l;
    for (int k = 0; line > 0 && k < q.K; k++)
    {
        int neighbour = at + k - q.K / 2;
        if (neighbour < 0 || neighbour >= o.length())
            continue;
        l.k[l.count] = k;
        l.at[l.count] = neighbour;
        l.raw[l.count] = p[q.weight(n, o.d, k, c, o.pixel(line, at))];
        l.sum_of_magnitudes += std::fabs(l.raw[l.count++]);
    }

    for (int i = 0; i < l.count; i++)
        l.used[i] = q.stabilize && l.sum_of_magnitudes > 1 ? l.raw[i] / l.sum_of_magnitudes : l.raw[i];
    return l;
}

inline Values reference_scan(const Problem& q, const Values& x, const Values& p, int d)
{
    Values h(x.size());
    Order o = {d, q.H, q.W};
    for (int n = 0; n < q.N; n++)
        for (int c = 0; c < q.C; c++)
            for (int line = 0; line < o.lines(); line++)
                for (int at = 0; at < o.length(); at++)
                {
                    Links l = links(q, p, n, c, o, line, at);
                    double rest = 1, sum = 0;
                    for (int i = 0; i < l.count; i++)
                    {
                        rest -= l.used[i];
                        sum += l.used[i] * h[q.map(n, c, o.pixel(line - 1, l.at[i]))];
                    }
                    h[q.map(n, c, o.pixel(line, at))] = rest * x[q.map(n, c, o.pixel(line, at))] + sum;
                }
    return h;
}

// Turns the gradients of the used weights of a pixel into those of the raw ones.
inline void through_constraint(const Problem& q, const Links& l, double (&g)[3])
{
    double s = l.sum_of_magnitudes, along = 0;
    if (!q.stabilize || s <= 1)
        return;
    for (int i = 0; i < l.count; i++)
        along += g[i] * l.used[i];
    for (int i = 0; i < l.count; i++)
        g[i] = (g[i] - (l.raw[i] > 0 ? 1 : l.raw[i] < 0 ? -1 : 0) * along) / s;
}

// Adds the gradients of x and of the raw weights, given the one that reaches h.
inline void reference_backward(const Problem& q, const Values& x, const Values& p, int d, const Values& g, Values& gx, Values& gp)
{
    Values h = reference_scan(q, x, p, d), reaching = g;
    Order o = {d, q.H, q.W};
    for (int n = 0; n < q.N; n++)
        for (int c = 0; c < q.C; c++)
            for (int line = o.lines() - 1; line >= 0; line--)
                for (int at = 0; at < o.length(); at++)
                {
                    Links l = links(q, p, n, c, o, line, at);
                    std::size_t here = q.map(n, c, o.pixel(line, at));
                    double gradients[3];
                    double rest = 1;
                    for (int i = 0; i < l.count; i++)
                    {
                        std::size_t before = q.map(n, c, o.pixel(line - 1, l.at[i]));
                        rest -= l.used[i];
                        gradients[i] = reaching[here] * (h[before] - x[here]);
                        reaching[before] += l.used[i] * reaching[here];
                    }
                    through_constraint(q, l, gradients);
                    for (int i = 0; i < l.count; i++)
                        gp[q.weight(n, d, l.k[i], c, o.pixel(line, at))] += gradients[i];
                    gx[here] += rest * reaching[here];
                }
}

// The constraint alone; with gradients given, its backward.
inline Values reference_constrain(const Problem& q, const Values& p, const Values* g)
{
    Values result(p.size(), 0.0);
    Problem limited = q;
    limited.stabilize = true;
    for (int d = 0; d < 4; d++)
    {
        Order o = {d, q.H, q.W};
        for (int n = 0; n < q.N; n++)
            for (int c = 0; c < q.weight_channels(); c++)
                for (int line = 0; line < o.lines(); line++)
                    for (int at = 0; at < o.length(); at++)
                    {
                        Links l = links(limited, p, n, c, o, line, at);
                        double values[3] = {l.used[0], l.used[1], l.used[2]};
                        if (g)
                        {
                            for (int i = 0; i < l.count; i++)
                                values[i] = (*g)[q.weight(n, d, l.k[i], c, o.pixel(line, at))];
                            through_constraint(limited, l, values);
                        }
                        for (int i = 0; i < l.count; i++)
                            result[q.weight(n, d, l.k[i], c, o.pixel(line, at))] = values[i];
                    }
    }
    return result;
}
