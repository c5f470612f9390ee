// One scan of one plane: its lines, the segments of them that this block computes, and how blocks of a plane meet.
#pragma once
#include "arguments.h"
#include "device.h"

constexpr int Columns = 8; // of a tile of a horizontal scan: one 32-byte sector
constexpr int Ahead = 4;   // lines in flight per thread in a vertical scan

struct Scan
{
    int n, c, direction;
    int slot;  // of the direction among those of this launch
    int plane; // n·C + c
    bool reversed, clips, gated;
    int count, length; // lines, and positions of a line
    int chunk;
    int segments, own, halo, tile;
    int team, teams, first, last; // this block's segments are first to last - 1
    float* state;                 // two lines
    unsigned* flags;              // one for each team: tiles done
    unsigned done;                // tiles that this block has done

    // Whether a line, counted along the forward, begins a chunk.
    DEVICE bool starts(int line) const { return chunk > 0 ? line % chunk == 0 : line == 0; }
    DEVICE bool cut() const { return segments > 1; }
    DEVICE bool owns(int thread) const { return thread >= halo && thread < halo + own; }
    DEVICE int along(int line) const { return reversed ? count - 1 - line : line; }
};

// The place of an item in the order of work: plane, then direction, then team. Blocks take items in this order, so all teams of a
// scan are at work, or will be as soon as earlier scans end, as long as the blocks that are at work at a time are no fewer than the
// teams: teams that wait for one another are launched cooperatively, all blocks at once.
struct Item
{
    int plane, slot, team;
    bool horizontal;

    DEVICE static Item of(const Arguments& a, int item)
    {
        int directions = a.direction < 0 ? 4 : 1;
        int horizontal = a.direction < 0 ? 2 : a.direction < 2 ? 1 : 0;
        int per_plane = horizontal * a.horizontal.teams + (directions - horizontal) * a.vertical.teams;
        int plane = item / per_plane, rest = item % per_plane, turn = horizontal * a.horizontal.teams;
        if (rest < turn)
            return {plane, rest / a.horizontal.teams, rest % a.horizontal.teams, true};
        return {plane, horizontal + (rest - turn) / a.vertical.teams, (rest - turn) % a.vertical.teams, false};
    }
};

// `Horizontal` is known when the source is compiled, so that most fields stay what they are in the arguments and take no registers.
template <int K, bool Horizontal>
DEVICE Scan scan_of(const Arguments& a, const Item& item)
{
    const Cut& cut = Horizontal ? a.horizontal : a.vertical;
    bool meets = K == 3 && cut.segments > 1;
    Scan s;
    s.plane = item.plane;
    s.slot = item.slot;
    s.team = item.team;
    s.direction = a.direction < 0 ? s.slot : a.direction;
    s.reversed = s.direction & 1;
    s.chunk = a.chunk;
    s.clips = a.clips;
    s.gated = a.gated;
    s.n = s.plane / a.C;
    s.c = s.plane % a.C;
    s.count = Horizontal ? a.W : a.H;
    s.length = Horizontal ? a.H : a.W;
    s.segments = cut.segments;
    s.own = cut.own;
    s.tile = Horizontal ? Columns : meets ? cut.lines : s.count;
    s.halo = meets ? s.tile : 0;
    s.teams = cut.teams;
    s.first = (int)((long long)s.team * cut.segments / cut.teams);
    s.last = (int)((long long)(s.team + 1) * cut.segments / cut.teams);
    long long scan = (long long)s.plane * (a.direction < 0 ? 4 : 1) + s.slot;
    s.state = a.state + scan * 2 * (a.H > a.W ? a.H : a.W);
    int most = a.horizontal.teams > a.vertical.teams ? a.horizontal.teams : a.vertical.teams;
    s.flags = a.sync + 2 + a.N * a.C + scan * most;
    s.done = 0;
    return s;
}

DEVICE int scan_items(const Arguments& a)
{
    int planes = a.N * a.C;
    return planes * (a.direction < 0 ? 2 * (a.horizontal.teams + a.vertical.teams) : a.direction < 2 ? a.horizontal.teams : a.vertical.teams);
}

// Before a tile: the teams to both sides have done as many tiles as this one. Ends in a barrier.
template <int K>
DEVICE void meet(const Scan& s)
{
    if (K == 3 && thread_index() == 0)
    {
        if (s.team > 0)
            wait_for(s.flags + s.team - 1, s.done);
        if (s.team + 1 < s.teams)
            wait_for(s.flags + s.team + 1, s.done);
    }

    barrier();
}

