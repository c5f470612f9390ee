// The stability constraint of Theorem 3 alone, and its backward: a thread for each pixel of each plane of weights.
#pragma once
#include "planes.h"

DEVICE long long weight_offset(const WeightView& p, int n, int d, int k, int c, int row, int column)
{
    return n * p.n + d * p.d + k * p.k + c * p.c + at(row, p.h, column, p.w);
}

template <class S, int K>
DEVICE void constrain(const ConstrainArguments& a)
{
    using Raw = typename S::Raw;
    long long pixels = (long long)a.H * a.W, all = pixels * a.N * 4 * a.C;
    for (long long i = (long long)block_index() * thread_count() + thread_index(); i < all; i += (long long)block_count() * thread_count())
    {
        int column = (int)(i % a.W), row = (int)(i / a.W % a.H), c = (int)(i / pixels % a.C), d = (int)(i / pixels / a.C % 4), n = (int)(i / pixels / a.C / 4);
        bool horizontal = d < 2;
        int line = horizontal ? column : row, lines = horizontal ? a.W : a.H, at = horizontal ? row : column, length = horizontal ? a.H : a.W;
        bool first = line == (d & 1 ? lines - 1 : 0);
        float p[K], g[K];
        bool present[K];
        for (int k = 0; k < K; k++)
        {
            present[k] = !first && !(K == 3 && ((k == 0 && at == 0) || (k == 2 && at + 1 == length)));
            p[k] = present[k] ? S::widen(((const Raw*)a.p.data)[weight_offset(a.p, n, d, k, c, row, column)]) : 0.0f;
            g[k] = present[k] && a.g.data ? S::widen(((const Raw*)a.g.data)[weight_offset(a.g, n, d, k, c, row, column)]) : 0.0f;
        }

        float factor = limit<K>(p, at, length, true), along = 0;
        for (int k = 0; k < K; k++)
            along += g[k] * p[k] * factor;
        for (int k = 0; k < K; k++)
        {
            float value = p[k] * factor;
            if (a.g.data)
                value = factor == 1.0f ? g[k] : (g[k] - (p[k] > 0 ? 1.0f : p[k] < 0 ? -1.0f : 0.0f) * along) * factor;
            store((Raw*)a.y.data + weight_offset(a.y, n, d, k, c, row, column), S::narrow(present[k] ? value : 0.0f));
        }
    }
}
