// The propagation op on the GPU: one launch a call. README.md says how it is laid out and why; build-ptx.sh makes propagation.ptx of it.
#include "Kernels/backward_horizontal.h"
#include "Kernels/backward_vertical.h"
#include "Kernels/constrain.h"
#include "Kernels/forward_horizontal.h"
#include "Kernels/forward_vertical.h"
#include "Kernels/merge.h"

// One for the whole block: the next item of work, in the order in which blocks come for them. A scan before
// it has ended with a barrier, and merging uses no shared memory.
DEVICE int take(const Arguments& a)
{
    unsigned* slot = (unsigned*)shared_memory();
    if (thread_index() == 0)
        *slot = fetch_add(a.sync, 1);
    barrier();
    int item = (int)*slot;
    barrier();
    return item;
}

// Ends a scan for those who wait for its plane.
DEVICE void end_scan(const Arguments& a, int plane)
{
    barrier();
    if (thread_index() == 0)
        release_add(ended(a, plane), 1);
}

// The last block of the launch leaves the counters as it found them. A barrier of take comes before.
DEVICE void leave_launch(const Arguments& a)
{
    unsigned* slot = (unsigned*)shared_memory();
    if (thread_index() == 0)
        *slot = release_add(a.sync + 1, 1);
    barrier();
    if (*slot + 1 == (unsigned)block_count())
        for (int i = thread_index(); i < a.sync_words; i += thread_count())
            store(a.sync + i, 0u);
}

template <class S, int K, bool Horizontal>
DEVICE void scan_forward(const Arguments& a, Scan& s, float* hidden)
{
    InputPlane<S> x = InputPlane<S>::of(a.x, s);
    WeightPlane<S, K> p = WeightPlane<S, K>::of(a.p, s);
    OutputPlane<S> y = OutputPlane<S>::of(a.y, s, hidden, a);
    if (Horizontal)
        forward_horizontal<S, K>(s, x, p, y, a.stabilize);
    else
        forward_vertical<S, K>(s, x, p, y, a.stabilize);
}

template <class S, int K, bool Horizontal>
DEVICE void scan_backward(const Arguments& a, Scan& s)
{
    if (a.recompute)
    {
        scan_forward<S, K, Horizontal>(a, s, scratch_plane(a.hidden, s, a));
        meet<K>(s);
    }

    BackwardPlanes<S, K> planes = {InputPlane<S>::of(a.x, s), InputPlane<S>::of(a.g, s), WeightPlane<S, K>::of(a.p, s),
        a.direction < 0 ? a.winner + (long long)s.plane * a.H * a.W : nullptr, s.direction, scratch_plane(a.hidden, s, a),
        OutputPlane<S>::of(a.y, s, a.direction < 0 ? scratch_plane(a.partial, s, a) : nullptr, a),
        WeightGradientPlane<S>::template of<K>(a.gp, s, a), a.W};
    s.reversed = !s.reversed;
    if (Horizontal)
        backward_horizontal<S, K>(s, planes, a.stabilize);
    else
        backward_vertical<S, K>(s, planes, a.stabilize);
}

template <class S, int K, bool Horizontal, bool Backward>
DEVICE void scan(const Arguments& a, const Item& item)
{
    Scan s = scan_of<K, Horizontal>(a, item);
    if (Backward)
        scan_backward<S, K, Horizontal>(a, s);
    else
        scan_forward<S, K, Horizontal>(a, s, a.direction < 0 ? scratch_plane(a.hidden, s, a) : nullptr);
    end_scan(a, s.plane);
}

template <class S, int K, bool Backward>
DEVICE void propagate(const Arguments& a)
{
    int scans = scan_items(a);
    for (int taken = take(a); taken < a.items; taken = take(a))
        if (taken >= scans)
            merge<S, K>(a, taken - scans, Backward);
        else if (Item item = Item::of(a, taken); item.horizontal)
            scan<S, K, true, Backward>(a, item);
        else
            scan<S, K, false, Backward>(a, item);
    leave_launch(a);
}

#define KERNELS(storage, S, K)                                                                          \
    KERNEL(1024) void forward_##storage##_##K(Arguments a) { propagate<S, K, false>(a); }               \
    KERNEL(512) void backward_##storage##_##K(Arguments a) { propagate<S, K, true>(a); }                \
    KERNEL(256) void constrain_##storage##_##K(ConstrainArguments a) { constrain<S, K>(a); }

KERNELS(float32, Float32, 1)
KERNELS(float32, Float32, 3)
KERNELS(bfloat16, BFloat16, 1)
KERNELS(bfloat16, BFloat16, 3)
KERNELS(float16, Float16, 1)
KERNELS(float16, Float16, 3)
