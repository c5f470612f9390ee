// Every kernel on the host shim against plain loops in double precision. Buffers are exactly as long as their tensors, so that the address
// sanitizer sees what strays; absent neighbours are NaN; what is written starts as NaN. Usage: check [FIRST LAST]: extents, 1 to 70.
#define SPN_HOST
#include "Kernels/storage.h"
#include "kernels.h"
#include "reference.h"
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <stdexcept>

namespace
{
int checks, failures;

struct Layout
{
    Cut horizontal, vertical;
    int threads, chunk, resident;
    unsigned seed;
    bool padded; // maps and weights with gaps between rows, planes and items
};

template <class S>
struct Buffer
{
    std::unique_ptr<typename S::Raw[]> data;
    std::size_t size;

    explicit Buffer(std::size_t n) : data(new typename S::Raw[n]), size(n) { std::fill_n(data.get(), n, S::narrow(NAN)); }
};

// A map or weights in storage S: `rows` of W values with a gap of `gap` elements after each.
template <class S>
struct Tensor
{
    Buffer<S> buffer;
    std::size_t width, gap;

    Tensor(std::size_t count, int w, bool padded) : buffer(count + (padded ? (count / w - 1) * 3 : 0)), width(w), gap(padded ? 3 : 0) {}
    typename S::Raw& at(std::size_t i) { return buffer.data[i + i / width * gap]; }
    Values put(const Values& values)
    {
        Values rounded(values.size());
        for (std::size_t i = 0; i < values.size(); i++)
            rounded[i] = S::widen(at(i) = S::narrow((float)values[i]));
        return rounded;
    }
    Values get(std::size_t count)
    {
        Values values(count);
        for (std::size_t i = 0; i < count; i++)
            values[i] = S::widen(at(i));
        return values;
    }
};

template <class S>
MapView view(Tensor<S>& t, const Problem& q)
{
    long long row = q.W + (long long)t.gap;
    return {t.buffer.data.get(), q.C * q.H * row, q.H * row, (int)row, 1};
}

template <class S>
WeightView weight_view(Tensor<S>& t, const Problem& q)
{
    long long row = q.W + (long long)t.gap, channel = q.H * row, neighbour = q.weight_channels() * channel;
    return {t.buffer.data.get(), 4 * q.K * neighbour, q.K * neighbour, neighbour, q.shared ? 0 : channel, (int)row, 1};
}

Values random_values(std::size_t n, double scale, unsigned seed)
{
    std::mt19937 random(seed);
    Values values(n);
    for (auto& v : values)
        v = scale * (random() / 2147483648.0 - 1);
    return values;
}

void poison_absent(const Problem& q, Values& p)
{
    for (int d = 0; d < 4; d++)
    {
        Order o = {d, q.H, q.W};
        for (int line = 0; line < o.lines(); line++)
            for (int at = 0; at < o.length(); at++)
                for (int k = 0; k < q.K; k++)
                    if (int neighbour = at + k - q.K / 2; line == 0 || neighbour < 0 || neighbour >= o.length())
                        for (int n = 0; n < q.N; n++)
                            for (int c = 0; c < q.weight_channels(); c++)
                                p[q.weight(n, d, k, c, o.pixel(line, at))] = NAN;
    }
}

// Within 1e-5 of the largest, and in the norm, besides the rounding of the storage.
template <class S>
void compare(const char* what, const std::string& name, const Values& expected, const Values& actual)
{
    double unit = sizeof(typename S::Raw) == 4 ? 0 : S::widen(S::narrow(1.001953125f)) == 1.0f ? 1 / 256.0 : 1 / 2048.0;
    double difference = 0, norm = 0, largest = 0, worst = 0;
    for (double e : expected)
        largest = std::max(largest, std::fabs(e));
    for (std::size_t i = 0; i < expected.size(); i++)
    {
        double e = std::fabs(actual[i] - expected[i]);
        double beyond = std::max(0.0, e - 1.02 * unit * std::fabs(expected[i]) - (unit > 0 ? 6e-8 : 0));
        worst = std::isnan(e) ? INFINITY : std::max(worst, beyond);
        difference += beyond * beyond;
        norm += expected[i] * expected[i];
    }

    checks++;
    if (worst <= 1e-5 * std::max(largest, 1e-30) && std::sqrt(difference) <= 1e-5 * std::sqrt(norm) + 1e-30)
        return;
    failures++;
    std::printf("%s: %s: worst element %g of %g\n", name.c_str(), what, worst, largest);
}

int scans(const Arguments& a)
{
    int planes = a.N * a.C;
    return planes * (a.direction < 0 ? 2 * (a.horizontal.teams + a.vertical.teams) : a.direction < 2 ? a.horizontal.teams : a.vertical.teams);
}

void launch(const std::string& kernel, Arguments& a, const Layout& l, int K, bool backward, bool sums)
{
    int directions = a.direction < 0 ? 4 : 1, most = std::max(a.horizontal.teams, a.vertical.teams), chunks = (a.H * a.W + a.chunk - 1) / a.chunk;
    a.sync_words = 2 + a.N * a.C * (1 + directions * most);
    std::unique_ptr<unsigned[]> sync(new unsigned[a.sync_words]());
    std::unique_ptr<float[]> state(new float[(std::size_t)a.N * a.C * directions * 2 * std::max(a.H, a.W)]);
    std::fill_n(state.get(), (std::size_t)a.N * a.C * directions * 2 * std::max(a.H, a.W), NAN);
    a.sync = sync.get();
    a.state = state.get();
    a.items = scans(a) + (a.direction < 0 ? a.N * a.C * chunks : 0) + (sums ? a.N * directions * K * chunks : 0);
    int pitch = l.threads + 4;
    int vertical = (backward ? 6 : 2) * l.threads, horizontal = std::max((9 + 8 * K) * pitch, backward ? ((3 + K) * 8 + 4) * pitch : 0);
    // Blocks that wait for one another are all at work at a time, as in a cooperative launch; others may be as many as there are items.
    bool meets = K == 3 && (a.horizontal.segments > 1 || a.vertical.segments > 1);
    int blocks = meets || l.seed % 2 ? std::min(a.items, l.resident) : a.items;
    shim::run({blocks, l.threads, std::max(vertical, horizontal) * sizeof(float), l.resident, l.seed}, kernels().at(kernel), &a);
    for (int i = 0; i < a.sync_words; i++)
        if (sync[i] != 0)
            throw std::runtime_error("the counters were not left as zeros");
}

template <class S>
void check(const Problem& q, int direction, const Layout& l, const char* storage, unsigned seed, bool keep)
{
    std::string suffix = std::string("_") + storage + "_" + std::to_string(q.K);
    char name[200];
    std::snprintf(name, sizeof name, "%s K=%d %dx%dx%dx%d%s%s direction %d, %d+%d segments, %d+%d teams", storage, q.K, q.N, q.C, q.H, q.W,
        q.shared ? " shared" : "", q.stabilize ? " stabilized" : "", direction, l.horizontal.segments, l.vertical.segments, l.horizontal.teams, l.vertical.teams);
    Tensor<S> x(q.map_size(), q.W, l.padded), y(q.map_size(), q.W, l.padded), g(q.map_size(), q.W, l.padded), gx(q.map_size(), q.W, l.padded);
    Tensor<S> p(q.weight_size(), q.W, l.padded), gp(q.weight_size(), q.W, l.padded);
    Values raw = random_values(q.weight_size(), q.stabilize ? 1 : 0.95 / q.K, seed + 1);
    poison_absent(q, raw);
    Values xs = x.put(random_values(q.map_size(), 1, seed)), ps = p.put(raw), gs = g.put(random_values(q.map_size(), 1, seed + 2));

    int directions = direction < 0 ? 4 : 1, from = direction < 0 ? 0 : direction;
    std::vector<Values> h;
    for (int d = from; d < from + directions; d++)
        h.push_back(reference_scan(q, xs, ps, d));
    Buffer<Float32> hidden(directions * q.map_size()), partial(directions * q.map_size());
    Buffer<Float32> sums(q.shared ? (std::size_t)q.N * directions * q.K * q.C * q.H * q.W : 0);
    std::unique_ptr<unsigned char[]> winner(new unsigned char[q.map_size()]);
    std::memset(winner.get(), 255, q.map_size());

    Arguments a = {};
    a.x = view(x, q);
    a.y = view(y, q);
    a.p = weight_view(p, q);
    a.winner = winner.get();
    a.hidden = hidden.data.get();
    a.N = q.N, a.C = q.C, a.H = q.H, a.W = q.W;
    a.direction = direction;
    a.stabilize = q.stabilize;
    a.chunk = l.chunk;
    a.horizontal = l.horizontal;
    a.vertical = l.vertical;
    launch("forward" + suffix, a, l, q.K, false, false);

    Values expected = h[0];
    std::vector<Values> reaching(directions, Values(q.map_size(), 0.0));
    if (direction < 0)
        for (std::size_t i = 0; i < expected.size(); i++)
        {
            for (int d = 1; d < 4; d++)
                expected[i] = std::max(expected[i], h[d][i]);
            bool valid = winner[i] < 4 && std::fabs(h[winner[i] & 3][i] - expected[i]) <= 1e-4;
            failures += !valid;
            if (!valid)
                std::printf("%s: winner %d at %zu\n", name, winner[i], i);
            winner[i] &= 3;
            reaching[winner[i]][i] = gs[i];
        }
    else
        reaching[0] = gs;
    compare<S>("forward", name, expected, y.get(q.map_size()));

    bool cut = l.horizontal.segments > 1 || l.vertical.segments > 1;
    Values egx(q.map_size(), 0.0), egp(q.weight_size(), 0.0);
    for (int d = 0; d < directions; d++)
        reference_backward(q, xs, ps, from + d, reaching[d], egx, egp);
    a.recompute = !(keep && direction < 0);
    a.partial = cut || !a.recompute ? partial.data.get() : hidden.data.get();
    a.shared = q.shared ? sums.data.get() : nullptr;
    a.g = view(g, q);
    a.y = view(gx, q);
    a.gp = weight_view(gp, q);
    launch("backward" + suffix, a, l, q.K, true, q.shared);
    compare<S>("gradient of x", name, egx, gx.get(q.map_size()));

    // Only the weights of the direction are written.
    Values agp = gp.get(q.weight_size());
    for (int n = 0; n < q.N; n++)
        for (int d = 0; d < 4; d++)
            for (int k = 0; k < q.K && direction >= 0 && d != direction; k++)
                for (int c = 0; c < q.weight_channels(); c++)
                    for (int i = 0; i < q.H * q.W; i++)
                        if (double& v = agp[q.weight(n, d, k, c, i)]; std::isnan(v))
                            v = 0;
                        else
                            v = INFINITY;
    compare<S>("gradient of p", name, egp, agp);

    Tensor<S> limited(q.weight_size(), q.W, l.padded), back(q.weight_size(), q.W, l.padded), gq(q.weight_size(), q.W, l.padded);
    Values gqs = gq.put(random_values(q.weight_size(), 1, seed + 3));
    ConstrainArguments c = {weight_view(p, q), {}, weight_view(limited, q), q.N, q.weight_channels(), q.H, q.W};
    shim::run({3, 64, 4, l.resident, l.seed}, kernels().at("constrain" + suffix), &c);
    compare<S>("constraint", name, reference_constrain(q, ps, nullptr), limited.get(q.weight_size()));
    c.g = weight_view(gq, q);
    c.y = weight_view(back, q);
    shim::run({3, 64, 4, l.resident, l.seed}, kernels().at("constrain" + suffix), &c);
    compare<S>("backward of the constraint", name, reference_constrain(q, ps, &gqs), back.get(q.weight_size()));
}

// Lines cut into about `parts` segments, dealt to at most `teams` teams.
Cut cut(int length, int lines, int K, int parts, int teams)
{
    int own = std::max((length + parts - 1) / parts, K == 3 ? lines : 1), segments = (length + own - 1) / own;
    return {segments, K == 3 ? std::min(teams, segments) : segments, own, lines};
}

Layout layout(const Problem& q, int parts, int teams, int lines, unsigned variant)
{
    Cut h = cut(q.H, 8, q.K, parts, teams), v = cut(q.W, lines, q.K, parts, teams);
    int extent = std::max(h.own + (h.segments > 1 && q.K == 3 ? 2 * h.lines : 0), v.own + (v.segments > 1 && q.K == 3 ? 2 * v.lines : 0));
    int most = std::max(h.teams, v.teams);
    return {h, v, (extent + 31) / 32 * 32, 1 + (int)(variant * 37 % 300), most + (int)(variant % 4), variant, variant % 3 == 1};
}

void check_all(const Problem& q, int direction, int parts, int teams, int lines, unsigned variant)
{
    Layout l = layout(q, parts, teams, lines, variant);
    bool keep = variant % 2 == 0;
    switch (variant % 4)
    {
    case 0:
        return check<BFloat16>(q, direction, l, "bfloat16", variant, keep);
    case 1:
        return check<Float16>(q, direction, l, "float16", variant, keep);
    default:
        return check<Float32>(q, direction, l, "float32", variant, keep);
    }
}
}

