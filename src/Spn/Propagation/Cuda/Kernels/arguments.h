// What a launch is told. CudaArguments.cs mirrors these structs field by field. Elements are float32 throughout.
#pragma once

// N×C×H×W with a stride, in elements, for each axis.
struct MapView
{
    float* data;
    long long n, c;
    int h, w;
};

// N×4×K×C×H×W at the receiving pixel; c is zero where all channels share the weights.
struct WeightView
{
    float* data;
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
    WeightView p;          // weights, clipped by the scan where `clips` says so
    WeightView gp;         // backward: their gradient
    unsigned char* winner; // N×C×H×W, contiguous, where four scans merge: written forward, read backward
    float* hidden;         // directions×N×C×H×W: the hidden maps. Forward: null where a scan writes y itself
    float* partial;        // backward, of the same shape: the gradient of x of each direction; may be `hidden` where lines are not cut, and
                           // null where a scan writes y itself
    float* shared;         // scratch, N×directions×K×C×H×W: gradients of shared weights before their sum; null where weights are not shared
    float* state;          // scratch, N×C×directions×2×max(H, W): the last line of a tile, where lines are cut
    unsigned* sync;        // zeros; zeros again after the launch
    long long x_direction; // from the input of a direction to that of the next one; zero where all have the same
    int N, C, H, W, K;
    int direction; // 0 to 3, or -1 for all four
    int chunk;     // lines of a chunk along the scan, whose first line takes nothing from the line before; 0: one chunk
    int clips;     // whether weights are divided by max(1, Σ|p|)
    int gated;     // h = x + Σ p h, instead of x + Σ p (h - x)
    int merges;    // whether hidden maps, or gradients of x, are merged into y
    int portion;   // pixels that one block merges
    Cut horizontal, vertical;
    int sync_words;
    int items; // of work: scans by teams, then portions to merge; blocks take one after the other, so fewer blocks than items will do
};

// Normalisation.cs numbers them alike.
enum { Clip, Always, RowStochastic, Gate, Raw };

struct NormaliseArguments
{
    WeightView p;  // raw weights: K maps, with Gate one more
    WeightView g;  // backward: the gradient that reaches the normalised ones; null forward
    WeightView y;  // the normalised weights, or the gradient of the raw ones
    int N, C, H, W; // C is the number of channels of the weights
    int direction;  // as above
    int kind, chunk; // as above
    float epsilon;   // of Always
};

struct GateArguments
{
    MapView x;         // the input
    WeightView gate;   // the input gate, k is not used; c is zero where all channels share it
    float* u;          // directions×N×C×H×W: gate ⊙ x, or the gradient that reaches it
    MapView gx;        // backward: the gradient of x
    WeightView g_gate; // backward: the gradient of the gate
    int N, C, H, W;
    int gates; // channels of the gate: C or 1
    int direction;
};
