// Every kernel on the host shim against plain loops in double precision. What does not exist is NaN; what is written starts as NaN.
// Usage: check [FIRST LAST]: extents, 1 to 70.
#define SPN_HOST
#include "kernels.h"
#include "tensor.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <stdexcept>

namespace
{
int checks, failures;

struct Layout
{
    Cut horizontal, vertical;
    int threads, portion, resident;
    unsigned seed;
    bool padded; // maps and weights with gaps between rows, planes and items
};

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
                for (int k = 0; k < q.maps(); k++)
                    if (int neighbour = at + (k < q.K ? k - q.K / 2 : 0); q.starts(line) || neighbour < 0 || neighbour >= o.length())
                        for (int n = 0; n < q.N; n++)
                            for (int c = 0; c < q.weight_channels(); c++)
                                p[q.weight(n, d, k, c, o.pixel(line, at))] = NAN;
    }
}

// Within 1e-5 of the largest, and in the norm.
void compare(const char* what, const std::string& name, const Values& expected, const Values& actual)
{
    double difference = 0, norm = 0, largest = 0, worst = 0;
    for (std::size_t i = 0; i < expected.size(); i++)
    {
        double e = std::fabs(actual[i] - expected[i]);
        worst = std::isnan(e) ? INFINITY : std::max(worst, e);
        largest = std::max(largest, std::fabs(expected[i]));
        difference += e * e;
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
    return planes * (a.direction < 0 ? 2 * (a.horizontal.teams + a.vertical.teams)
            : a.direction < 2        ? a.horizontal.teams
                                     : a.vertical.teams);
}

void launch(const std::string& kernel, Arguments& a, const Layout& l, bool backward)
{
    int directions = a.direction < 0 ? 4 : 1, most = std::max(a.horizontal.teams, a.vertical.teams);
    int portions = (a.H * a.W + a.portion - 1) / a.portion;
    a.sync_words = 2 + a.N * a.C * (1 + directions * most);
    std::unique_ptr<unsigned[]> sync(new unsigned[a.sync_words]());
    Buffer state((std::size_t)a.N * a.C * directions * 2 * std::max(a.H, a.W));
    a.sync = sync.get();
    a.state = state.data.get();
    a.items = scans(a) + (a.merges ? a.N * a.C * portions : 0) + (backward && a.shared ? a.N * directions * a.K * portions : 0);
    int pitch = l.threads + 4;
    int vertical = (backward ? 6 : 2) * l.threads, horizontal = std::max((9 + 8 * a.K) * pitch, backward ? ((3 + a.K) * 8 + 4) * pitch : 0);
    // Blocks that wait for one another are all at work at a time, as in a cooperative launch; others may be as many as there are items.
    bool meets = a.K == 3 && (a.horizontal.segments > 1 || a.vertical.segments > 1);
    int blocks = meets || l.seed % 2 ? std::min(a.items, l.resident) : a.items;
    shim::run({blocks, l.threads, std::max(vertical, horizontal) * sizeof(float), l.resident, l.seed}, kernels().at(kernel), &a);
    for (int i = 0; i < a.sync_words; i++)
        if (sync[i] != 0)
            throw std::runtime_error("the counters were not left as zeros");
}

// A launch whose blocks do not wait for one another.
template <class A>
void launch_alone(const std::string& kernel, A& arguments, const Layout& l, int blocks)
{
    shim::run({blocks, 64, 4, l.resident, l.seed}, kernels().at(kernel), &arguments);
}

// Only the gradients of the direction are written; those of the others become zeros, or infinity where they were.
Values written(Values values, int N, int direction)
{
    std::size_t each = values.size() / N / 4;
    for (std::size_t i = 0; i < values.size() && direction >= 0; i++)
        if ((int)(i / each % 4) != direction)
            values[i] = std::isnan(values[i]) ? 0 : INFINITY;
    return values;
}

void check(const Problem& q, int direction, const Layout& l, unsigned seed, bool keep)
{
    char name[240];
    std::snprintf(name, sizeof name, "K=%d %dx%dx%dx%d%s kind %d chunk %d gates %d direction %d, %d+%d segments, %d+%d teams",
        q.K, q.N, q.C, q.H, q.W, q.shared ? " shared" : "", q.kind, q.chunk, q.gates, direction,
        l.horizontal.segments, l.vertical.segments, l.horizontal.teams, l.vertical.teams);
    std::string suffix = "_" + std::to_string(q.K);
    int directions = direction < 0 ? 4 : 1, from = direction < 0 ? 0 : direction;
    Tensor x(q.map_size(), q.W, l.padded), y(q.map_size(), q.W, l.padded), g(q.map_size(), q.W, l.padded), gx(q.map_size(), q.W, l.padded);
    Tensor p(q.weight_size(), q.W, l.padded), gp(q.weight_size(), q.W, l.padded);
    Tensor gate(q.gate_size(), q.W, l.padded), g_gate(q.gate_size(), q.W, l.padded);
    Tensor used(q.used().weight_size(), q.W, false), g_used(q.used().weight_size(), q.W, false);
    Values raw = random_values(q.weight_size(), q.kind == Raw ? 0.95 / q.K : q.kind == Clip ? 1 : 3, seed + 1);
    poison_absent(q, raw);
    Values xs = x.put(random_values(q.map_size(), 1, seed)), ps = p.put(raw), gs = g.put(random_values(q.map_size(), 1, seed + 2));
    Values gates = gate.put(random_values(q.gate_size(), 1, seed + 3));
    WeightView of_used = view(used, q, q.K, q.weight_channels(), q.shared), of_g_used = view(g_used, q, q.K, q.weight_channels(), q.shared);

    // Passes before the scans.
    bool passes = (q.kind != Raw && q.kind != Clip) || q.chunk > 0;
    NormaliseArguments normalise = {view(p, q, q.maps(), q.weight_channels(), false), {}, view(used, q, q.K, q.weight_channels(), false),
        q.N, q.weight_channels(), q.H, q.W, direction, q.kind, q.chunk, 1e-8f};
    launch_alone("normalise" + suffix, normalise, l, 3);
    compare("normalised weights", name, reference_normalise(q, ps, from, from + directions), written(used.get(), q.N, direction));
    Buffer u(q.gates ? directions * q.map_size() : 0);
    GateArguments input = {view(x, q), view(gate, q, 1, q.gates, q.gates == 1), u.data.get(),
        view(gx, q), view(g_gate, q, 1, q.gates, q.gates == 1), q.N, q.C, q.H, q.W, q.gates, direction};
    if (q.gates)
        launch_alone("gate", input, l, 3);

    std::vector<Values> h;
    for (int d = from; d < from + directions; d++)
        h.push_back(reference_scan(q, xs, ps, gates, d));
    Buffer hidden(directions * q.map_size()), partial(directions * q.map_size());
    Buffer sums(q.shared ? (std::size_t)q.N * directions * q.K * q.C * q.H * q.W : 0);
    std::unique_ptr<unsigned char[]> winner(new unsigned char[q.map_size()]);
    std::memset(winner.get(), 255, q.map_size());

    Arguments a = {};
    a.x = q.gates ? MapView{u.data.get(), (long long)q.C * q.H * q.W, (long long)q.H * q.W, q.W, 1} : view(x, q);
    a.x_direction = q.gates ? (long long)q.map_size() : 0;
    a.p = passes ? of_used : view(p, q, q.K, q.weight_channels(), q.shared);
    a.N = q.N, a.C = q.C, a.H = q.H, a.W = q.W, a.K = q.K;
    a.direction = direction;
    a.chunk = q.chunk;
    a.clips = !passes && q.kind == Clip;
    a.gated = q.gates > 0;
    a.portion = l.portion;
    a.horizontal = l.horizontal;
    a.vertical = l.vertical;
    a.y = view(y, q);
    a.hidden = direction < 0 ? hidden.data.get() : nullptr;
    a.winner = direction < 0 ? winner.get() : nullptr;
    a.merges = direction < 0;
    launch("forward" + suffix, a, l, false);

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
    compare("forward", name, expected, y.get());

    Gradients gradients = {Values(q.map_size(), 0.0), Values(q.weight_size(), 0.0), Values(q.gate_size(), 0.0)};
    for (int d = 0; d < directions; d++)
        reference_backward(q, xs, ps, gates, from + d, reaching[d], gradients);
    bool cut = l.horizontal.segments > 1 || l.vertical.segments > 1, kept = keep && direction < 0;
    a.merges = 0;
    a.hidden = hidden.data.get();
    if (!kept)
        launch("forward" + suffix, a, l, false);
    // As many maps as the kernel needs, or the places of the hidden ones.
    a.partial = direction >= 0 && !q.gates ? nullptr : cut || kept ? partial.data.get() : hidden.data.get();
    a.merges = direction < 0 && !q.gates;
    a.shared = q.shared ? sums.data.get() : nullptr;
    a.g = view(g, q);
    a.y = view(gx, q);
    a.gp = passes ? of_g_used : view(gp, q, q.K, q.weight_channels(), q.shared);
    launch("backward" + suffix, a, l, true);
    input.u = a.partial;
    normalise.g = view(g_used, q, q.K, q.weight_channels(), false);
    normalise.y = view(gp, q, q.maps(), q.weight_channels(), false);
    auto compare_gradients = [&](bool through)
    {
        if (q.gates)
        {
            launch_alone("gate_backward", input, l, 3);
            compare("gradient of the input gate", name, gradients.gate, written(g_gate.get(), q.N, direction));
        }
        if (through)
            launch_alone("normalise" + suffix, normalise, l, 3);
        compare("gradient of x", name, gradients.x, gx.get());
        compare("gradient of p", name, gradients.p, written(gp.get(), q.N, direction));
    };
    compare_gradients(passes);
    if (direction < 0)
        return;

    // The naive kernels, a direction at a time, on normalised weights.
    Buffer naive_reaching(q.map_size());
    Tensor naive_gx(q.map_size(), q.W, false);
    a.p = of_used;
    a.y = {hidden.data.get(), (long long)q.C * q.H * q.W, (long long)q.H * q.W, q.W, 1};
    launch_alone("naive", a, l, q.N * q.weight_channels());
    compare("naive forward", name, h[0], Values(hidden.data.get(), hidden.data.get() + q.map_size()));
    a.partial = naive_reaching.data.get();
    a.y = q.gates ? view(naive_gx, q) : view(gx, q);
    a.gp = of_g_used;
    launch_alone("naive_backward", a, l, q.N * q.weight_channels());
    input.u = naive_gx.buffer.data.get();
    compare_gradients(true);
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
    check(q, direction, layout(q, parts, teams, lines, variant), variant, variant % 2 == 0);
}
}

int main(int count, char** arguments)
{
    int first = count > 2 ? std::atoi(arguments[1]) : 1, last = count > 2 ? std::atoi(arguments[2]) : 70;
    for (int e = first; e <= last; e++)
        for (int variant = 0; variant < 10; variant++)
        {
            int K = variant & 1 ? 3 : 1, kind = variant / 2;
            unsigned mix = (unsigned)(e * 10 + variant) * 2654435761u >> 8;
            bool shared = mix & 512, gated = mix & 1024;
            int chunk = mix & 2048 ? 1 + (int)(mix / 4096 % 23) : 0;
            Problem wide = {1, 1 + e % 2, 1 + 7 * e % 19, e, K, shared, kind, chunk, 0};
            Problem tall = {1 + e % 2, 1 + e % 3 / 2, e, 1 + 11 * e % 18, K, shared, kind, chunk, 0};
            wide.gates = !gated ? 0 : mix & 65536 ? 1 : wide.C;
            tall.gates = !gated ? 0 : mix & 131072 ? 1 : tall.C;
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
