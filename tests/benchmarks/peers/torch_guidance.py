"""The guidance network of the preset in PyTorch, to be timed beside `spn bench guidance`.

    torch_guidance.py [threads] [runs] [--json]    a table, or one JSON object a line
    torch_guidance.py [threads] --serve            answers each line "batch forward|both runs" with the times in ms, as JSON
"""
import json
import statistics
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


class Guidance(nn.Module):
    """Encoder 16-32-64-64 with skips, bilinear upsampling, 384 channels at half the resolution of a 128x128 patch."""

    def __init__(self):
        super().__init__()

        def conv(inputs, outputs):
            return nn.Conv2d(inputs, outputs, 3, padding=1)

        self.e1, self.e2, self.e3, self.e4 = conv(3, 16), conv(16, 32), conv(32, 64), conv(64, 64)
        self.d3, self.d2, self.out = conv(128, 64), conv(96, 64), conv(64, 384)

    def forward(self, image):
        def up(x, skip):
            return torch.cat([F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False), skip], 1)

        a = F.relu(self.e1(image))
        b = F.relu(self.e2(F.max_pool2d(a, 2)))
        c = F.relu(self.e3(F.max_pool2d(b, 2)))
        d = F.relu(self.e4(F.max_pool2d(c, 2)))
        return self.out(F.relu(self.d2(up(F.relu(self.d3(up(d, c))), b))))


def main():
    numbers = [int(a) for a in sys.argv[1:] if not a.startswith("--")]
    threads, runs = (numbers + [2, 7][len(numbers):])[:2]
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    net, images = Guidance(), {}

    def once(batch, work):
        image = images.setdefault(batch, torch.randn(batch, 3, 128, 128))
        start = time.perf_counter()
        if work == "forward":
            with torch.no_grad():
                net(image)
        else:
            net.zero_grad()
            net(image).sum().backward()
        return 1e3 * (time.perf_counter() - start)

    if "--serve" in sys.argv:
        print(json.dumps({"torch": str(torch.__version__), "threads": threads}), flush=True)
        for line in sys.stdin:
            batch, work, count = line.split()
            print(json.dumps([once(int(batch), work) for _ in range(int(count))]), flush=True)
        return

    for batch in (1, 8):
        for work in ("forward", "both"):
            once(batch, work)
            median = statistics.median(once(batch, work) for _ in range(runs))
            if "--json" in sys.argv:
                print(json.dumps({"torch": str(torch.__version__), "threads": threads, "batch": batch, "work": work, "median_ms": median}), flush=True)
            else:
                print(f"{threads} threads, batch {batch}, {work:7s} {median:9.2f} ms", flush=True)


main()
