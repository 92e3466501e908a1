#!/usr/bin/env python3
"""What the networks of MLPerf Tiny put out in PyTorch, of weights by the formula in `numbers.rs`:

    pytorch.py             writes `outputs.txt`
    pytorch.py --check     compares with what is there
"""

import sys
from pathlib import Path

import torch
from torch import nn

OUTPUTS = Path(__file__).parent / "outputs.txt"


class Same(nn.Conv2d):
    """TensorFlow's padding: what is odd comes behind."""

    def forward(self, x):
        pads = []
        for axis in (1, 0):
            size, kernel, stride = x.shape[2 + axis], self.kernel_size[axis], self.stride[axis]
            pad = max((-(-size // stride) - 1) * stride + kernel - size, 0)
            pads += [pad // 2, pad - pad // 2]
        return super().forward(nn.functional.pad(x, pads))


class Residual(nn.Module):
    def __init__(self, channels, outputs, stride):
        super().__init__()
        self.branch = nn.Sequential(
            Same(channels, outputs, 3, stride=stride), nn.ReLU(), Same(outputs, outputs, 3)
        )
        self.project = nn.Identity() if stride == 1 else Same(channels, outputs, 1, stride=stride)

    def forward(self, x):
        return torch.relu(self.branch(x) + self.project(x))


def separable(channels, outputs, stride):
    return [
        Same(channels, channels, 3, stride=stride, groups=channels),
        nn.ReLU(),
        Same(channels, outputs, 1),
        nn.ReLU(),
    ]


def resnet8():
    layers = [Same(3, 16, 3), nn.ReLU(), Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2)]
    return nn.Sequential(*layers, nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10)), (3, 32, 32)


def ds_cnn():
    layers = [Same(1, 64, (10, 4), stride=2), nn.ReLU()]
    for _ in range(4):
        layers += separable(64, 64, 1)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 12)), (1, 49, 10)


def mobilenet():
    layers, channels = [Same(3, 8, 3, stride=2), nn.ReLU()], 8
    widths = [(16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2)] + 5 * [(128, 1)] + [(256, 2), (256, 1)]
    for outputs, stride in widths:
        layers += separable(channels, outputs, stride)
        channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(256, 2)), (3, 96, 96)


def numbers(tensor, count):
    x = (torch.arange(count, dtype=torch.int64) + ((tensor + 1) << 20)) & 0xFFFFFFFF
    for _ in range(2):
        x = (x ^ (x >> 16)) * 0x045D9F3B & 0xFFFFFFFF
    return ((x ^ (x >> 16)) >> 16).double() / 65536 - 0.5


def outputs(make):
    net, shape = make()
    net.double()
    with torch.no_grad():
        for tensor, p in enumerate(net.parameters()):
            scale = 0.25 if tensor % 2 else 4 / 2 ** ((p[0].numel().bit_length() - 1) // 2)
            p.copy_(scale * numbers(tensor, p.numel()).reshape(p.shape))
        x = (numbers(999, torch.Size(shape).numel()) + 0.5).reshape(1, *shape)
        return net(x).flatten()


if __name__ == "__main__":
    found = {make.__name__: outputs(make) for make in (resnet8, ds_cnn, mobilenet)}
    if "--check" in sys.argv:
        for line in OUTPUTS.read_text().splitlines():
            name, there = line.split(" = ")
            there = torch.tensor([float(number) for number in there.split()], dtype=torch.float64)
            worst = ((found.pop(name) - there).abs().max() / there.abs().max()).item()
            print(f"{name}: {worst:.1e}")
            if not worst < 1e-12:
                sys.exit("DIFFERS")
        sys.exit("a network is missing" if found else 0)
    text = "".join(f"{name} = {' '.join(map(repr, z.tolist()))}\n" for name, z in found.items())
    OUTPUTS.write_text(text)
