#!/usr/bin/python3
"""The four three-way scans and the node-wise max as a good PyTorch user would write them, timed on the CPU.

Two forms, the faster of which is the peer: `loop` copies the inputs once so that every line is contiguous and
walks over unbind() (a plain x[..., t] loop has a quadratic backward and is no fair peer), `script` is its
torch.jit.script twin. Boundary as in design.md: h1 = x1, neighbours outside the map take no part.
usage: torch_propagation.py [threads] [runs] [--json]    (--json: one object a line, for `spn bench propagation`)
"""
import json, statistics, sys, time
from typing import List
import torch
import torch.nn.functional as F

def scan_lines(x: List[torch.Tensor], a: List[torch.Tensor], b: List[torch.Tensor], c: List[torch.Tensor]):
    out = [x[0]]
    for t in range(1, len(x)):
        h = F.pad(out[-1], [1, 1])
        out.append((1 - a[t] - b[t] - c[t]) * x[t] + a[t] * h[..., :-2] + b[t] * out[-1] + c[t] * h[..., 2:])
    return out

script_lines = torch.jit.script(scan_lines)

def scan(f, x, p):
    """x: N,C,L,T scanned along T; p: N,3,C,L,T with the weights of absent neighbours set to zero."""
    lines = [v.permute(3, 0, 1, 2).contiguous().unbind(0) for v in (x, p[:, 0], p[:, 1], p[:, 2])]
    return torch.stack(f(*[list(v) for v in lines]), 0).permute(1, 2, 3, 0)

def four(f, x, p):
    """x: N,C,H,W; p: N,4,3,C,H,W."""
    xt, pt = x.transpose(-1, -2), p.transpose(-1, -2)
    h = [scan(f, x, p[:, 0]), scan(f, x.flip(-1), p[:, 1].flip(-1)).flip(-1),
         scan(f, xt, pt[:, 2]).transpose(-1, -2), scan(f, xt.flip(-1), pt[:, 3].flip(-1)).flip(-1).transpose(-1, -2)]
    return torch.maximum(torch.maximum(h[0], h[1]), torch.maximum(h[2], h[3]))

def weights(shape):
    p = torch.randn(shape[0], 4, 3, *shape[1:])
    p[:, :2, 0, :, 0, :] = 0; p[:, :2, 2, :, -1, :] = 0; p[:, 2:, 0, :, :, 0] = 0; p[:, 2:, 2, :, :, -1] = 0
    return p / p.abs().sum(2, keepdim=True).clamp(min=1)

def median_ms(work, runs):
    work(); times = []
    for _ in range(runs):
        start = time.perf_counter(); work(); times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times)

def main():
    threads = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    as_json = "--json" in sys.argv
    torch.set_num_threads(threads); torch.manual_seed(0)
    if not as_json:
        print(f"torch {torch.__version__}, {threads} threads, medians of {runs} runs, ms")
    for shape in ((1, 32, 64, 64), (8, 32, 64, 64), (1, 32, 512, 512)):
        x, p, g = torch.randn(shape), weights(shape), torch.randn(shape)
        for name, f in (("loop", scan_lines), ("script", script_lines)):
            with torch.no_grad():
                one = median_ms(lambda: scan(f, x, p[:, 0]), runs)
                all4 = median_ms(lambda: four(f, x, p), runs)
            both = None
            if shape[2] <= 64:  # at 512×512 a step takes eight seconds
                def step():
                    a, b = x.clone().requires_grad_(), p.clone().requires_grad_()
                    four(f, a, b).backward(g)
                both = median_ms(step, max(3, runs // 2))
            if as_json:
                print(json.dumps({"torch": str(torch.__version__), "threads": threads, "shape": shape, "form": name,
                                  "one_scan_ms": one, "four_ms": all4, "forward_backward_ms": both}), flush=True)
            else:
                print(f"{shape} {name:6s} one scan {one:9.2f}   four + max {all4:9.2f}   forward + backward {'' if both is None else round(both, 1)}", flush=True)

main()
