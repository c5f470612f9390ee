// The input gate: the input of each direction, u = gate ⊙ x, and the backward of that. A thread for each pixel.
#pragma once
#include "normalise.h"

DEVICE void gate_input(const GateArguments& a)
{
    long long plane = (long long)a.H * a.W, planes = (long long)a.N * a.C, all = planes * plane * (a.direction < 0 ? 4 : 1);
    for (long long i = (long long)block_index() * thread_count() + thread_index(); i < all; i += (long long)block_count() * thread_count())
    {
        int column = (int)(i % a.W), row = (int)(i / a.W % a.H), c = (int)(i / plane % a.C), n = (int)(i / plane / a.C % a.N);
        int d = a.direction < 0 ? (int)(i / plane / planes) : a.direction;
        float x = a.x.data[n * a.x.n + c * a.x.c + at(row, a.x.h, column, a.x.w)];
        store(a.u + i, a.gate.data[weight_offset(a.gate, n, d, 0, c, row, column)] * x);
    }
}

// A thread takes all channels that share a gate, one after the other.
DEVICE void gate_gradients(const GateArguments& a)
{
    long long plane = (long long)a.H * a.W, map = plane * a.N * a.C, all = plane * a.N * a.gates;
    int each = a.C / a.gates, directions = a.direction < 0 ? 4 : 1;
    for (long long i = (long long)block_index() * thread_count() + thread_index(); i < all; i += (long long)block_count() * thread_count())
    {
        int column = (int)(i % a.W), row = (int)(i / a.W % a.H), first = (int)(i / plane % a.gates) * each, n = (int)(i / plane / a.gates);
        long long here = (long long)n * a.C * plane + (long long)row * a.W + column;
        for (int slot = 0; slot < directions; slot++)
        {
            float sum = 0;
            for (int c = first; c < first + each; c++)
                sum += a.u[slot * map + here + c * plane] * a.x.data[n * a.x.n + c * a.x.c + at(row, a.x.h, column, a.x.w)];
            store(a.g_gate.data + weight_offset(a.g_gate, n, a.direction < 0 ? slot : a.direction, 0, first, row, column), sum);
        }

        for (int c = first; c < first + each; c++)
        {
            float sum = 0;
            for (int slot = 0; slot < directions; slot++)
                sum += a.u[slot * map + here + c * plane]
                    * a.gate.data[weight_offset(a.gate, n, a.direction < 0 ? slot : a.direction, 0, c, row, column)];
            store(a.gx.data + n * a.gx.n + c * a.gx.c + at(row, a.gx.h, column, a.gx.w), sum);
        }
    }
}
