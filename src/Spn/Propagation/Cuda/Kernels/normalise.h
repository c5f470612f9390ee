// Raw weights to the weights that a scan uses, and the backward of that: a thread for each pixel of each plane of weights. Sums run over
// the neighbours that exist; absent ones, and those of the first line of a chunk, give zero.
#pragma once
#include "planes.h"

DEVICE long long weight_offset(const WeightView& p, int n, int d, int k, int c, int row, int column)
{
    return n * p.n + d * p.d + k * p.k + c * p.c + at(row, p.h, column, p.w);
}

// A pixel of a plane of weights, counted along its scan.
struct Receiver
{
    int n, d, c, row, column, line, at, length;

    DEVICE static Receiver of(const NormaliseArguments& a, long long i)
    {
        int directions = a.direction < 0 ? 4 : 1;
        long long plane = i / a.W / a.H;
        Receiver r;
        r.column = (int)(i % a.W), r.row = (int)(i / a.W % a.H);
        r.c = (int)(plane % a.C), r.n = (int)(plane / a.C / directions);
        r.d = a.direction < 0 ? (int)(plane / a.C % 4) : a.direction;
        bool horizontal = r.d < 2;
        int lines = horizontal ? a.W : a.H, along = horizontal ? r.column : r.row;
        r.line = r.d & 1 ? lines - 1 - along : along;
        r.at = horizontal ? r.row : r.column;
        r.length = horizontal ? a.H : a.W;
        return r;
    }
};

// Dividing by Σ|p|, where it is above one or always: p to q, or the gradient g of q to that of p. Backwards are written as sums of
// differences, which come out as exactly zero where they are zero.
template <int K>
DEVICE void divide(const NormaliseArguments& a, const float (&p)[K], const float (&g)[K], float (&result)[K])
{
    float sum = 0, epsilon = a.kind == Always ? a.epsilon : 0.0f;
    for (int k = 0; k < K; k++)
        sum += __builtin_fabsf(p[k]);
    bool divides = a.kind == Always || sum > 1.0f;
    float factor = divides ? reciprocal(sum + epsilon) : 1.0f;
    for (int k = 0; k < K; k++)
    {
        float difference = epsilon * g[k];
        for (int j = 0; j < K; j++)
            difference += __builtin_fabsf(p[j]) * (g[k] - sign(p[k]) * sign(p[j]) * g[j]);
        result[k] = !a.g.data ? p[k] * factor : divides ? difference * factor * factor : g[k];
    }
}

// Shares that sum to one, σ(p) / Σσ(p) or softmax(p), times tanh(gate) with Gate. Exponents are held at or below zero. Returns the
// gradient of the gate.
template <int K>
DEVICE float share(
    const NormaliseArguments& a, const float (&p)[K], const bool (&present)[K], float gate, const float (&g)[K], float (&result)[K])
{
    bool gated = a.kind == Gate;
    float largest = -__builtin_inff(), sum = 0, along = 0, shares[K], slopes[K];
    for (int k = 0; k < K; k++)
    {
        shares[k] = gated || p[k] < 0 ? p[k] : 0.0f;
        largest = present[k] && !(shares[k] <= largest) ? shares[k] : largest;
    }

    for (int k = 0; k < K; k++)
    {
        // σ(p) is r or e·r, and 1 - σ(p) is the other one.
        float e = exponential(-__builtin_fabsf(p[k])), r = reciprocal(1.0f + e);
        slopes[k] = gated ? 1.0f : p[k] > 0 ? e * r : r;
        shares[k] = present[k] ? exponential(shares[k] - largest) * (gated ? 1.0f : r) : 0.0f;
        sum += shares[k];
    }

    // tanh by its series near zero, where 1 - e loses digits, and 1 - tanh² as 4e / (1 + e)², which loses none.
    float size = __builtin_fabsf(gate), square = gate * gate, e = exponential(-2.0f * size), r = reciprocal(1.0f + e);
    float series = size * (1.0f - square * (1.0f / 3 - square * (2.0f / 15 - square * (17.0f / 315))));
    float t = !gated ? 1.0f : sign(gate) * (size < 0.2f ? series : (1.0f - e) * r);
    for (int k = 0; k < K; k++)
    {
        shares[k] *= reciprocal(sum);
        along += g[k] * shares[k];
    }
    for (int k = 0; k < K; k++)
    {
        float difference = 0;
        for (int j = 0; j < K; j++)
            difference += shares[j] * (g[k] - g[j]);
        result[k] = t * shares[k] * (a.g.data ? slopes[k] * difference : 1.0f);
    }
    return 4.0f * e * r * r * along;
}

template <int K>
DEVICE void normalise(const NormaliseArguments& a)
{
    long long all = (long long)a.H * a.W * a.N * a.C * (a.direction < 0 ? 4 : 1);
    for (long long i = (long long)block_index() * thread_count() + thread_index(); i < all; i += (long long)block_count() * thread_count())
    {
        Receiver r = Receiver::of(a, i);
        bool first = a.chunk > 0 ? r.line % a.chunk == 0 : r.line == 0;
        float p[K], g[K], result[K], of_gate = 0, gate = 0;
        if (a.kind == Gate && !first)
            gate = a.p.data[weight_offset(a.p, r.n, r.d, K, r.c, r.row, r.column)];
        bool present[K];
        for (int k = 0; k < K; k++)
        {
            present[k] = !first && !(K == 3 && ((k == 0 && r.at == 0) || (k == 2 && r.at + 1 == r.length)));
            p[k] = present[k] ? a.p.data[weight_offset(a.p, r.n, r.d, k, r.c, r.row, r.column)] : 0.0f;
            g[k] = present[k] && a.g.data ? a.g.data[weight_offset(a.g, r.n, r.d, k, r.c, r.row, r.column)] : 0.0f;
            result[k] = a.g.data ? g[k] : p[k];
        }

        if (a.kind == Clip || a.kind == Always)
            divide<K>(a, p, g, result);
        else if (a.kind != Raw && !first)
            of_gate = share<K>(a, p, present, gate, g, result);
        for (int k = 0; k < K; k++)
            store(a.y.data + weight_offset(a.y, r.n, r.d, k, r.c, r.row, r.column), present[k] ? result[k] : 0.0f);
        if (a.kind == Gate && a.g.data)
            store(a.y.data + weight_offset(a.y, r.n, r.d, K, r.c, r.row, r.column), of_gate);
    }
}
