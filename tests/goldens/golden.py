"""What the goldens are made of: the writer of a file, constrata's activations in PyTorch, and the comparison."""

import random

import numpy
import torch
from torch import nn


class Golden:
    """The cases of one file, in one of the two precisions."""

    def __init__(self, seed, dtype):
        self.random, self.dtype, self.lines = random.Random(seed), dtype, []

    def tensor(self, *shape, low=-1.0, high=1.0):
        count = int(numpy.prod(shape))
        numbers = [self.random.randint(int(low * 256), int(high * 256)) / 256 for _ in range(count)]
        return torch.tensor(numbers, dtype=self.dtype).reshape(shape)

    def probabilities(self, rows, columns):
        """Rows that add up to 1, exactly: multiples of 1/256 again."""
        rows = [sorted(self.random.sample(range(1, 256), columns - 1)) for _ in range(rows)]
        parts = [[(b - a) / 256 for a, b in zip([0, *cuts], [*cuts, 256])] for cuts in rows]
        return torch.tensor(parts, dtype=self.dtype)

    def network(self, *modules):
        net = nn.Sequential(*modules).to(self.dtype)
        with torch.no_grad():
            for p in net.parameters():
                p.copy_(self.tensor(*p.shape))
        return net

    def case(self, name):
        self.lines.append(f"[{name}]")

    def write(self, key, tensor):
        tensor = torch.as_tensor(tensor).detach()
        if key[0] in "pgq" and tensor.dim() >= 3:
            # what a window counts for an output is a row; of a sequence, step by step
            tensor = (tensor.transpose(1, 2) if tensor.dim() == 3 else tensor).flatten(1)
        shape = " " + "x".join(map(str, tensor.shape)) if key[0] in "pgq" and tensor.dim() == 2 else ""
        if tensor.dtype == torch.int64:
            numbers = map(str, tensor.flatten().tolist())
        else:
            # the shortest decimal that reads back as the same number
            numbers = (f"{n!s}" for n in tensor.flatten().numpy())
        self.lines.append(f"{key}{shape} = {' '.join(numbers)}")

    def parameters(self, letter, net):
        for i, p in enumerate(net.parameters()):
            self.write(f"{letter}{i}", p.grad if letter == "g" else p)

    def backward(self, net, x, loss):
        """The loss of `loss(output)`, its gradient by every parameter and by the input."""
        x = x.clone().requires_grad_()
        net.zero_grad()
        value = loss(net(x))
        value.backward()
        self.write("loss", value)
        self.parameters("g", net)
        self.write("dx", x.grad)

    def network_case(self, name, shape, modules):
        """What `modules`, flattened, put out for random numbers of `shape`, and the gradients of a squared error."""
        self.case(name)
        net, x = self.network(*modules, nn.Flatten()), self.tensor(*shape)
        t = self.tensor(*net(x).shape)
        self.write("x", x)
        self.write("t", t)
        self.parameters("p", net)
        self.write("y", net(x))
        self.backward(net, x, lambda y: nn.MSELoss()(y, t))


def train(golden, name, net, x, t, loss, optimizer, penalty=None, clip=None):
    golden.case(name)
    golden.write("x", x)
    golden.write("t", t)
    golden.parameters("p", net)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        value = loss(net(x), t) + (penalty(net) if penalty else 0)
        value.backward()
        if clip:
            clip(list(net.parameters()))
        optimizer.step()
        losses.append(value.detach())
    golden.write("losses", torch.stack(losses))
    golden.parameters("q", net)


class Formula(nn.Module):
    def __init__(self, formula):
        super().__init__()
        self.forward = formula


class Swish(nn.Module):
    def __init__(self, units):
        super().__init__()
        self.beta = nn.Parameter(torch.ones(units))

    def forward(self, x):
        return x * torch.sigmoid(self.beta * x)


def maxout(pieces):
    return Formula(lambda x: x.reshape(*x.shape[:-1], -1, pieces).max(-1).values)


# By constrata's names. `Maxout` and the learned ones are made for a number of units.
ACTIVATIONS = {
    "Identity": lambda n: nn.Identity(),
    "Sigmoid": lambda n: nn.Sigmoid(),
    "Tanh": lambda n: nn.Tanh(),
    "HardSigmoid": lambda n: Formula(lambda z: nn.functional.hardtanh(z / 4 + 0.5, 0, 1)),
    # nn.Hardsigmoid, whose backward multiplies by an f32 sixth even in f64 (2e-8 off)
    "HardSigmoid6": lambda n: Formula(lambda z: nn.functional.relu6(z + 3) / 6),
    "HardTanh": lambda n: nn.Hardtanh(),
    "Relu": lambda n: nn.ReLU(),
    "LeakyRelu": lambda n: nn.LeakyReLU(),
    "LeakyRelu<0.2>": lambda n: nn.LeakyReLU(0.2),
    "Elu": lambda n: nn.ELU(),
    "Elu<0.5>": lambda n: nn.ELU(0.5),
    "Softmax": lambda n: nn.Softmax(-1),
    # PyTorch goes over to the identity at 20, which is wrong by 2e-9 there; constrata never does
    "Softplus": lambda n: nn.Softplus(threshold=100),
    "Silu": lambda n: nn.SiLU(),
    "Gelu": lambda n: nn.GELU(),
    "GeluTanh": lambda n: nn.GELU(approximate="tanh"),
    "GeluSigmoid": lambda n: Formula(lambda z: z * torch.sigmoid(1.702 * z)),
    "PRelu": lambda n: nn.PReLU(n),
    "Swish": lambda n: Swish(n),
    "Maxout<2>": lambda n: maxout(2),
}

# Zero and the corners of the hard functions (1, 2, 3), where a derivative must choose a side; and far out.
GRID = [-20, -6, -5, -4, -3, -2.5, -2.25, -2, -1.5, -1, -0.75, -0.5, -0.25]
GRID += [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.25, 2.5, 3, 4, 5, 20]


def compare(old, new):
    """The largest difference of two files, in units of the largest number of its line; infinite if other cases."""
    worst = 0.0
    old, new = old.read_text().splitlines(), new.read_text().splitlines()
    if [line.split("=")[0] for line in old] != [line.split("=")[0] for line in new]:
        return float("inf")
    for a, b in zip(old, new):
        if "=" in a:
            a, b = (numpy.array(line.split("=")[1].split(), dtype=float) for line in (a, b))
            scale = max(numpy.abs(numpy.nan_to_num(a)).max(initial=0), 1e-3)
            error = numpy.abs(a - b).max(initial=0) / scale if not numpy.isnan(a).any() else 0.0
            error = error if (numpy.isnan(a) == numpy.isnan(b)).all() else float("inf")
            worst = max(worst, error)
    return worst
