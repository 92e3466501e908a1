"""Layers at every step of sequences `[B, T, N]`: outputs, means over all steps, or over those that have a target, every gradient."""

import torch
from torch import nn

from blocks import Residual, turned
from golden import Swish, maxout

GAP = -100


def classes(golden, batch, steps, count, gaps):
    """A class for each step; with gaps, for some of them, and for one at least."""
    t = torch.tensor([[golden.random.randrange(count) for _ in range(steps)] for _ in range(batch)])
    if gaps:
        gap = torch.tensor([[golden.random.random() < 0.5 for _ in range(steps)] for _ in range(batch)])
        gap[golden.random.randrange(batch), golden.random.randrange(steps)] = False
        t[gap] = GAP
    return t


def steps(golden):
    cross = nn.CrossEntropyLoss(ignore_index=GAP)
    by_step = lambda y, t: cross(y.flatten(0, 1), t.flatten())
    for batch in (1, 3):
        for length in (1, 2, 5):
            for name, target, modules in [
                ("dense", "numbers", [nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)]),
                (
                    "norms",
                    "numbers",
                    [nn.Linear(3, 4), nn.LayerNorm(4), nn.GELU(), nn.RMSNorm(4, eps=1e-5), nn.Tanh(), nn.Linear(4, 2)],
                ),
                ("softmax", "numbers", [nn.Linear(3, 4), nn.Softmax(-1), nn.Linear(4, 2), nn.Softmax(-1)]),
                (
                    "learned",
                    "numbers",
                    [nn.Linear(3, 4), turned(nn.PReLU(4)), nn.Linear(4, 6, bias=False), maxout(3), Swish(2)],
                ),
                (
                    "block",
                    "numbers",
                    [Residual(nn.Sequential(nn.LayerNorm(3), nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3))), nn.Linear(3, 2)],
                ),
                ("classes", "classes", [nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3)]),
                ("gaps", "gaps", [nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 3)]),
            ]:
                golden.case(f"{name} {batch} x {length}")
                net, x = golden.network(*modules), golden.tensor(batch, length, 3, low=-2, high=2)
                y = net(x)
                golden.write("x", x)
                golden.parameters("p", net)
                if target == "numbers":
                    t, loss = golden.tensor(*y.shape), nn.MSELoss()
                else:
                    t, loss, y = classes(golden, batch, length, 3, target == "gaps"), by_step, y.softmax(-1)
                golden.write("t", t)
                golden.write("y", y)
                golden.backward(net, x, lambda y: loss(y, t))
