// Vertical scans, backward: from the last line to the first, which is the scan mirrored. Each line passes on, for each position of the
// line before, three products q·g; they meet in shared memory, beside the hidden line that the gradients of the weights need.
#pragma once
#include "forward_vertical.h"

// What the backward of a scan reads and writes.
struct BackwardPlanes
{
    Plane x, g, hidden, gx;
    WeightPlane p, gp;
    const unsigned char* winner; // of the plane, or null; the gradient counts where it names `direction`
    int direction, width;

    DEVICE float reaching(float raw, unsigned char won) const { return winner && won != direction ? 0.0f : raw; }
    DEVICE unsigned char load_winner(int row, int column) const
    {
        return winner ? load_input(winner + at(row, width, column, 1)) : (unsigned char)0;
    }
};

template <int K>
struct BackwardLine
{
    float x, g, p[K];
    unsigned char won;
    float h; // of the line that the forward scanned before this one

    DEVICE static BackwardLine load(const Scan& s, const Lookahead& ahead, const BackwardPlanes& planes)
    {
        int position = clamp(ahead.run.position(s), s.length), scanned = ahead.absolute(s), row = s.along(scanned);
        BackwardLine line;
        line.x = planes.x.load(row, position);
        line.g = planes.g.load(row, position);
        line.won = planes.load_winner(row, position);
        line.h = planes.hidden.load_shared(s.along(clamp(scanned + 1, s.count)), position);
#pragma unroll
        for (int k = 0; k < K; k++)
            line.p[k] = planes.p.load(k, row, position);
        return line;
    }
};

// What a position receives: from the position itself, from the one after it downwards and from the one before it upwards.
template <int K>
DEVICE float gather(float middle, const float* up, const float* down)
{
    int t = thread_index();
    return K == 1 ? middle : (t + 1 < thread_count() ? down[t + 1] : 0.0f) + middle + (t > 0 ? up[t - 1] : 0.0f);
}

// `s` is the mirrored scan: its line 0 is the last one of the forward.
template <int K>
DEVICE void backward_vertical(Scan& s, const BackwardPlanes& planes)
{
    int t = thread_index(), threads = thread_count();
    int left = t > 0 ? t - 1 : 0, right = t + 1 < threads ? t + 1 : t;
    // Each of the three twice: the line at hand, and the one that is being made.
    float* hidden = shared_memory();
    float* up = hidden + 2 * threads;
    float* down = up + 2 * threads;
    int half = 0;

    BackwardLine<K> lines[Ahead];
    Lookahead ahead = {Run::start(s), 0};
#pragma unroll
    for (int d = 0; d < Ahead; d++)
    {
        lines[d] = BackwardLine<K>::load(s, ahead, planes);
        ahead.next(s);
    }

    for (Run run = Run::start(s); !run.finished(s); run = run.next(s))
    {
        int position = run.position(s), end = run.end(s);
        bool inside = run.inside(s), mine = inside && s.owns(t);
        float middle = 0;
        if (s.cut() && run.tile > 0)
        {
            if (run.segment == s.first)
                meet<K>(s);
            middle = inside ? read_state(s, run.tile, position) : 0.0f;
        }

        // What comes from the tile before is all in `middle`.
        up[half * threads + t] = down[half * threads + t] = 0;
        hidden[half * threads + t] = lines[0].h;
        barrier();

        for (int first = run.begin(s); first < end; first += Ahead)
        {
#pragma unroll
            for (int d = 0; d < Ahead; d++)
            {
                BackwardLine<K> line = lines[d];
                lines[d] = BackwardLine<K>::load(s, ahead, planes);
                ahead.next(s);
                if (first + d >= end)
                    continue;

                float p[K];
                for (int k = 0; k < K; k++)
                    p[k] = line.p[k];
                float carried = gather<K>(middle, up + half * threads, down + half * threads);
                float reaching = inside ? planes.reaching(line.g, line.won) + carried : 0.0f;
                Pullback<K> r = {};
                if (s.starts(s.count - 1 - first - d))
                    r.x = reaching;
                else
                    r = pull<K>(s, reaching, line.x, p, position,
                        hidden[half * threads + left], line.h, hidden[half * threads + right]);
                if (mine)
                {
                    int row = s.along(first + d);
                    planes.gx.store(row, position, r.x);
#pragma unroll
                    for (int k = 0; k < K; k++)
                        planes.gp.store(k, row, position, r.p[k]);
                }

                middle = inside ? r.pass[K / 2] : 0.0f;
                if (K == 3)
                {
                    half ^= 1;
                    down[half * threads + t] = inside ? r.pass[0] : 0.0f;
                    up[half * threads + t] = inside ? r.pass[K - 1] : 0.0f;
                    hidden[half * threads + t] = lines[(d + 1) % Ahead].h;
                    barrier();
                }
            }
        }

        if (s.cut())
        {
            if (mine)
                write_state(s, run.tile, position, gather<K>(middle, up + half * threads, down + half * threads));
            if (run.segment == s.last - 1)
                leave(s);
            half ^= 1;
        }
    }
}
