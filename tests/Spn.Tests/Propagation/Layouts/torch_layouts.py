"""The three peers' recurrences in plain PyTorch, float64, with the gradients that autograd gives.
usage: torch_layouts.py FOLDER    writes NAME.safetensors (weights) and NAME.KEY.npy (x, grad, out and gradients), KEY as below"""
import json, struct, sys
import numpy, torch


def save_file(tensors, path, metadata):
    """What safetensors.torch.save_file does, for machines without that package: float32."""
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().float().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def rand(*shape):
    return torch.randn(*shape).float().double().requires_grad_()


def shifted(line, k):
    """The neighbour k - 1 along a line N×C×L; zero outside."""
    padded = torch.nn.functional.pad(line, [1, 1])
    return padded[..., k:k + line.shape[-1]]


def there(length, k):
    return shifted(torch.ones(1, 1, length, dtype=torch.float64), k)


def turn(map, direction):
    """N×C×H×W so that the direction runs along the last axis; its own inverse but for the order of the two steps."""
    map = map.transpose(-1, -2) if direction >= 2 else map
    return map.flip(-1) if direction % 2 else map


def back(map, direction):
    map = map.flip(-1) if direction % 2 else map
    return map.transpose(-1, -2) if direction >= 2 else map


def spn_scan(x, gates, direction):
    x, gates = turn(x, direction), [turn(gate, direction) for gate in gates]
    h = [x[..., 0]]
    for t in range(1, x.shape[-1]):
        g = [gates[k][..., t] * there(x.shape[-2], k) for k in range(3)]
        h.append((1 - sum(g)) * x[..., t] + sum(g[k] * shifted(h[-1], k) for k in range(3)))
    return back(torch.stack(h, -1), direction)


def pytorch_spn(folder):
    x, gates, grad = rand(2, 2, 6, 7), rand(2, 24, 6, 7), torch.randn(2, 2, 6, 7).double()
    maps = gates.view(2, 4, 3, 2, 6, 7)
    with torch.no_grad():
        maps[0, :, :, 0, 2, 3] = torch.tensor([0.5, -0.25, 0.25]).double()  # their sum is exactly one
    used = maps / maps.abs().sum(2, keepdim=True).clamp(min=1)
    used.retain_grad()
    hidden = torch.stack([spn_scan(x, used[:, d].unbind(1), d) for d in range(4)])
    out = hidden.max(0).values
    (out * grad).sum().backward()
    save_file({"G": gates}, folder + "/pytorch-spn.safetensors", metadata={"normalisation": "clip"})
    return dict(x=x, grad=grad, out=out, grad_x=x.grad, grad_weights=used.grad, grad_g=gates.grad)


def gspn(folder, chunk=3):
    size, slots = 7, (0, 2, 1, 3)                                    # left to right, top to bottom, right to left, bottom to top
    x, grad = rand(2, 2, size, size), torch.randn(2, 8, size, size).double()
    raw, lam = [rand(2, 8, size, size) for _ in range(3)], rand(2, 8, size, size)
    sigma = [torch.sigmoid(g) * there(size, k).unsqueeze(-1) for k, g in enumerate(raw)]
    gates = [s / sum(sigma) for s in sigma]
    stacked = torch.cat([turn(x, d) for d in slots], 1)
    h = []
    for t in range(size):
        line = lam[..., t] * stacked[..., t]
        if t % chunk:
            line = line + sum(gates[k][..., t] * shifted(h[-1], k) for k in range(3))
        h.append(line)
    out = torch.stack(h, -1)
    (out * grad).sum().backward()
    save_file(dict(G1=raw[0], G2=raw[1], G3=raw[2], B=lam), folder + "/gspn.safetensors",
              metadata={"normalisation": "row-stochastic", "chunk": str(chunk)})
    plain = lambda map: torch.cat([back(map[:, 2 * i:2 * i + 2], d) for i, d in enumerate(slots)], 1)
    return dict(x=x, grad=plain(grad), out=plain(out), grad_x=x.grad, grad_lambda=lam.grad,
                grad_g1=raw[0].grad, grad_g2=raw[1].grad, grad_g3=raw[2].grad)


def cspn(folder, steps=6):
    x, guidance, grad = rand(2, 1, 6, 8), rand(2, 8, 6, 8), torch.randn(2, 1, 6, 8).double()
    sparse = torch.relu(torch.randn(2, 1, 6, 8).double() - 0.8)
    places = [(r, c) for r in (1, 0, -1) for c in (1, 0, -1) if (r, c) != (0, 0)]         # who gives, seen from who receives
    def from_there(map, place):
        padded = torch.nn.functional.pad(map, [1, 1, 1, 1])
        return padded[..., 1 + place[0]:7 + place[0], 1 + place[1]:9 + place[1]]
    gates = [from_there(guidance[:, k:k + 1], place) for k, place in enumerate(places)]
    gates = [gate / sum(g.abs() for g in gates) for gate in gates]
    h, mask = x, (sparse > 0).double()
    for _ in range(steps):
        h = (1 - sum(gates)) * x + sum(gate * from_there(h, place) for gate, place in zip(gates, places))
        h = (1 - mask) * h + mask * x
    (h * grad).sum().backward()
    save_file(dict(guidance=guidance, sparse_depth=sparse), folder + "/cspn.safetensors",
              metadata={"steps": str(steps), "norm_type": "8sum"})
    return dict(x=x, grad=grad, out=h, grad_x=x.grad, grad_guidance=guidance.grad)


torch.manual_seed(0)
for name, peer in (("pytorch-spn", pytorch_spn), ("gspn", gspn), ("cspn", cspn)):
    for key, value in peer(sys.argv[1]).items():
        numpy.save(f"{sys.argv[1]}/{name}.{key}.npy", value.detach().numpy())
