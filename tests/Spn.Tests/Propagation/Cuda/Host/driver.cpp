// A stand-in for the CUDA driver: the entry points that Spn uses, over host memory, with the kernels compiled for the host. What is wrong
// in a call (a pointer that no allocation holds, too much shared memory, no current context) is answered as a driver would. spn_double_be says what the double shall be like: no-device, old-driver, old-device, little-memory, no-compiler, small.
#include "kernels.h"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace
{
enum { Success = 0, InvalidValue = 1, OutOfMemory = 2, NotInitialized = 3, NoDevice = 100, InvalidDevice = 101, InvalidImage = 200, InvalidContext = 201,
    NotFound = 500, IllegalAddress = 700, OutOfResources = 701, LaunchFailed = 719, CooperativeTooLarge = 720 };

std::recursive_mutex gate;
std::map<char*, std::pair<std::unique_ptr<char[]>, std::size_t>> memory; // by the beginning of what was allocated
std::size_t allocated;
int references, context_object, module_object, streams, events, cooperative;
thread_local std::vector<void*> contexts;
bool started;

std::string like;
bool is(const char* what) { return like == what; }

std::size_t total_memory() { return is("little-memory") ? 1 << 20 : (std::size_t)1 << 32; }
int multiprocessors() { return is("small") ? 2 : 108; }
int shared_memory_bytes() { return is("small") ? 16 * 1024 : 160 * 1024; }
constexpr int ResidentThreads = 1024; // of a multiprocessor

struct Function
{
    std::string name;
    Kernel kernel;
    int shared_bytes = 48 * 1024;
};
std::map<std::string, Function> functions;

bool holds(const void* pointer, std::size_t bytes)
{
    auto next = memory.upper_bound((char*)pointer);
    if (next == memory.begin())
        return false;
    auto& [begin, block] = *std::prev(next);
    return (char*)pointer + bytes <= begin + block.second;
}

int blocks_of(int threads, std::size_t shared) { return shared > (std::size_t)shared_memory_bytes() ? 0 : std::max(1, ResidentThreads / threads); }
}

#define CONTEXT                                              \
    std::lock_guard<std::recursive_mutex> lock(gate);        \
    if (contexts.empty())                                    \
        return InvalidContext

EXPORT void spn_double_be(const char* what) { like = what; }
// How many allocations there are.
EXPORT int spn_double_allocations() { return (int)memory.size(); }
// How many launches were cooperative so far.
EXPORT int spn_double_cooperative_launches() { return cooperative; }

EXPORT int cuInit(unsigned flags)
{
    started = flags == 0;
    return is("no-device") ? NoDevice : Success;
}
EXPORT int cuDriverGetVersion(int* version) { return *version = is("old-driver") ? 9020 : 12040, Success; }
EXPORT int cuGetErrorName(int code, const char** name) { return *name = code == OutOfMemory ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_OF_THE_DOUBLE", Success; }
EXPORT int cuGetErrorString(int, const char** text) { return *text = "said by the double", Success; }
EXPORT int cuDeviceGetCount(int* count) { return *count = 1, started ? Success : NotInitialized; }
EXPORT int cuDeviceGet(int* device, int ordinal) { return *device = 40 + ordinal, ordinal == 0 ? Success : InvalidDevice; }
EXPORT int cuDeviceGetName(char* name, int length, int device)
{
    std::snprintf(name, (std::size_t)length, "Double of a GPU");
    return device == 40 ? Success : InvalidDevice;
}
EXPORT int cuDeviceTotalMem_v2(std::size_t* bytes, int device) { return *bytes = total_memory(), device == 40 ? Success : InvalidDevice; }
EXPORT int cuDeviceGetAttribute(int* value, int attribute, int device)
{
    if (device != 40)
        return InvalidDevice;
    switch (attribute)
    {
    case 16:
        return *value = multiprocessors(), Success;
    case 36:
        return *value = 1215000, Success;
    case 37:
        return *value = 5120, Success;
    case 75:
        return *value = is("old-device") ? 6 : 8, Success;
    case 76:
        return *value = 0, Success;
    case 97:
        return *value = shared_memory_bytes(), Success;
    default:
        return InvalidValue;
    }
}

EXPORT int cuDevicePrimaryCtxRetain(void** context, int device)
{
    std::lock_guard<std::recursive_mutex> lock(gate);
    references++;
    *context = &context_object;
    return device == 40 ? Success : InvalidDevice;
}
EXPORT int cuDevicePrimaryCtxRelease_v2(int device)
{
    std::lock_guard<std::recursive_mutex> lock(gate);
    return device == 40 && references-- > 0 ? Success : InvalidDevice;
}
EXPORT int cuCtxPushCurrent_v2(void* context)
{
    if (context != &context_object)
        return InvalidContext;
    contexts.push_back(context);
    return Success;
}
EXPORT int cuCtxPopCurrent_v2(void** context)
{
    if (contexts.empty())
        return InvalidContext;
    *context = contexts.back();
    contexts.pop_back();
    return Success;
}

EXPORT int cuModuleLoadDataEx(void** module, const char* image, unsigned count, const int* options, void** values)
{
    CONTEXT;
    if (count != 2 || options[0] != 5 || options[1] != 6 || (std::size_t)values[1] < 1024)
        return InvalidValue;
    if (is("no-compiler"))
        return std::snprintf((char*)values[0], (std::size_t)values[1], "no compiler here"), InvalidImage;
    if (!std::strstr(image, ".target sm_70") || std::strlen(image) < 10000)
        return std::snprintf((char*)values[0], (std::size_t)values[1], "not the PTX"), InvalidImage;
    // Only kernels that the image has.
    for (auto& [name, kernel] : kernels())
        if (std::strstr(image, (".visible .entry " + name + "(").c_str()))
            functions[name] = {name, kernel};
    *module = &module_object;
    return Success;
}
EXPORT int cuModuleGetFunction(void** function, void* module, const char* name)
{
    CONTEXT;
    auto found = functions.find(name);
    if (module != &module_object || found == functions.end())
        return NotFound;
    *function = &found->second;
    return Success;
}
EXPORT int cuFuncSetAttribute(void* function, int attribute, int value)
{
    CONTEXT;
    if (attribute != 8 || value > shared_memory_bytes())
        return InvalidValue;
    static_cast<Function*>(function)->shared_bytes = value;
    return Success;
}
EXPORT int cuFuncGetAttribute(int* value, int attribute, void*)
{
    CONTEXT;
    *value = attribute == 4 ? 64 : 0;
    return attribute == 3 || attribute == 4 ? Success : InvalidValue;
}
EXPORT int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void* function, int threads, std::size_t shared)
{
    CONTEXT;
    bool backward = static_cast<Function*>(function)->name.rfind("backward", 0) == 0;
    *blocks = threads > (backward ? 512 : 1024) ? 0 : blocks_of(threads, shared);
    return Success;
}