int main(int count, char** arguments)
{
    int first = count > 2 ? std::atoi(arguments[1]) : 1, last = count > 2 ? std::atoi(arguments[2]) : 70;
    for (int e = first; e <= last; e++)
        for (int variant = 0; variant < 8; variant++)
        {
            int K = variant & 1 ? 3 : 1;
            bool shared = variant & 2, stabilize = variant & 4;
            unsigned mix = (unsigned)(e * 8 + variant) * 2654435761u >> 8;
            Problem wide = {1, 1 + e % 2, 1 + 7 * e % 19, e, K, shared, stabilize};
            Problem tall = {1 + e % 2, 1 + e % 3 / 2, e, 1 + 11 * e % 18, K, shared, stabilize};
            int parts = 2 + (int)(mix / 16 % 5), teams = 1 + (int)(mix / 128 % 4), lines = 2 + (int)(mix % 5);
            if ((e + variant / 2) % 2 == 0)
            {
                check_all(wide, -1, 1, 1, 1, mix);
                check_all(tall, (int)(mix / 4 % 4), parts, teams, lines, mix >> 4);
            }
            else
            {
                check_all(tall, -1, parts, teams, lines, mix >> 2);
                check_all(wide, (int)(mix % 4), 1, 1, 1, mix >> 3);
            }
        }
    std::printf("%d checks, %d failures\n", checks, failures);
    return failures == 0 ? 0 : 1;
}
