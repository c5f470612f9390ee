// What is left when scans have ended: the maximum of four hidden maps, the sum of four gradients of x, the sum of gradients of shared
// weights over channels. Each block takes a portion of pixels, and waits until the scans that it depends on have ended: these were all
// taken before it, by blocks that are at work. Sums run in a fixed order.
#pragma once
#include "planes.h"

DEVICE unsigned* ended(const Arguments& a, int plane) { return a.sync + 2 + plane; }

DEVICE int portions(const Arguments& a) { return (int)(((long long)a.H * a.W + a.portion - 1) / a.portion); }

DEVICE long long map_offset(const MapView& m, const Arguments& a, int plane, int pixel)
{
    return plane / a.C * m.n + plane % a.C * m.c + at(pixel / a.W, m.h, pixel % a.W, m.w);
}

// One past the last pixel of a portion.
DEVICE int portion_end(const Arguments& a, int portion)
{
    int pixels = a.H * a.W;
    return pixels - portion * a.portion < a.portion ? pixels : (portion + 1) * a.portion;
}

DEVICE void merge_maximum(const Arguments& a, int plane, int portion)
{
    long long pixels = (long long)a.H * a.W, direction = pixels * a.N * a.C;
    const float* hidden = a.hidden + plane * pixels;
    for (int i = portion * a.portion + thread_index(); i < portion_end(a, portion); i += thread_count())
    {
        float h[4];
        for (int d = 0; d < 4; d++)
            h[d] = load_scratch(hidden + d * direction + i);
        float best = h[0];
        int winner = 0;
        for (int d = 1; d < 4; d++)
            if (h[d] > best || (h[d] != h[d] && best == best))
            {
                best = h[d];
                winner = d;
            }
        store(a.y.data + map_offset(a.y, a, plane, i), best);
        store(a.winner + plane * pixels + i, (unsigned char)winner);
    }
}

DEVICE void merge_gradients(const Arguments& a, int plane, int portion)
{
    long long pixels = (long long)a.H * a.W, direction = pixels * a.N * a.C;
    const float* partial = a.partial + plane * pixels;
    for (int i = portion * a.portion + thread_index(); i < portion_end(a, portion); i += thread_count())
    {
        float g[4];
        for (int d = 0; d < 4; d++)
            g[d] = load_scratch(partial + d * direction + i);
        store(a.y.data + map_offset(a.y, a, plane, i), ((g[0] + g[1]) + g[2]) + g[3]);
    }
}

DEVICE void merge_shared(const Arguments& a, int k, int neighbours, int slot, int n, int portion)
{
    int directions = a.direction < 0 ? 4 : 1;
    long long pixels = (long long)a.H * a.W;
    const float* from = a.shared + ((((long long)n * directions + slot) * neighbours + k) * a.C) * pixels;
    float* to = a.gp.data + n * a.gp.n + (a.direction < 0 ? slot : a.direction) * a.gp.d + k * a.gp.k;
    for (int i = portion * a.portion + thread_index(); i < portion_end(a, portion); i += thread_count())
    {
        float sum = 0;
        for (int c = 0; c < a.C; c++)
            sum += load_scratch(from + c * pixels + i);
        store(to + at(i / a.W, a.gp.h, i % a.W, a.gp.w), sum);
    }
}

// The scans of planes [first, last) have ended. Ends in a barrier.
DEVICE void wait_for_planes(const Arguments& a, int first, int last)
{
    unsigned scans = (unsigned)(scan_items(a) / (a.N * a.C));
    for (int plane = first + thread_index(); plane < last; plane += thread_count())
        wait_for(ended(a, plane), scans);
    barrier();
}

// Items after those of the scans: first the planes of the map, where directions are merged, then those of shared weights.
DEVICE int map_items(const Arguments& a) { return a.merges ? a.N * a.C * portions(a) : 0; }

template <int K>
DEVICE void merge(const Arguments& a, int item, bool backward)
{
    int per_plane = portions(a), maps = map_items(a);
    if (item < maps)
    {
        wait_for_planes(a, item / per_plane, item / per_plane + 1);
        if (backward)
            merge_gradients(a, item / per_plane, item % per_plane);
        else
            merge_maximum(a, item / per_plane, item % per_plane);
        return;
    }

    item -= maps;
    int directions = a.direction < 0 ? 4 : 1, plane = item / per_plane, n = plane / (directions * K);
    wait_for_planes(a, n * a.C, (n + 1) * a.C);
    merge_shared(a, plane % K, K, plane / K % directions, n, item % per_plane);
}
