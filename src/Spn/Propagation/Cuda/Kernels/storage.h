// How an element lies in memory. Arithmetic is float32 throughout.
#pragma once
#include "device.h"

struct Float32
{
    using Raw = float;
    static constexpr int Ahead = 4; // lines in flight per thread in a vertical scan
    DEVICE static float widen(float raw) { return raw; }
    DEVICE static float narrow(float value) { return value; }
};

// By integer arithmetic, so that it runs before sm_80 too: round to nearest even, NaN stays NaN.
struct BFloat16
{
    using Raw = unsigned short;
    static constexpr int Ahead = 8;
    DEVICE static float widen(Raw raw) { return bits_float((unsigned)raw << 16); }
    DEVICE static Raw narrow(float value)
    {
        unsigned bits = float_bits(value);
        return (Raw)(value != value ? (bits >> 16) | 64u : (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
    }
};

struct Float16
{
    using Raw = unsigned short;
    static constexpr int Ahead = 8;
    DEVICE static float widen(Raw raw) { return half_to_float(raw); }
    DEVICE static Raw narrow(float value) { return float_to_half(value); }
};
