// The planes of one scan: what it reads and where its results go.
#pragma once
#include "scan.h"

DEVICE long long at(int row, int row_stride, int column, int column_stride)
{
    return (long long)row * row_stride + (long long)column * column_stride;
}

// H×W with strides, in the caller's memory or in scratch.
struct Plane
{
    float* data;
    int h, w;

    DEVICE static Plane of(const MapView& map, const Scan& s) { return {map.data + s.n * map.n + s.c * map.c, map.h, map.w}; }

    // The plane of a scan in scratch of the shape directions×N×C×H×W.
    DEVICE static Plane scratch(float* scratch, const Scan& s, const Arguments& a)
    {
        return {scratch + ((long long)s.slot * a.N * a.C + s.plane) * a.H * a.W, a.W, 1};
    }

    DEVICE float load(int row, int column) const { return load_input(data + at(row, h, column, w)); }
    DEVICE float load_shared(int row, int column) const { return load_scratch(data + at(row, h, column, w)); }
    DEVICE void store(int row, int column, float value) const { ::store(data + at(row, h, column, w), value); }
};

// K×H×W: the weights of a plane, or their gradients.
struct WeightPlane
{
    float* data;
    long long k;
    int h, w;

    DEVICE static WeightPlane of(const WeightView& p, const Scan& s)
    {
        return {p.data + s.n * p.n + s.direction * p.d + s.c * p.c, p.k, p.h, p.w};
    }

    // Gradients: the caller's, or scratch where channels share weights and their gradients are summed later.
    template <int K>
    DEVICE static WeightPlane gradient(const Arguments& a, const Scan& s)
    {
        long long plane = (long long)a.H * a.W;
        int directions = a.direction < 0 ? 4 : 1;
        if (a.shared)
            return {a.shared + ((((long long)s.n * directions + s.slot) * K) * a.C + s.c) * plane, a.C * plane, a.W, 1};
        return of(a.gp, s);
    }

    DEVICE float load(int neighbour, int row, int column) const { return load_input(data + neighbour * k + at(row, h, column, w)); }
    DEVICE void store(int neighbour, int row, int column, float value) const
    {
        ::store(data + neighbour * k + at(row, h, column, w), value);
    }
};
