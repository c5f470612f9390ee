// Horizontal scans, forward: a thread for each row of a tile of eight columns. While a tile is scanned the next one is on its way, in
// registers. h takes the place of x; the line before the tile stands in a slot of its own, ahead of the others.
#pragma once
#include "tile.h"

template <int K>
struct ForwardTile
{
    float x[Columns], p[K][Columns];

    DEVICE void load(const Scan& s, const Run& run, const Tile& tile, const Plane& from, const WeightPlane& weights)
    {
        int column = s.along(clamp(tile.line(s, run), s.count)), first = tile.position(s, run);
#pragma unroll
        for (int e = 0; e < Columns; e++)
        {
            int row = clamp(first + e * Tile::Step, s.length);
            x[e] = from.load(row, column);
#pragma unroll
            for (int k = 0; k < K; k++)
                p[k][e] = weights.load(k, row, column);
        }
    }

    DEVICE void put(const Scan& s, const Tile& tile, float* lines, float* weights) const
    {
#pragma unroll
        for (int e = 0; e < Columns; e++)
        {
            int place = tile.place(s) + e * Tile::Step;
            lines[place] = x[e];
#pragma unroll
            for (int k = 0; k < K; k++)
                weights[k * Columns * tile.pitch + place] = p[k][e];
        }
    }
};

template <int K>
DEVICE void forward_horizontal(Scan& s, const Plane& x, const WeightPlane& p, const Plane& y)
{
    Tile tile = Tile::of();
    int t = thread_index(), threads = thread_count();
    int left = t > 0 ? t - 1 : 0, right = t + 1 < threads ? t + 1 : t;
    float* before = shared_memory();
    float* lines = before + tile.pitch;
    float* weights = lines + Columns * tile.pitch;
    before[t] = 0;

    ForwardTile<K> coming;
    coming.load(s, Run::start(s), tile, x, p);
    for (Run run = Run::start(s); !run.finished(s); run = run.next(s))
    {
        coming.put(s, tile, lines, weights);
        barrier();
        coming.load(s, run.next(s), tile, x, p);

        int position = run.position(s), lines_here = run.end(s) - run.begin(s);
        bool inside = run.inside(s);
        if (s.cut() && run.tile > 0)
        {
            if (run.segment == s.first)
                meet<K>(s);
            before[t] = inside ? read_state(s, run.tile, position) : 0.0f;
            barrier();
        }

        float h = before[t];
        for (int j = 0; j < lines_here; j++)
        {
            const float* previous = lines + (j - 1) * tile.pitch;
            float value = lines[j * tile.pitch + t], q[K];
            for (int k = 0; k < K; k++)
                q[k] = weights[(k * Columns + j) * tile.pitch + t];
            float factor = limit<K>(s, q, position);
            h = s.starts(run.begin(s) + j) ? value : advance<K>(s, value, q, factor, position, previous[left], h, previous[right]);
            lines[j * tile.pitch + t] = h;
            if (K == 3)
                barrier();
        }

        if (K == 1)
            barrier();
        int column = s.along(clamp(tile.line(s, run), s.count)), row = tile.position(s, run);
        int first = tile.first_owned(s, run), end = tile.end_owned(s, run);
#pragma unroll
        for (int e = 0; e < Columns; e++, row += Tile::Step)
            if (row >= first && row < end)
                y.store(row, column, lines[tile.place(s) + e * Tile::Step]);

        before[t] = h;
        if (s.cut())
        {
            if (inside && s.owns(t))
                write_state(s, run.tile, position, h);
            if (run.segment == s.last - 1)
                leave(s);
        }
    }
}
