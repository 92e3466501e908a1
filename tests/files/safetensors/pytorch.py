#!/usr/bin/env python3
"""Networks between constrata and PyTorch, in files of safetensors: `pip install -r requirements.txt`, then

    pytorch.py             writes `*.safetensors`, what PyTorch saves, and `*.txt`, what it computes
    pytorch.py --check     the same into nowhere: compares with what is there
    pytorch.py --load DIR  loads what `cargo test --test files safetensors` wrote to DIR into `torch.nn.Sequential`, all names
                           matching, and compares its outputs with constrata's

Weights and inputs are multiples of 1/256, the same numbers everywhere.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "goldens"))

from blocks import Parallel, Residual, concat


class Steps(nn.Conv1d):
    """Takes and gives steps before features."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)


def recurrent(layer):
    """The layer's output alone."""

    class Recurrent(layer):
        def forward(self, x):
            return super().forward(x)[0]

    return lambda *sizes, **options: Recurrent(*sizes, batch_first=True, **options)


class LastStep(nn.Module):
    def forward(self, x):
        return x[:, -1]


def deep():
    row = nn.Sequential
    block = lambda: Residual(row(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 4)))
    return row(
        Residual(row(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3)), nn.ReLU()),
        Residual(row(nn.Linear(3, 4), nn.Tanh()), project=nn.Linear(3, 4, bias=False)),
        row(block(), block()),
        row(row(nn.Linear(4, 4), nn.Tanh()), row(nn.Linear(4, 4), nn.Tanh())),
        nn.Tanh(),
        Parallel(concat, nn.Linear(4, 2), row(nn.Linear(4, 3), nn.ReLU()), row(nn.Linear(4, 2), nn.Linear(2, 1))),
        Parallel(sum, nn.Linear(6, 2), row(row(nn.Linear(6, 6), nn.Linear(6, 6)), nn.Linear(6, 2))),
    )


# the networks of `tests/files/safetensors.rs`
NETWORKS = {
    "classifier": (torch.float32, (3,), lambda: nn.Sequential(
        nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Softmax(dim=1))),
    "prelu": (torch.float64, (3,), lambda: nn.Sequential(
        nn.Linear(3, 4, bias=False), nn.PReLU(4), nn.Linear(4, 2))),
    "nested": (torch.float32, (3,), lambda: nn.Sequential(
        nn.Sequential(nn.Linear(3, 2), nn.Tanh()), nn.Linear(2, 5), nn.GELU(),
        nn.Sequential(nn.Linear(5, 4), nn.LeakyReLU(0.1), nn.Linear(4, 3)), nn.Linear(3, 1), nn.Sigmoid())),
    "image": (torch.float32, (1, 2, 2), lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1))),
    "space": (torch.float32, (2, 6, 5), lambda: nn.Sequential(
        nn.Conv2d(2, 4, (3, 2)), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 1, groups=2, bias=False),
        nn.ConvTranspose2d(6, 2, (2, 3)), nn.Tanh(), nn.Flatten(), nn.Linear(24, 2))),
    "steps": (torch.float64, (6, 3), lambda: nn.Sequential(
        Steps(3, 4, 2), nn.Tanh(), Steps(4, 2, 3), nn.Flatten(), nn.Linear(6, 2))),
    "deep": (torch.float64, (3,), deep),
    "norms": (torch.float32, (2, 4, 4), lambda: nn.Sequential(
        nn.Conv2d(2, 3, 2, bias=False), nn.BatchNorm2d(3), nn.ReLU(), nn.GroupNorm(3, 3),
        nn.LayerNorm((3, 3, 3)), nn.Tanh(), nn.Dropout(0.5), nn.Flatten(),
        nn.Linear(27, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))),
    "rms": (torch.float64, (2, 3, 3), lambda: nn.Sequential(
        nn.RMSNorm((2, 3, 3), eps=1e-5), nn.Flatten(), nn.Linear(18, 4), nn.RMSNorm(4, eps=1e-5), nn.Tanh())),
    "recurrent": (torch.float64, (5, 3), lambda: nn.Sequential(
        recurrent(nn.LSTM)(3, 4), recurrent(nn.GRU)(4, 3), recurrent(nn.GRU)(3, 2, bias=False), recurrent(nn.RNN)(2, 4),
        recurrent(nn.RNN)(4, 3, nonlinearity="relu"), LastStep(), nn.Linear(3, 2))),
    "one": (torch.float32, (2,), lambda: nn.Sequential(nn.Linear(2, 3), nn.Sigmoid())),
}


def numbers(generator, dtype, *shape):
    return torch.randint(-128, 129, shape, generator=generator).to(dtype) / 256


def inputs(name):
    dtype, shape, _ = NETWORKS[name]
    return numbers(torch.Generator().manual_seed(len(name)), dtype, 4, *shape)


def fresh(name):
    dtype, _, make = NETWORKS[name]
    net, generator = make().to(dtype), torch.Generator().manual_seed(100 + len(name))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(numbers(generator, dtype, *parameter.shape))
        for name, buffer in net.named_buffers():
            if name.endswith("running_mean"):
                buffer.copy_(numbers(generator, dtype, *buffer.shape))
            if name.endswith("running_var"):
                buffer.copy_(1 + numbers(generator, dtype, *buffer.shape))
    return net.eval()


def text(name, outputs):
    rows = [inputs(name).flatten(1), outputs]
    lines = (" ".join(repr(number) for number in row.tolist()) for pair in zip(*rows) for row in pair)
    return "".join(line + "\n" for line in lines)


def close(found, wanted, dtype):
    bound = 1e-13 if dtype == torch.float64 else 1e-5
    return torch.allclose(found, wanted, rtol=bound, atol=0)


def read(path, dtype):
    """Every other line: the outputs."""
    lines = path.read_text().splitlines()[1::2]
    return torch.tensor([[float(number) for number in line.split()] for line in lines], dtype=dtype)


def write():
    for name in NETWORKS:
        net = fresh(name)
        save_file(net.state_dict(), HERE / f"{name}.safetensors")
        (HERE / f"{name}.txt").write_text(text(name, net(inputs(name))))


def check():
    for name, (dtype, _, _) in NETWORKS.items():
        net, saved = fresh(name), load_file(HERE / f"{name}.safetensors")
        state = net.state_dict()
        if state.keys() != saved.keys() or not all(torch.equal(state[key], saved[key]) for key in state):
            sys.exit(f"{name}.safetensors is not what PyTorch saves")
        if not close(net(inputs(name)), read(HERE / f"{name}.txt", dtype), dtype):
            sys.exit(f"{name}.txt is not what PyTorch computes")
        print(f"{name}: {', '.join(state)}")


def load(folder):
    for name, (dtype, _, make) in NETWORKS.items():
        net = make().to(dtype).eval()
        net.load_state_dict(load_file(folder / f"{name}.safetensors"), strict=True)
        wanted = read(folder / f"{name}.txt", dtype)
        if not close(net(inputs(name)), wanted, dtype):
            sys.exit(f"{name}: PyTorch computes {net(inputs(name))}, constrata {wanted}")
        print(f"{name}: loaded, {len(wanted)} outputs agree")


with torch.no_grad():
    if "--check" in sys.argv:
        check()
    elif "--load" in sys.argv:
        load(Path(sys.argv[sys.argv.index("--load") + 1]))
    else:
        write()
