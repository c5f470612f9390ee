// The op in plain loops and double precision, written for this check alone: N×C×H×W and N×4×K×C×H×W, contiguous, weights at the receiving
// pixel; directions left to right, right to left, top to bottom, bottom to top; neighbours by their index across the scan.
#pragma once
#include "Kernels/arguments.h"
#include <algorithm>
#include <cmath>
#include <vector>

using Values = std::vector<double>;

struct Problem
{
    int N, C, H, W, K;
    bool shared;
    int kind, chunk, gates; // gates: channels of an input gate, 1 or C; 0 without one

    int maps() const { return K + (kind == Gate); }
    int weight_channels() const { return shared ? 1 : C; }
    bool starts(int line) const { return chunk > 0 ? line % chunk == 0 : line == 0; }
    std::size_t map_size() const { return (std::size_t)N * C * H * W; }
    std::size_t weight_size() const { return (std::size_t)N * 4 * maps() * weight_channels() * H * W; }
    std::size_t gate_size() const { return (std::size_t)N * 4 * gates * H * W; }
    std::size_t map(int n, int c, int i) const { return ((std::size_t)n * C + c) * H * W + i; }
    std::size_t weight(int n, int d, int k, int c, int i) const
    {
        return ((((std::size_t)n * 4 + d) * maps() + k) * weight_channels() + (shared ? 0 : c)) * H * W + i;
    }
    std::size_t gate(int n, int d, int c, int i) const { return (((std::size_t)n * 4 + d) * gates + (gates == 1 ? 0 : c)) * H * W + i; }

    // The same problem with the weights as a scan uses them, and no more.
    Problem used() const { return {N, C, H, W, K, shared, Raw, 0, gates}; }
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
    double raw[3] = {}, used[3] = {}, gate = 0;
};

inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

inline Links links(const Problem& q, const Values& p, int n, int c, const Order& o, int line, int at)
{
    Links l;
    double magnitudes = 0, shares = 0;
    for (int k = 0; !q.starts(line) && k < q.K; k++)
    {
        int neighbour = at + k - q.K / 2;
        if (neighbour < 0 || neighbour >= o.length())
            continue;
        double raw = p[q.weight(n, o.d, k, c, o.pixel(line, at))];
        l.k[l.count] = k;
        l.at[l.count] = neighbour;
        l.raw[l.count++] = raw;
        magnitudes += std::fabs(raw);
        shares += q.kind == Gate ? std::exp(raw) : sigmoid(raw);
    }

    if (q.kind == Gate && l.count > 0)
        l.gate = p[q.weight(n, o.d, q.K, c, o.pixel(line, at))];
    for (int i = 0; i < l.count; i++)
    {
        double raw = l.raw[i];
        l.used[i] = q.kind == Clip   ? raw / std::max(1.0, magnitudes)
            : q.kind == Always       ? raw / (magnitudes + 1e-8)
            : q.kind == RowStochastic ? sigmoid(raw) / shares
            : q.kind == Gate         ? std::tanh(l.gate) * std::exp(raw) / shares
                                     : raw;
    }
    return l;
}

// Turns the gradients of the used weights of a pixel into those of the raw ones, by the derivative of each used weight by each raw one;
// returns that of the gate.
inline double through_normalisation(const Problem& q, const Links& l, double (&g)[3])
{
    double result[3] = {}, of_gate = 0, magnitudes = 0, shares = 0;
    for (int i = 0; i < l.count; i++)
    {
        magnitudes += std::fabs(l.raw[i]);
        shares += q.kind == Gate ? std::exp(l.raw[i]) : sigmoid(l.raw[i]);
    }
    for (int i = 0; i < l.count; i++)
        for (int j = 0; j < l.count; j++)
        {
            double same = i == j, sign = l.raw[j] > 0 ? 1 : l.raw[j] < 0 ? -1 : 0, s = sigmoid(l.raw[j]), slope = 0;
            if (q.kind == Clip)
                slope = magnitudes > 1 ? (same - l.used[i] * sign) / magnitudes : same;
            else if (q.kind == Always)
                slope = (same - l.used[i] * sign) / (magnitudes + 1e-8);
            else if (q.kind == RowStochastic)
                slope = (same - l.used[i]) * s * (1 - s) / shares;
            else if (q.kind == Gate)
                slope = l.used[i] * (same - std::exp(l.raw[j]) / shares);
            else
                slope = same;
            result[j] += g[i] * slope;
        }
    for (int i = 0; i < l.count && q.kind == Gate; i++)
        of_gate += g[i] * (1 - std::tanh(l.gate) * std::tanh(l.gate)) * std::exp(l.raw[i]) / shares;
    std::copy(result, result + 3, g);
    return of_gate;
}

inline Values reference_scan(const Problem& q, const Values& x, const Values& p, const Values& gate, int d)
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
                    rest = q.gates ? gate[q.gate(n, d, c, o.pixel(line, at))] : rest;
                    h[q.map(n, c, o.pixel(line, at))] = rest * x[q.map(n, c, o.pixel(line, at))] + sum;
                }
    return h;
}

struct Gradients
{
    Values x, p, gate;
};

// Adds the gradients of x, of the raw weights and of the input gate, given the one that reaches h.
inline void reference_backward(
    const Problem& q, const Values& x, const Values& p, const Values& gate, int d, const Values& g, Gradients& to)
{
    Values h = reference_scan(q, x, p, gate, d), reaching = g;
    Order o = {d, q.H, q.W};
    for (int n = 0; n < q.N; n++)
        for (int c = 0; c < q.C; c++)
            for (int line = o.lines() - 1; line >= 0; line--)
                for (int at = 0; at < o.length(); at++)
                {
                    Links l = links(q, p, n, c, o, line, at);
                    std::size_t here = q.map(n, c, o.pixel(line, at));
                    double gradients[3] = {}, rest = 1;
                    for (int i = 0; i < l.count; i++)
                    {
                        std::size_t before = q.map(n, c, o.pixel(line - 1, l.at[i]));
                        rest -= l.used[i];
                        gradients[i] = reaching[here] * (h[before] - (q.gates ? 0 : x[here]));
                        reaching[before] += l.used[i] * reaching[here];
                    }
                    double of_gate = through_normalisation(q, l, gradients);
                    for (int i = 0; i < l.count; i++)
                        to.p[q.weight(n, d, l.k[i], c, o.pixel(line, at))] += gradients[i];
                    if (q.kind == Gate)
                        to.p[q.weight(n, d, q.K, c, o.pixel(line, at))] += of_gate;
                    if (q.gates)
                    {
                        rest = gate[q.gate(n, d, c, o.pixel(line, at))];
                        to.gate[q.gate(n, d, c, o.pixel(line, at))] += reaching[here] * x[here];
                    }
                    to.x[here] += rest * reaching[here];
                }
}

// The used weights of the directions [from, to), K maps, zeros elsewhere.
inline Values reference_normalise(const Problem& q, const Values& p, int from, int to)
{
    Problem used = q.used();
    Values result(used.weight_size(), 0.0);
    for (int d = from; d < to; d++)
    {
        Order o = {d, q.H, q.W};
        for (int n = 0; n < q.N; n++)
            for (int c = 0; c < q.weight_channels(); c++)
                for (int line = 0; line < o.lines(); line++)
                    for (int at = 0; at < o.length(); at++)
                    {
                        Links l = links(q, p, n, c, o, line, at);
                        for (int i = 0; i < l.count; i++)
                            result[used.weight(n, d, l.k[i], c, o.pixel(line, at))] = l.used[i];
                    }
    }
    return result;
}
