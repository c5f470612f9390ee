// The CUDA source itself, compiled for the host.
#define SPN_HOST
#include "propagation.cu"
#include "kernels.h"

namespace
{
template <class A, void (*F)(A)>
void call(void* argument)
{
    F(*static_cast<A*>(argument));
}
}

#define ENTRIES(K)                                             \
    {"forward_" #K, call<Arguments, forward_##K>},             \
    {"backward_" #K, call<Arguments, backward_##K>},           \
    {"normalise_" #K, call<NormaliseArguments, normalise_##K>}

const std::map<std::string, Kernel>& kernels()
{
    static const std::map<std::string, Kernel> all = {ENTRIES(1), ENTRIES(3), {"gate", call<GateArguments, gate>},
        {"gate_backward", call<GateArguments, gate_backward>}, {"naive", call<Arguments, naive>},
        {"naive_backward", call<Arguments, naive_backward>}};
    return all;
}
