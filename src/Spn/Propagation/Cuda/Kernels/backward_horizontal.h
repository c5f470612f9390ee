// Horizontal scans, backward: tiles of eight columns from the last line to the first. The gradients take the places of what they are
// gradients of, and leave the tile as they came.
#pragma once
#include "backward_vertical.h"
#include "tile.h"

template <int K>
struct BackwardTile
{
    float x[Columns], g[Columns], p[K][Columns];
    unsigned char won[Columns];
    float h[Columns];

    DEVICE void load(const Scan& s, const Run& run, const Tile& tile, const BackwardPlanes& planes)
    {
        int line = clamp(tile.line(s, run), s.count), column = s.along(line), before = s.along(clamp(line + 1, s.count));
        int first = tile.position(s, run);
#pragma unroll
        for (int e = 0; e < Columns; e++)
        {
            int row = clamp(first + e * Tile::Step, s.length);
            x[e] = planes.x.load(row, column);
            g[e] = planes.g.load(row, column);
            won[e] = planes.load_winner(row, column);
            h[e] = planes.hidden.load_shared(row, before);
#pragma unroll
            for (int k = 0; k < K; k++)
                p[k][e] = planes.p.load(k, row, column);
        }
    }

    DEVICE void put(const Scan& s, const Tile& tile, const BackwardPlanes& planes, float* shared) const
    {
        int array = Columns * tile.pitch;
        float* first = shared + tile.place(s);
        float* second = first + array;
        float* third = second + array;
#pragma unroll
        for (int e = 0; e < Columns; e++)
        {
            first[e * Tile::Step] = x[e];
            second[e * Tile::Step] = planes.reaching(g[e], won[e]);
            third[e * Tile::Step] = h[e];
        }
#pragma unroll
        for (int k = 0; k < K; k++)
        {
            float* weights = third + (1 + k) * array;
#pragma unroll
            for (int e = 0; e < Columns; e++)
                weights[e * Tile::Step] = p[k][e];
        }
    }
};

// `s` is the mirrored scan: its line 0 is the last one of the forward.
template <int K>
DEVICE void backward_horizontal(Scan& s, const BackwardPlanes& planes)
{
    Tile tile = Tile::of();
    int t = thread_index(), threads = thread_count(), array = Columns * tile.pitch;
    int left = t > 0 ? t - 1 : 0, right = t + 1 < threads ? t + 1 : t;
    float* shared = shared_memory();
    float* up = shared + (3 + K) * array;
    float* down = up + 2 * tile.pitch;
    up[t] = down[t] = 0;
    float middle = 0;
    int half = 0;

    BackwardTile<K> coming;
    coming.load(s, Run::start(s), tile, planes);
    for (Run run = Run::start(s); !run.finished(s); run = run.next(s))
    {
        coming.put(s, tile, planes, shared);
        barrier();
        coming.load(s, run.next(s), tile, planes);

        int position = run.position(s), lines_here = run.end(s) - run.begin(s);
        bool inside = run.inside(s);
        if (s.cut())
        {
            if (run.tile > 0 && run.segment == s.first)
                meet<K>(s);
            // What comes from the tile before is all in `middle`.
            middle = inside && run.tile > 0 ? read_state(s, run.tile, position) : 0.0f;
            up[half * tile.pitch + t] = down[half * tile.pitch + t] = 0;
            barrier();
        }

        for (int j = 0; j < lines_here; j++)
        {
            float* place = shared + j * tile.pitch;
            float carried = gather<K>(middle, up + half * tile.pitch, down + half * tile.pitch);
            float p[K], reaching = inside ? place[array + t] + carried : 0.0f;
            for (int k = 0; k < K; k++)
                p[k] = place[(3 + k) * array + t];
            Pullback<K> r = {};
            if (s.starts(s.count - 1 - run.begin(s) - j))
                r.x = reaching;
            else
                r = pull<K>(s, reaching, place[t], p, position,
                    place[2 * array + left], place[2 * array + t], place[2 * array + right]);
            place[t] = r.x;
            for (int k = 0; k < K; k++)
                place[(3 + k) * array + t] = r.p[k];
            middle = inside ? r.pass[K / 2] : 0.0f;
            if (K == 3)
            {
                half ^= 1;
                down[half * tile.pitch + t] = inside ? r.pass[0] : 0.0f;
                up[half * tile.pitch + t] = inside ? r.pass[K - 1] : 0.0f;
                barrier();
            }
        }

        if (K == 1)
            barrier();
        int column = s.along(clamp(tile.line(s, run), s.count)), row = tile.position(s, run);
        int first = tile.first_owned(s, run), end = tile.end_owned(s, run);
        const float* gradients = shared + tile.place(s);
#pragma unroll
        for (int e = 0; e < Columns; e++)
            if (int at = row + e * Tile::Step; at >= first && at < end)
                planes.gx.store(at, column, gradients[e * Tile::Step]);
#pragma unroll
        for (int k = 0; k < K; k++)
        {
            const float* of_weights = gradients + (3 + k) * array;
#pragma unroll
            for (int e = 0; e < Columns; e++)
                if (int at = row + e * Tile::Step; at >= first && at < end)
                    planes.gp.store(k, at, column, of_weights[e * Tile::Step]);
        }

        if (s.cut())
        {
            if (inside && s.owns(t))
                write_state(s, run.tile, position, gather<K>(middle, up + half * tile.pitch, down + half * tile.pitch));
            if (run.segment == s.last - 1)
                leave(s);
        }
    }
}
