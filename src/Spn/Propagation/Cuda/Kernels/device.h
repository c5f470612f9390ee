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
DEVICE unsigned short load_input(const unsigned short* p) { return __nvvm_ldg_us(p); }
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

// 1 / x for x > 1, within one unit in the last place; zero where the quotient is subnormal.
DEVICE float reciprocal(float x)
{
    float y;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
}

DEVICE float half_to_float(unsigned short h)
{
    float f;
    asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h));
    return f;
}
DEVICE unsigned short float_to_half(float f)
{
    unsigned short h;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h) : "f"(f));
    return h;
}
DEVICE unsigned float_bits(float f) { return __builtin_bit_cast(unsigned, f); }
DEVICE float bits_float(unsigned u) { return __builtin_bit_cast(float, u); }

#endif
