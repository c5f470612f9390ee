"""Writes the label maps and probabilities of this corpus again; maps.tsv says what each must give. Needs Python alone."""
import json
import os
import struct
import zlib

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def png(name, rows, depth=8, colour=0, palette=None):
    """Rows of samples; colour 0 grey, 2 RGB, 3 palette."""
    channels = 3 if colour == 2 else 1
    data = b""
    for row in rows:
        flat = [s for pixel in row for s in pixel] if channels == 3 else row
        if depth == 16:
            line = b"".join(struct.pack(">H", s) for s in flat)
        elif depth == 8:
            line = bytes(flat)
        else:
            bits = "".join(format(s, f"0{depth}b") for s in flat)
            bits += "0" * (-len(bits) % 8)
            line = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        data += b"\0" + line

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), depth, colour, 0, 0, 0)
    body = chunk(b"IHDR", header)
    if palette:
        body += chunk(b"PLTE", bytes(c for entry in palette for c in entry))
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


def npy(name, descr, shape, data, fortran=False):
    text = f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}".encode()
    text += b" " * (-(10 + len(text) + 1) % 64) + b"\n"
    with open(name, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data)


def safetensors(name, *tensors):
    header, at = {}, 0
    for key, kind, shape, data in tensors:
        header[key] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + len(data)]}
        at += len(data)
    text = json.dumps(header).encode()
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data for *_, data in tensors))


def brain(value):
    """bfloat16: the upper half of a float32."""
    return struct.pack("<f", value)[2:]


red, green, grey, black = (128, 0, 0), (0, 128, 0), (128, 128, 128), (0, 0, 0)
png("palette.png", [[0, 1, 2], [2, 1, 0]], colour=3, palette=[black, red, green])
png("palette-4-bit.png", [[0, 9, 2], [2, 1, 0]], depth=4, colour=3, palette=[black] * 10)
png("palette-index-beyond.png", [[0, 1, 2], [2, 7, 0]], colour=3, palette=[black, red, green])
png("palette-ignore-beyond.png", [[0, 1, 255]], colour=3, palette=[black, red, green])
png("grey-few.png", [[0, 1, 2], [11, 11, 0]])
png("grey-ignore.png", [[0, 3, 255]])
png("grey-2-bit.png", [[0, 1, 2]], depth=2)
png("grey-either.png", [[0, 90, 200]])
png("grey-many-classes.png", [[0, 30, 90, 120]])
png("grey-beyond-classes.png", [[0, 4, 9], [12, 1, 0]])
png("mask-binary.png", [[0, 255, 255]])
png("mask-binary-rgb.png", [[(0, 0, 0), (255, 255, 255)]], colour=2)
png("mask-dim.png", [list(range(48))])
png("mask-1-bit.png", [[0, 1, 1]], depth=1)
png("mask-soft.png", [list(range(0, 256, 17))])
png("mask-16-bit.png", [list(range(0, 65536, 4369))], depth=16)
png("mask-16-bit-dim.png", [list(range(0, 40000, 100))], depth=16)
png("cityscapes-beyond.png", [[7, 34001]], depth=16)
png("cityscapes-255.png", [[7, 255]])
png("cityscapes-ids.png", [[7, 26003, 11001], [0, 24, 33000]], depth=16)
png("ade20k.png", [[(0, 5, 1), (0, 150, 2)]], colour=2)
png("ade20k-255.png", [[(0, 255, 1)]], colour=2)
png("ade20k-beyond.png", [[(0, 5, 1), (10, 9, 2)]], colour=2)
png("colour-camvid.png", [[(128, 128, 128), (128, 0, 0), (192, 192, 128), (0, 0, 0)]], colour=2)
png("colour-smoothed.png", [[(128, 128, 128), (128, 64, 64)], [(128, 64, 64), (1, 2, 3)]], colour=2)
png("grey-as-rgb.png", [[(0, 0, 0), (1, 1, 1), (4, 4, 4)]], colour=2)

