// The planes of one scan: what it reads and where its results go.
#pragma once
#include "scan.h"

DEVICE long long at(int row, int row_stride, int column, int column_stride) { return (long long)row * row_stride + (long long)column * column_stride; }

template <class S>
struct InputPlane
{
    const typename S::Raw* data;
    int h, w;

    DEVICE static InputPlane of(const MapView& map, const Scan& s) { return {(const typename S::Raw*)map.data + s.n * map.n + s.c * map.c, map.h, map.w}; }
    DEVICE typename S::Raw load(int row, int column) const { return load_input(data + at(row, h, column, w)); }
};

template <class S, int K>
struct WeightPlane
{
    const typename S::Raw* data;
    long long k;
    int h, w;

    DEVICE static WeightPlane of(const WeightView& p, const Scan& s)
    {
        return {(const typename S::Raw*)p.data + s.n * p.n + s.direction * p.d + s.c * p.c, p.k, p.h, p.w};
    }
    DEVICE typename S::Raw load(int neighbour, int row, int column) const { return load_input(data + neighbour * k + at(row, h, column, w)); }
};

// A map in the caller's storage, or a plane of float32 scratch where `scratch` is not null.
template <class S>
struct OutputPlane
{
    typename S::Raw* data;
    int h, w;
    float* scratch;
    int width;

    DEVICE void store(int row, int column, float value) const
    {
        if (scratch)
            ::store(scratch + at(row, width, column, 1), value);
        else
            ::store(data + at(row, h, column, w), S::narrow(value));
    }

    DEVICE static OutputPlane of(const MapView& map, const Scan& s, float* scratch, const Arguments& a)
    {
        return {(typename S::Raw*)map.data + s.n * map.n + s.c * map.c, map.h, map.w, scratch, a.W};
    }
};

// The gradients of the weights of a plane: the caller's, or scratch where channels share weights and their gradients are summed later.
template <class S>
struct WeightGradientPlane
{
    typename S::Raw* data;
    long long k;
    int h, w;
    float* scratch;
    long long scratch_k;
    int width;

    DEVICE void store(int neighbour, int row, int column, float value) const
    {
        if (scratch)
            ::store(scratch + neighbour * scratch_k + at(row, width, column, 1), value);
        else
            ::store(data + neighbour * k + at(row, h, column, w), S::narrow(value));
    }

    template <int K>
    DEVICE static WeightGradientPlane of(const WeightView& p, const Scan& s, const Arguments& a)
    {
        long long plane = (long long)a.H * a.W;
        int directions = a.direction < 0 ? 4 : 1;
        float* scratch = a.shared ? a.shared + ((((long long)s.n * directions + s.slot) * K) * a.C + s.c) * plane : nullptr;
        return {(typename S::Raw*)p.data + s.n * p.n + s.direction * p.d + s.c * p.c, p.k, p.h, p.w, scratch, a.C * plane, a.W};
    }
};

// The plane of a scan in scratch of the shape directions×N×C×H×W.
DEVICE float* scratch_plane(float* scratch, const Scan& s, const Arguments& a)
{
    return scratch + ((long long)s.slot * a.N * a.C + s.plane) * a.H * a.W;
}
