// One scan in plain formulas, forward and backward: a block for each plane of weights, a thread for each position of a line, line after
// line, all in global memory. Weights are used as they are. Where a scan and the reference differ on a card, this says which is wrong.
#pragma once
#include "arguments.h"
#include "device.h"

struct Naive
{
    const Arguments& a;
    int lines, length, n, first, last; // channels [first, last) have the same weights

    DEVICE Naive(const Arguments& a) : a(a), lines(a.direction < 2 ? a.W : a.H), length(a.direction < 2 ? a.H : a.W)
    {
        int groups = block_count() / a.N, each = a.C / groups;
        n = block_index() / groups, first = block_index() % groups * each, last = first + each;
    }

    DEVICE long long pixel(int line, int at, long long h, long long w) const
    {
        int along = a.direction & 1 ? lines - 1 - line : line;
        return a.direction < 2 ? at * h + along * w : along * h + at * w;
    }
    DEVICE float& of(const MapView& m, int c, int line, int at) const { return m.data[n * m.n + c * m.c + pixel(line, at, m.h, m.w)]; }
    DEVICE float& of(const WeightView& p, int c, int k, int line, int at) const
    {
        return p.data[n * p.n + a.direction * p.d + k * p.k + c * p.c + pixel(line, at, p.h, p.w)];
    }
    DEVICE float& of(float* scratch, int c, int line, int at) const
    {
        return scratch[((long long)n * a.C + c) * a.H * a.W + pixel(line, at, a.W, 1)];
    }
    // Whether a line takes from the one before it, there.
    DEVICE bool takes(int line, int at) const
    {
        return line < lines && (a.chunk > 0 ? line % a.chunk > 0 : line > 0) && at >= 0 && at < length;
    }

    DEVICE void forward() const
    {
        for (int c = first; c < last; c++)
            for (int line = 0; line < lines; line++, barrier())
                for (int at = thread_index(); at < length; at += thread_count())
                {
                    float x = of(a.x, c, line, at), h = x;
                    for (int k = 0; k < a.K; k++)
                        if (int from = at + k - a.K / 2; takes(line, from))
                            h += of(a.p, c, k, line, at) * (of(a.y, c, line - 1, from) - (a.gated ? 0.0f : x));
                    of(a.y, c, line, at) = h;
                }
    }

    DEVICE void backward() const
    {
        for (int c = first; c < last; c++)
            for (int line = lines - 1; line >= 0; line--, barrier())
                for (int at = thread_index(); at < length; at += thread_count())
                {
                    float reaching = of(a.g, c, line, at), sum = 0;
                    for (int k = 0; k < a.K; k++)
                        if (int to = at - k + a.K / 2; takes(line + 1, to))
                            reaching += of(a.p, c, k, line + 1, to) * of(a.partial, c, line + 1, to);
                    of(a.partial, c, line, at) = reaching;
                    for (int k = 0; k < a.K; k++)
                    {
                        int from = at + k - a.K / 2;
                        float before = takes(line, from) ? of(a.hidden, c, line - 1, from) - (a.gated ? 0.0f : of(a.x, c, line, at)) : 0.0f;
                        sum += takes(line, from) ? of(a.p, c, k, line, at) : 0.0f;
                        of(a.gp, c, k, line, at) = (c > first ? of(a.gp, c, k, line, at) : 0.0f) + reaching * before;
                    }
                    of(a.y, c, line, at) = a.gated ? reaching : (1.0f - sum) * reaching;
                }
    }
};
