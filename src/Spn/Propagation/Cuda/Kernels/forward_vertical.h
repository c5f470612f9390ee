// Vertical scans, forward: a thread for each position of a line, lines one after the other. Loads run Ahead lines before their use, in
// registers; the previous line is in shared memory, twice, so that one barrier a line is enough.
#pragma once
#include "planes.h"

// The line whose loads go out next. Runs are taken as multiples of Ahead lines, so that each begins in the first set of registers;
// what lies beyond the last line is loaded from the last line and not used.
struct Lookahead
{
    Run run;
    int line; // from the beginning of the run

    DEVICE void next(const Scan& s)
    {
        line++;
        if (line % Ahead == 0 && run.begin(s) + line >= run.end(s))
        {
            run = run.next(s);
            line = 0;
        }
    }
    DEVICE int absolute(const Scan& s) const { return clamp(run.begin(s) + line, s.count); }
};

template <int K>
struct ForwardLine
{
    float x, p[K];

    DEVICE static ForwardLine load(const Scan& s, const Lookahead& ahead, const Plane& x, const WeightPlane& p)
    {
        int position = clamp(ahead.run.position(s), s.length), row = s.along(ahead.absolute(s));
        ForwardLine line;
        line.x = x.load(row, position);
#pragma unroll
        for (int k = 0; k < K; k++)
            line.p[k] = p.load(k, row, position);
        return line;
    }
};

template <int K>
DEVICE void forward_vertical(Scan& s, const Plane& x, const WeightPlane& p, const Plane& y)
{
    int t = thread_index(), threads = thread_count();
    int left = t > 0 ? t - 1 : 0, right = t + 1 < threads ? t + 1 : t;
    float* previous = shared_memory();
    float* current = previous + threads;
    float h = 0;
    previous[t] = current[t] = 0;

    ForwardLine<K> lines[Ahead];
    Lookahead ahead = {Run::start(s), 0};
#pragma unroll
    for (int d = 0; d < Ahead; d++)
    {
        lines[d] = ForwardLine<K>::load(s, ahead, x, p);
        ahead.next(s);
    }

    for (Run run = Run::start(s); !run.finished(s); run = run.next(s))
    {
        int position = run.position(s), end = run.end(s);
        bool inside = run.inside(s), mine = inside && s.owns(t);
        if (s.cut() && run.tile > 0)
        {
            if (run.segment == s.first)
                meet<K>(s);
            previous[t] = h = inside ? read_state(s, run.tile, position) : 0.0f;
        }
        barrier();

        for (int line = run.begin(s); line < end; line += Ahead)
        {
#pragma unroll
            for (int d = 0; d < Ahead; d++)
            {
                float value = lines[d].x, q[K];
                for (int k = 0; k < K; k++)
                    q[k] = lines[d].p[k];
                lines[d] = ForwardLine<K>::load(s, ahead, x, p);
                ahead.next(s);
                if (line + d >= end)
                    continue;

                float factor = limit<K>(s, q, position);
                h = s.starts(line + d) ? value : advance<K>(s, value, q, factor, position, previous[left], h, previous[right]);
                if (mine)
                    y.store(s.along(line + d), position, h);
                if (K == 3)
                {
                    current[t] = h;
                    barrier();
                    float* spare = previous;
                    previous = current;
                    current = spare;
                }
            }
        }

        if (s.cut())
        {
            if (mine)
                write_state(s, run.tile, position, h);
            if (run.segment == s.last - 1)
                leave(s);
        }
    }
}
