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

#define ENTRIES(storage, K)                                                      \
    {"forward_" #storage "_" #K, call<Arguments, forward_##storage##_##K>},      \
    {"backward_" #storage "_" #K, call<Arguments, backward_##storage##_##K>},    \
    {"constrain_" #storage "_" #K, call<ConstrainArguments, constrain_##storage##_##K>}

const std::map<std::string, Kernel>& kernels()
{
    static const std::map<std::string, Kernel> all = {ENTRIES(float32, 1), ENTRIES(float32, 3), ENTRIES(bfloat16, 1),
        ENTRIES(bfloat16, 3), ENTRIES(float16, 1), ENTRIES(float16, 3)};
    return all;
}
