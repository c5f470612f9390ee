// Maps and weights in buffers that are exactly as long as they must be, so that the address sanitizer sees what strays. They start as NaN.
#pragma once
#include "reference.h"
#include <memory>

struct Buffer
{
    std::unique_ptr<float[]> data;

    explicit Buffer(std::size_t n) : data(new float[n]) { std::fill_n(data.get(), n, NAN); }
};

// `count` values in rows of `width`, with a gap of three elements between rows where it is padded.
struct Tensor
{
    std::size_t count, width, gap;
    Buffer buffer;

    Tensor(std::size_t n, int w, bool padded) : count(n), width(w), gap(padded ? 3 : 0), buffer(n == 0 ? 0 : n + (n / w - 1) * gap) {}
    float& at(std::size_t i) { return buffer.data[i + i / width * gap]; }

    // Puts values in, and returns them as they were rounded.
    Values put(const Values& values)
    {
        Values rounded(values.size());
        for (std::size_t i = 0; i < values.size(); i++)
            rounded[i] = at(i) = (float)values[i];
        return rounded;
    }
    Values get()
    {
        Values values(count);
        for (std::size_t i = 0; i < count; i++)
            values[i] = at(i);
        return values;
    }
};

inline MapView view(Tensor& t, const Problem& q)
{
    long long row = q.W + (long long)t.gap;
    return {t.buffer.data.get(), q.C * q.H * row, q.H * row, (int)row, 1};
}

// N×4×maps×channels×H×W; one channel is that of all channels of the map where `shared`.
inline WeightView view(Tensor& t, const Problem& q, int maps, int channels, bool shared)
{
    long long row = q.W + (long long)t.gap, channel = q.H * row, map = channels * channel;
    return {t.buffer.data.get(), 4 * maps * map, maps * map, map, shared ? 0 : channel, (int)row, 1};
}
