"""Writes tiny_guidance.pt, a guidance network for two channels, three-way, that ends at half the image's size, and prints what it gives.
python3 make_tiny_guidance.py"""
import torch
from torch import nn


class Guidance(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, 24, 3, padding=1)

    def forward(self, image):
        return self.last(torch.relu(self.norm(self.first(image))))


torch.manual_seed(0)
module = torch.jit.script(Guidance())
module.save("tiny_guidance.pt")
module.eval()
image = torch.linspace(0, 1, 3 * 6 * 8).view(1, 3, 6, 8)
print(module(image).shape, module(image).flatten()[:4].tolist())
