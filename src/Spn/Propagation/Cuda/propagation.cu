// The propagation op on the GPU: README.md says how it is laid out and why; build-ptx.sh makes propagation.ptx.gz of it.
#include "Kernels/backward_horizontal.h"
#include "Kernels/backward_vertical.h"
#include "Kernels/forward_horizontal.h"
#include "Kernels/forward_vertical.h"
#include "Kernels/gate.h"
#include "Kernels/merge.h"
#include "Kernels/naive.h"
#include "Kernels/normalise.h"

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

template <int K, bool Horizontal>
DEVICE void scan_forward(const Arguments& a, Scan& s)
{
    Plane x = Plane::of(a.x, s), y = a.hidden ? Plane::scratch(a.hidden, s, a) : Plane::of(a.y, s);
    x.data += s.slot * a.x_direction;
    if (Horizontal)
        forward_horizontal<K>(s, x, WeightPlane::of(a.p, s), y);
    else
        forward_vertical<K>(s, x, WeightPlane::of(a.p, s), y);
}

template <int K, bool Horizontal>
DEVICE void scan_backward(const Arguments& a, Scan& s)
{
    BackwardPlanes planes = {Plane::of(a.x, s), Plane::of(a.g, s), Plane::scratch(a.hidden, s, a),
        a.partial ? Plane::scratch(a.partial, s, a) : Plane::of(a.y, s), WeightPlane::of(a.p, s), WeightPlane::gradient<K>(a, s),
        a.winner ? a.winner + (long long)s.plane * a.H * a.W : nullptr, s.direction, a.W};
    planes.x.data += s.slot * a.x_direction;
    s.reversed = !s.reversed;
    if (Horizontal)
        backward_horizontal<K>(s, planes);
    else
        backward_vertical<K>(s, planes);
}

template <int K, bool Horizontal, bool Backward>
DEVICE void scan(const Arguments& a, const Item& item)
{
    Scan s = scan_of<K, Horizontal>(a, item);
    if (Backward)
        scan_backward<K, Horizontal>(a, s);
    else
        scan_forward<K, Horizontal>(a, s);
    end_scan(a, s.plane);
}

template <int K, bool Backward>
DEVICE void propagate(const Arguments& a)
{
    int scans = scan_items(a);
    for (int taken = take(a); taken < a.items; taken = take(a))
        if (taken >= scans)
            merge<K>(a, taken - scans, Backward);
        else if (Item item = Item::of(a, taken); item.horizontal)
            scan<K, true, Backward>(a, item);
        else
            scan<K, false, Backward>(a, item);
    leave_launch(a);
}

#define KERNELS(K)                                                                           \
    KERNEL(1024) void forward_##K(Arguments a) { propagate<K, false>(a); }                   \
    KERNEL(512) void backward_##K(Arguments a) { propagate<K, true>(a); }                    \
    KERNEL(256) void normalise_##K(NormaliseArguments a) { normalise<K>(a); }

KERNELS(1)
KERNELS(3)
KERNEL(256) void gate(GateArguments a) { gate_input(a); }
KERNEL(256) void gate_backward(GateArguments a) { gate_gradients(a); }
KERNEL(256) void naive(Arguments a) { Naive(a).forward(); }
KERNEL(256) void naive_backward(Arguments a) { Naive(a).backward(); }