EXPORT int cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void*, void** parameters, void** extra)
{
    CONTEXT;
    auto& f = *static_cast<Function*>(function);
    bool backward = f.name.rfind("backward", 0) == 0;
    unsigned most = backward ? 512 : f.name.rfind("forward", 0) == 0 ? 1024 : 256;
    if (gy != 1 || gz != 1 || by != 1 || bz != 1 || extra || gx == 0 || bx == 0 || bx > most || shared > (unsigned)f.shared_bytes)
        return OutOfResources;
    try
    {
        shim::run({(int)gx, (int)bx, shared, multiprocessors() * blocks_of((int)bx, shared), 1}, f.kernel, parameters[0]);
    }
    catch (const std::runtime_error& error)
    {
        std::fprintf(stderr, "%s: %s\n", f.name.c_str(), error.what());
        return LaunchFailed;
    }
    return Success;
}
// All blocks at work at once, or none.
EXPORT int cuLaunchCooperativeKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void* stream, void** parameters)
{
    CONTEXT;
    if (gx > (unsigned)(multiprocessors() * blocks_of((int)bx, shared)))
        return CooperativeTooLarge;
    cooperative++;
    return cuLaunchKernel(function, gx, gy, gz, bx, by, bz, shared, stream, parameters, nullptr);
}

EXPORT int cuMemGetInfo_v2(std::size_t* free, std::size_t* total)
{
    CONTEXT;
    *total = total_memory();
    *free = *total - allocated;
    return Success;
}
EXPORT int cuMemAlloc_v2(char** pointer, std::size_t bytes)
{
    CONTEXT;
    if (bytes == 0)
        return InvalidValue;
    if (allocated + bytes > total_memory())
        return OutOfMemory;
    auto block = std::make_unique<char[]>(bytes);
    std::memset(block.get(), 0xff, bytes); // NaN
    *pointer = block.get();
    allocated += bytes;
    memory[*pointer] = {std::move(block), bytes};
    return Success;
}
EXPORT int cuMemFree_v2(char* pointer)
{
    CONTEXT;
    auto found = memory.find(pointer);
    if (found == memory.end())
        return InvalidValue;
    allocated -= found->second.second;
    memory.erase(found);
    return Success;
}
EXPORT int cuMemcpyHtoDAsync_v2(void* to, const void* from, std::size_t bytes, void*)
{
    CONTEXT;
    return holds(to, bytes) ? std::memcpy(to, from, bytes), Success : IllegalAddress;
}
EXPORT int cuMemcpyDtoHAsync_v2(void* to, const void* from, std::size_t bytes, void*)
{
    CONTEXT;
    return holds(from, bytes) ? std::memcpy(to, from, bytes), Success : IllegalAddress;
}
EXPORT int cuMemcpyDtoDAsync_v2(void* to, const void* from, std::size_t bytes, void*)
{
    CONTEXT;
    return holds(from, bytes) && holds(to, bytes) ? std::memcpy(to, from, bytes), Success : IllegalAddress;
}
EXPORT int cuMemsetD8Async(void* to, unsigned char value, std::size_t bytes, void*)
{
    CONTEXT;
    return holds(to, bytes) ? std::memset(to, value, bytes), Success : IllegalAddress;
}

EXPORT int cuStreamCreate(void** stream, unsigned flags)
{
    CONTEXT;
    *stream = (void*)(std::size_t)(0x5000 + ++streams);
    return flags == 1 ? Success : InvalidValue;
}
EXPORT int cuStreamDestroy_v2(void*) { return Success; }
EXPORT int cuStreamSynchronize(void*)
{
    CONTEXT;
    return Success;
}
EXPORT int cuEventCreate(void** event, unsigned)
{
    CONTEXT;
    *event = (void*)(std::size_t)(0x7000 + ++events);
    return Success;
}
EXPORT int cuEventDestroy_v2(void*) { return Success; }
EXPORT int cuEventRecord(void*, void*)
{
    CONTEXT;
    return Success;
}
EXPORT int cuEventSynchronize(void*)
{
    CONTEXT;
    return Success;
}
EXPORT int cuEventElapsedTime(float* milliseconds, void*, void*) { return *milliseconds = 1, Success; }
