// What a launch is told. CudaArguments.cs mirrors these structs field by field.
#pragma once

// N×C×H×W with a stride, in elements, for each axis.
struct MapView
{
    void* data;
    long long n, c;
    int h, w;
};

// N×4×K×C×H×W at the receiving pixel; c is zero where all channels share the weights.
struct WeightView
{
    void* data;
    long long n, d, k, c;
    int h, w;
};

// How the lines of a scan are cut: `segments` of `own` positions, dealt to `teams` blocks. With three-way weights these meet every `lines`
// lines, eight in horizontal scans, and `own` is not less than that.
struct Cut
{
    int segments, teams, own, lines;
};

struct Arguments
{
    MapView x;             // the input
    MapView y;             // forward: the result. backward: the gradient of x
    MapView g;             // backward: the gradient that reaches the result
    WeightView p;          // raw weights
    WeightView gp;         // backward: their gradient
    unsigned char* winner; // N×C×H×W, contiguous, where all four directions run: written forward, read backward
    float* hidden;         // scratch or kept, directions×N×C×H×W: the hidden maps
    float* partial;        // scratch of the same shape: the gradient of x of each direction; may be `hidden` where lines are not cut
    float* shared;         // scratch, N×directions×K×C×H×W: gradients of shared weights before their sum; null where weights are not shared
    float* state;          // scratch, N×C×directions×2×max(H, W): the last line of a tile, where lines are cut
    unsigned* sync;        // zeros; zeros again after the launch
    int N, C, H, W;
    int direction; // 0 to 3, or -1 for all four and their maximum
    int stabilize;
    int recompute;      // backward: whether the hidden maps must be computed first
    int chunk;          // pixels that one block merges
    Cut horizontal, vertical;
    int sync_words;
    int items; // of work: scans by teams, then chunks to merge; blocks take one after the other, so fewer blocks than items will do
};

struct ConstrainArguments
{
    WeightView p;  // raw weights
    WeightView g;  // backward: the gradient that reaches the constrained ones; null forward
    WeightView y;  // the constrained weights, or the gradient of the raw ones
    int N, C, H, W; // C is the number of channels of the weights
};