// This block has done one more tile of all its segments. Begins with a barrier.
DEVICE void leave(Scan& s)
{
    s.done++;
    barrier();
    if (thread_index() == 0)
        release(s.flags + s.team, s.done);
}

// The line before a tile, as it was left by whoever owns the position.
DEVICE float read_state(const Scan& s, int tile, int at) { return load_scratch(s.state + (tile & 1) * s.length + at); }
DEVICE void write_state(const Scan& s, int tile, int at, float value) { store(s.state + (~tile & 1) * s.length + at, value); }

// What a block computes between two meetings: the lines of a tile, in one of its segments. Tile after tile, in each tile its segments.
struct Run
{
    int tile, segment;

    DEVICE static Run start(const Scan& s) { return {0, s.first}; }
    DEVICE bool finished(const Scan& s) const { return begin(s) >= s.count; }
    DEVICE int begin(const Scan& s) const { return tile * s.tile; }
    DEVICE int end(const Scan& s) const { return s.count - begin(s) < s.tile ? s.count : begin(s) + s.tile; }
    DEVICE Run next(const Scan& s) const { return segment + 1 < s.last ? Run{tile, segment + 1} : Run{tile + 1, s.first}; }

    // The position of this thread; on the map it is held to the nearest one, so that any thread can load.
    DEVICE int position(const Scan& s) const { return segment * s.own - s.halo + thread_index(); }
    DEVICE bool inside(const Scan& s) const { return position(s) >= 0 && position(s) < s.length && thread_index() < s.own + 2 * s.halo; }
};

DEVICE float sign(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f; }

DEVICE int clamp(int value, int count) { return value < 0 ? 0 : value < count ? value : count - 1; }

// The weights of one pixel: those of absent neighbours become zero; returns 1, or 1 / Σ|p| where the constraint holds them back.
template <int K>
DEVICE float limit(const Scan& s, float (&p)[K], int at)
{
    float sum = 0;
    if (K == 3)
    {
        p[0] = at > 0 ? p[0] : 0.0f;
        p[K - 1] = at + 1 < s.length ? p[K - 1] : 0.0f;
    }

    for (int k = 0; k < K; k++)
        sum += __builtin_fabsf(p[k]);
    return s.clips && sum > 1.0f ? reciprocal(sum) : 1.0f;
}

// h = x + Σ q (previous - x), or x + Σ q previous in a gated scan. Absent neighbours add nothing.
template <int K>
DEVICE float advance(const Scan& s, float x, const float (&p)[K], float factor, int at, float before, float own, float after)
{
    float base = s.gated ? 0.0f : x;
    if (K == 1)
        return x + p[0] * factor * (own - base);
    float first = at > 0 ? p[0] * factor * (before - base) : 0.0f;
    float last = at + 1 < s.length ? p[K - 1] * factor * (after - base) : 0.0f;
    return x + (first + p[K / 2] * factor * (own - base) + last);
}

// What the backward of one pixel gives, given the gradient that reaches its h.
template <int K>
struct Pullback
{
    float x;      // the gradient of x
    float p[K];   // the gradients of the weights as given
    float pass[K]; // what goes on to the neighbours of the line before
};

template <int K>
DEVICE Pullback<K> pull(const Scan& s, float reaching, float x, float (&p)[K], int at, float before, float own, float after)
{
    Pullback<K> r;
    float factor = limit<K>(s, p, at);
    float previous[3] = {before, own, after};
    float sum = 0, along = 0;
    for (int k = 0; k < K; k++)
    {
        bool absent = K == 3 && ((k == 0 && at == 0) || (k == 2 && at + 1 == s.length));
        float q = p[k] * factor;
        sum += q;
        r.pass[k] = absent ? 0.0f : q * reaching;
        r.p[k] = absent ? 0.0f : reaching * (previous[K == 1 ? 1 : k] - (s.gated ? 0.0f : x));
        along += r.p[k] * q;
    }

    if (factor != 1.0f)
        for (int k = 0; k < K; k++)
        {
            bool absent = K == 3 && ((k == 0 && at == 0) || (k == 2 && at + 1 == s.length));
            r.p[k] = absent ? 0.0f : (r.p[k] - sign(p[k]) * along) * factor;
        }

    r.x = s.gated ? reaching : (1.0f - sum) * reaching;
    return r;
}
