#!/usr/bin/python3
"""The propagation op in PyTorch on a CUDA GPU, timed: the peer of `spn bench cuda`, printed as the same table.

The form a good user would write: lines made contiguous once, a loop over unbind(), the whole forward captured in a CUDA graph so that
launches cost little, and autograd for the backward. torch.compile is tried on one step where it works. Boundary as in the op: h1 = x1,
absent neighbours have weight zero; weights are constrained inside the timed region, as in the kernels.
"""
import statistics
import torch
import torch.nn.functional as F

SHAPES = ((1, 32, 64, 64), (8, 32, 64, 64), (16, 8, 1024, 1024), (1, 21, 512, 512))


def step(x, a, b, c, h):
    wide = F.pad(h, [1, 1])
    return (1 - a - b - c) * x + a * wide[..., :-2] + b * h + c * wide[..., 2:]


compiled_step = torch.compile(step, dynamic=False)


def scan(f, x, p):
    """x: N,C,L,T scanned along T; p: N,3,C,L,T."""
    p = p / p.abs().sum(1, keepdim=True).clamp(min=1)
    lines = [v.permute(3, 0, 1, 2).contiguous().unbind(0) for v in (x, p[:, 0], p[:, 1], p[:, 2])]
    hidden = [lines[0][0]]
    for t in range(1, len(lines[0])):
        hidden.append(f(lines[0][t], lines[1][t], lines[2][t], lines[3][t], hidden[-1]))
    return torch.stack(hidden, 0).permute(1, 2, 3, 0)


def one(f, x, p, direction):
    if direction >= 2:
        x, p = x.transpose(-1, -2), p.transpose(-1, -2)
    if direction % 2:
        x, p = x.flip(-1), p.flip(-1)
    h = scan(f, x, p)
    if direction % 2:
        h = h.flip(-1)
    return h.transpose(-1, -2) if direction >= 2 else h


def four(f, x, p):
    h = [one(f, x, p[:, d], d) for d in range(4)]
    return torch.maximum(torch.maximum(h[0], h[1]), torch.maximum(h[2], h[3]))


def weights(shape):
    p = torch.rand(shape[0], 4, 3, *shape[1:], device="cuda") * 2 - 1
    p[:, :2, 0, :, 0, :] = 0
    p[:, :2, 2, :, -1, :] = 0
    p[:, 2:, 0, :, :, 0] = 0
    p[:, 2:, 2, :, :, -1] = 0
    return p


def milliseconds(work, runs=9):
    for _ in range(3):
        work()
    times = []
    for _ in range(runs):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        work()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end))
    return statistics.median(times)


def graphed(work):
    """The work captured in a CUDA graph, or itself where it cannot be."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        work()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        work()
    return graph.replay


def best(make):
    """The fastest of the forms that run: (name, ms)."""
    found = []
    for name, f in (("loop, graph", step), ("compiled step, graph", compiled_step)):
        try:
            with torch.no_grad():
                found.append((milliseconds(graphed(lambda: make(f))), name))
        except Exception as error:  # a form that this PyTorch cannot run is named, and the others count
            print(f"| | {name}: {type(error).__name__} | | | |")
        torch.cuda.empty_cache()
    return min(found)


def main():
    torch.manual_seed(0)
    print(f"torch {torch.__version__}, CUDA {torch.version.cuda}, {torch.cuda.get_device_name()}")
    print()
    print("| shape | work | ms | GB/s | form |")
    print("| --- | --- | ---: | ---: | --- |")
    for shape in SHAPES:
        text, count = "×".join(map(str, shape)), shape[0] * shape[1] * shape[2] * shape[3]
        try:
            x, p = torch.rand(shape, device="cuda"), weights(shape)
            for work, elements, make in (
                    ("left to right", 5, lambda f: one(f, x, p[:, 0], 0)),
                    ("top to bottom", 5, lambda f: one(f, x, p[:, 2], 2)),
                    ("four + max", 14, lambda f: four(f, x, p))):
                ms, form = best(make)
                print(f"| {text} | {work} | {ms:.4f} | {count * elements * 4 / ms / 1e6:.0f} | {form} |", flush=True)

            a, b, g = x.requires_grad_(), p.requires_grad_(), torch.rand_like(x)
            ms = milliseconds(lambda: torch.autograd.grad(four(step, a, b), (a, b), g), 3)
            print(f"| {text} | four + max, forward and backward | {ms:.4f} | | loop, autograd |", flush=True)
        except torch.cuda.OutOfMemoryError:
            print(f"| {text} | skipped: out of memory | | | |", flush=True)
        x = p = a = b = g = None
        torch.cuda.empty_cache()


main()