npy("u1.npy", "|u1", (2, 3), bytes([0, 1, 2, 255, 4, 5]))
npy("i8-big-endian.npy", ">i8", (1, 3), struct.pack(">3q", 0, 7, -1))
npy("i4-fortran.npy", "<i4", (2, 2), struct.pack("<4i", 1, 3, 2, 4), fortran=True)
npy("bool.npy", "|b1", (1, 4), bytes([0, 1, 1, 0]))
npy("u2-beyond.npy", "<u2", (2, 2), struct.pack("<4H", 0, 1, 300, 2))
npy("f4-indices.npy", "<f4", (1, 3), struct.pack("<3f", 0, 3, 255))
npy("f4-mask.npy", "<f4", (1, 3), struct.pack("<3f", 0, 0.25, 1))
npy("f4-halves.npy", "<f4", (1, 3), struct.pack("<3f", 0, 2.5, 1))
npy("u1-binary.npy", "|u1", (1, 2), bytes([0, 255]))
npy("u1-two-masks.npy", "|u1", (2, 1, 2), bytes([0, 1, 1, 1]))
npy("u1-one-hot.npy", "|u1", (2, 1, 2), bytes([0, 1, 1, 0]))
npy("bool-two-masks.npy", "|b1", (2, 1, 2), bytes([0, 1, 0, 0]))
npy("i4-cityscapes.npy", "<i4", (1, 3), struct.pack("<3i", 26001, 7, -1))
npy("f4-labels-nan.npy", "<f4", (2, 2), struct.pack("<4f", 0, 2, 2, float("nan")))
npy("f4-infinite.npy", "<f4", (1, 2), struct.pack("<2f", 0.5, float("inf")))
npy("channels-last.npy", "<f4", (2, 3, 2), struct.pack("<12f", *[0.75, 0.25] * 6))
npy("sum-beyond.npy", "<f4", (2, 1, 2), struct.pack("<4f", 0.25, 0.9, 0.75, 0.9))
npy("nothing-known.npy", "<f4", (2, 1, 2), struct.pack("<4f", 0.25, 0, 0.75, 0))
npy("zeros.npy", "<f4", (2, 1, 2), bytes(16))
npy("classes-256.npy", "<f4", (256, 1, 1), struct.pack("<256f", *[1 / 256] * 256))
npy("f2-probabilities.npy", "<f2", (2, 1, 2), struct.pack("<4e", 0.25, 0.5, 0.75, 0.5))
npy("f2-big-endian.npy", ">f2", (1, 2, 1, 2), struct.pack(">4e", 0.25, 0.5, 0.75, 0.5))
npy("bfloat16.npy", "<V2", (2, 1, 2), b"".join(map(brain, (0.25, 0.5, 0.75, 0.5))))
npy("nan.npy", "<f4", (2, 2, 2), struct.pack("<8f", 0, 1, 0, 1, 1, 0, float("nan"), 0))
npy("logits.npy", "<f4", (2, 1, 2), struct.pack("<4f", 0.5, 1, -3.5, 0))
npy("one-hot-ids.npy", "<i4", (2, 1, 2), struct.pack("<4i", 0, 1, 2, 3))
npy("five-axes.npy", "<f4", (1, 1, 1, 1, 1), struct.pack("<f", 1))
npy("complex.npy", "<c8", (1, 1), bytes(8))
npy("two-photographs.npy", "<f4", (2, 2, 1, 1), struct.pack("<4f", 0, 1, 1, 0))

safetensors("labels.safetensors", ("labels", "I64", [1, 3], struct.pack("<3q", 2, 0, 255)))
safetensors("bool.safetensors", ("mask", "BOOL", [1, 2], bytes([1, 0])))
safetensors("bf16.safetensors", ("p", "BF16", [2, 1, 2], b"".join(map(brain, (0.25, 0.5, 0.75, 0.5)))))
safetensors("two.safetensors", ("a", "U8", [1, 1], b"\0"), ("b", "U8", [1, 1], b"\0"))

with open("wide.pgm", "wb") as file:
    file.write(b"P5 99999999999999999999 37\n255\n")
with open("empty.png", "wb"):
    pass
with open("text.npy", "wb") as file:
    file.write(b"0 1 2\n")
