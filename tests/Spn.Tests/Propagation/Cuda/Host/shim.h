// The host's stand-in for Kernels/device.h: the same kernels run here, each thread of each block as a fiber of one operating-system thread.
// A thread runs until it meets a barrier or waits for another block; a barrier lets nobody on before all have come. Blocks of a launch
// take turns, a few at a time, so blocks that wait for one another need what they need on a device: to be at work at the same time. In
// between, threads run in an order that a seed decides, so that what depends on the order gives wrong results sooner or later.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>

#define DEVICE inline
#define KERNEL(threads) extern "C"

namespace shim
{
struct Launch
{
    int blocks, threads;
    std::size_t shared_bytes;
    int resident;    // blocks at work at a time
    unsigned seed;   // of the order in which threads of all blocks run between barriers; 0: all of a block, one after the other
};

struct Place
{
    int thread, block, threads, blocks;
    float* shared;
};
extern Place here;

// Runs body(argument) in every thread. Throws std::runtime_error when threads leave a block while others wait at a barrier, or when
// blocks wait for one another for ever.
void run(const Launch& launch, void (*body)(void*), void* argument);
void reach_barrier();
void let_others_run();
}

inline int thread_index() { return shim::here.thread; }
inline int thread_count() { return shim::here.threads; }
inline int block_index() { return shim::here.block; }
inline int block_count() { return shim::here.blocks; }
inline float* shared_memory() { return shim::here.shared; }
inline void barrier() { shim::reach_barrier(); }

template <class T>
inline T load_input(const T* p) { return *p; }
template <class T>
inline void store(T* p, T value) { *p = value; }
inline float load_scratch(const float* p) { return *p; }
inline int opaque(int value) { return value; }
inline unsigned fetch_add(unsigned* p, unsigned value)
{
    unsigned before = *p;
    *p = before + value;
    return before;
}
inline unsigned release_add(unsigned* p, unsigned value) { return fetch_add(p, value); }
inline void release(unsigned* p, unsigned value) { *p = value; }
inline void wait_for(const unsigned* p, unsigned value)
{
    while (*p < value)
        shim::let_others_run();
}

inline float reciprocal(float x) { return 1.0f / x; }
inline float exponential(float x) { return std::exp(x); }
