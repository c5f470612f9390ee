// What the kernels use of the machine, for clang's NVPTX back end without any CUDA header. Compiled with SPN_HOST, the same names come
// from the host shim of the tests (tests/Spn.Tests/Propagation/Cuda/Host/shim.h).
#pragma once

#ifdef SPN_HOST
#include "shim.h"
#else

#define DEVICE __attribute__((device)) __attribute__((always_inline)) inline
#define KERNEL(threads) extern "C" __attribute__((global)) __attribute__((launch_bounds(threads)))

extern __attribute__((shared)) float dynamic_shared_memory[];

template <class T>
using Global = __attribute__((address_space(1))) T;

DEVICE int thread_index() { return __nvvm_read_ptx_sreg_tid_x(); }
DEVICE int thread_count() { return __nvvm_read_ptx_sreg_ntid_x(); }
DEVICE int block_index() { return __nvvm_read_ptx_sreg_ctaid_x(); }
DEVICE int block_count() { return __nvvm_read_ptx_sreg_nctaid_x(); }
DEVICE void barrier() { __syncthreads(); }
DEVICE float* shared_memory() { return dynamic_shared_memory; }

// Inputs, which no kernel writes: through the read-only path.
DEVICE float load_input(const float* p) { return __nvvm_ldg_f(p); }
DEVICE unsigned char load_input(const unsigned char* p) { return __nvvm_ldg_uc(p); }

template <class T>
DEVICE void store(T* p, T value) { *(Global<T>*)p = value; }

// Scratch that another block of the same launch may have written: from the second cache, where all blocks meet.
DEVICE float load_scratch(const float* p)
{
    float value;
    asm volatile("ld.relaxed.gpu.f32 %0, [%1];" : "=f"(value) : "l"(p) : "memory");
    return value;
}

// The value, of which the compiler knows nothing: sums that begin with it are not taken apart and kept in registers by the dozen.
DEVICE int opaque(int value)
{
    asm volatile("" : "+r"(value));
    return value;
}

DEVICE unsigned fetch_add(unsigned* p, unsigned value) { return (unsigned)__nvvm_atom_add_gen_i((int*)p, (int)value); }

// A thread that has passed a barrier makes what its block wrote before it visible to whoever acquires the value.
DEVICE void release(unsigned* p, unsigned value)
{
    asm volatile("fence.acq_rel.gpu; st.relaxed.gpu.u32 [%0], %1;" : : "l"(p), "r"(value) : "memory");
}
DEVICE unsigned release_add(unsigned* p, unsigned value)
{
    unsigned before;
    asm volatile("fence.acq_rel.gpu; atom.relaxed.gpu.add.u32 %0, [%1], %2; fence.acq_rel.gpu;" : "=r"(before) : "l"(p), "r"(value) : "memory");
    return before;
}
DEVICE void wait_for(const unsigned* p, unsigned value)
{
    unsigned seen;
    for (;;)
    {
        asm volatile("ld.acquire.gpu.u32 %0, [%1];" : "=r"(seen) : "l"(p) : "memory");
        if (seen >= value)
            return;
        asm volatile("nanosleep.u32 32;" : : : "memory");
    }
}

// 1 / x within one unit in the last place, for x of at least 1e-8; zero where the quotient is subnormal.
DEVICE float reciprocal(float x)
{
    float y;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

// The exponential of x <= 0, within some units in the last place of what matters beside one.
DEVICE float exponential(float x)
{
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x * 1.44269504f));
    return y;
}

#endif
