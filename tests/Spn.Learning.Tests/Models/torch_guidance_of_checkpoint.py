"""Reads a refiner's checkpoint and an image with a few lines of struct and json, runs the guidance network in PyTorch, writes the raw
weights p as safetensors. python3 torch_guidance_of_checkpoint.py CHECKPOINT IMAGE RESULT"""
import json
import struct
import sys

import torch
import torch.nn.functional as F


def read(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        assert entry["dtype"] == "F32"
        tensors[name] = torch.frombuffer(bytearray(data[8 + length + begin:8 + length + end]), dtype=torch.float32).reshape(entry["shape"])
    return tensors, metadata


def write(path, name, tensor):
    numbers = tensor.contiguous().numpy().astype("<f4").tobytes()
    header = json.dumps({name: {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [0, len(numbers)]}}).encode()
    open(path, "wb").write(struct.pack("<Q", len(header)) + header + numbers)


tensors, metadata = read(sys.argv[1])
options = json.loads(metadata["spn.options"])["guidance"]
image = read(sys.argv[2])[0]["image"]


def conv(name, x):
    return F.conv2d(x, tensors[f"guidance.{name}.weight"], tensors[f"guidance.{name}.bias"], padding=1)


mean, deviation = tensors["guidance.mean"], tensors["guidance.deviation"]
down = [F.relu(conv("encode1", (image - mean) / deviation))]
for level in range(2, len(options["encoder"]) + 1):
    down.append(F.relu(conv(f"encode{level}", F.max_pool2d(down[-1], 2))))
x = down.pop()
for level in range(len(down), len(down) - len(options["decoder"]), -1):
    x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
    x = F.relu(conv(f"decode{level}", torch.cat([x, down[level - 1]], 1)))
write(sys.argv[3], "weights", conv("head", x))
