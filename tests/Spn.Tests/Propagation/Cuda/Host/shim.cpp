#include "shim.h"
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif
#ifdef ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace shim
{
Place here;

namespace
{
constexpr std::size_t StackBytes = 128 * 1024;
constexpr int Patience = 100000; // rounds in which every block only waits

enum class State { Ready, Waiting, Done };

struct Fiber
{
    State state = State::Ready;
    int thread = 0;
    char* stack = nullptr;
#if defined(__x86_64__)
    void* top = nullptr;
#else
    ucontext_t context;
#endif
};

struct Block
{
    int index;
    std::vector<Fiber> fibers;
    std::unique_ptr<char[]> shared;
};

Fiber* current;
bool waited; // the fiber that ran last waits for another block
void (*current_body)(void*);
void* current_argument;
std::vector<std::unique_ptr<char[]>> stacks; // not in use

#if defined(__x86_64__)
void* scheduler_top;

// Saves what a callee must keep, leaves the stack pointer in *from and goes on where `to` was left.
extern "C" void shim_switch(void** from, void* to);
asm(R"(
.text
.globl shim_switch
.type shim_switch, @function
shim_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size shim_switch, .-shim_switch
)");
#else
ucontext_t scheduler_context;
#endif

#ifdef ADDRESS_SANITIZER
const void* scheduler_bottom;
std::size_t scheduler_size;
#endif

void to_scheduler(bool for_ever)
{
    Fiber* self = current;
#ifdef ADDRESS_SANITIZER
    void* fake = nullptr;
    __sanitizer_start_switch_fiber(for_ever ? nullptr : &fake, scheduler_bottom, scheduler_size);
#else
    (void)for_ever;
#endif
#if defined(__x86_64__)
    shim_switch(&self->top, scheduler_top);
#else
    swapcontext(&self->context, &scheduler_context);
#endif
#ifdef ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(fake, &scheduler_bottom, &scheduler_size);
#endif
}

void enter()
{
#ifdef ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(nullptr, &scheduler_bottom, &scheduler_size);
#endif
    current_body(current_argument);
    current->state = State::Done;
    to_scheduler(true);
    std::abort();
}

void resume(Fiber& fiber)
{
    current = &fiber;
#ifdef ADDRESS_SANITIZER
    void* fake = nullptr;
    __sanitizer_start_switch_fiber(&fake, fiber.stack, StackBytes);
#endif
#if defined(__x86_64__)
    shim_switch(&scheduler_top, fiber.top);
#else
    swapcontext(&scheduler_context, &fiber.context);
#endif
#ifdef ADDRESS_SANITIZER
    __sanitizer_finish_switch_fiber(fake, nullptr, nullptr);
#endif
}

void prepare(Fiber& fiber, int thread)
{
    if (stacks.empty())
        stacks.emplace_back(new char[StackBytes]);
    fiber.stack = stacks.back().release();
    stacks.pop_back();
    fiber.thread = thread;
#ifdef ADDRESS_SANITIZER
    __asan_unpoison_memory_region(fiber.stack, StackBytes);
#endif
#if defined(__x86_64__)
    // enter() finds the stack as after a call: eight bytes off a multiple of sixteen.
    auto top = reinterpret_cast<std::uintptr_t>(fiber.stack + StackBytes) & ~std::uintptr_t{15};
    auto slots = reinterpret_cast<void**>(top) - 8;
    std::memset(slots, 0, 8 * sizeof(void*));
    slots[6] = reinterpret_cast<void*>(&enter);
    fiber.top = slots;
#else
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack;
    fiber.context.uc_stack.ss_size = StackBytes;
    fiber.context.uc_link = nullptr;
    makecontext(&fiber.context, enter, 0);
#endif
}

std::unique_ptr<Block> start(const Launch& launch, int index)
{
    auto block = std::make_unique<Block>();
    block->index = index;
    block->fibers.resize(launch.threads);
    for (int t = 0; t < launch.threads; t++)
        prepare(block->fibers[t], t);
    block->shared.reset(new char[launch.shared_bytes]);
    std::memset(block->shared.get(), 0xff, launch.shared_bytes); // NaN: what is read before it is written shows
    return block;
}

void finish(Block& block)
{
    for (auto& fiber : block.fibers)
        stacks.emplace_back(fiber.stack);
}

// Runs each thread to its next barrier or wait, or, where there is a seed, some of them, from one on; says whether any did more than wait.
bool advance(const Launch& launch, Block& block, unsigned& random)
{
    bool moved = false;
    int waiting = 0, done = 0, first = 0, count = launch.threads, step = 1;
    if (launch.seed != 0)
    {
        random = random * 1664525u + 1013904223u;
        first = (int)(random >> 8) % launch.threads;
        count = random & 128 ? launch.threads : 1 + (int)(random >> 20) % launch.threads;
        step = random & 64 ? 1 : launch.threads - 1;
    }

    for (int i = 0; i < launch.threads; i++)
    {
        Fiber& fiber = block.fibers[(first + i * step) % launch.threads];
        if (fiber.state == State::Ready && i < count)
        {
            here = {fiber.thread, block.index, launch.threads, launch.blocks, reinterpret_cast<float*>(block.shared.get())};
            waited = false;
            resume(fiber);
            moved |= !waited;
        }

        waiting += fiber.state == State::Waiting;
        done += fiber.state == State::Done;
    }

    if (waiting + done == launch.threads && waiting > 0)
    {
        if (done > 0)
            throw std::runtime_error("a thread left its block while others wait at a barrier");
        for (auto& fiber : block.fibers)
            fiber.state = State::Ready;
    }

    return moved;
}

bool is_done(const Block& block)
{
    for (auto& fiber : block.fibers)
        if (fiber.state != State::Done)
            return false;
    return true;
}
}

void reach_barrier()
{
    current->state = State::Waiting;
    Place mine = here;
    to_scheduler(false);
    here = mine;
}

void let_others_run()
{
    waited = true;
    Place mine = here;
    to_scheduler(false);
    here = mine;
}

void run(const Launch& launch, void (*body)(void*), void* argument)
{
    current_body = body;
    current_argument = argument;
    std::vector<std::unique_ptr<Block>> running;
    int next = 0, idle = 0;
    unsigned random = launch.seed;
    while (next < launch.blocks || !running.empty())
    {
        while (next < launch.blocks && (int)running.size() < launch.resident)
            running.push_back(start(launch, next++));
        bool moved = false;
        for (auto& block : running)
            moved |= advance(launch, *block, random);
        idle = moved ? 0 : idle + 1;
        if (idle > Patience)
            throw std::runtime_error("blocks wait for one another for ever");
        for (std::size_t i = running.size(); i-- > 0;)
            if (is_done(*running[i]))
            {
                finish(*running[i]);
                running.erase(running.begin() + (std::ptrdiff_t)i);
            }
    }
}
}
