"""Writes the golden numbers that `tests/goldens/` compares constrata with: what PyTorch computes.

    pip install -r requirements.txt
    python3 generate.py            writes the files beside this script
    python3 generate.py --check    writes them to a temporary directory and compares: same cases, same numbers
                                   (to 1e-12 in f64 and 1e-5 in f32: another machine may round otherwise)

A file is plain text: `[case]`, then lines `key = numbers`. A matrix is `key 4x3 = ...`, row by row as PyTorch keeps
it (out x in). `x` input, `t` target, `p0..` parameters, `y` output, `g0..` their gradients, `dx` the input's gradient,
`q0..` parameters after training; metrics are scikit-learn's. Inputs and parameters are multiples of 1/256: exact in f32 and f64, equal in both.
"""

import sys
import tempfile
from pathlib import Path

import torch
from torch import nn

from depth import depth
from golden import ACTIVATIONS, GRID, Golden, Swish, compare, train
from learning import metrics, schedules, weighted
from normalization import normalization
from recurrent import recurrent
from space import space
from steps import steps

HERE = Path(__file__).parent
TYPES = {"f32": torch.float32, "f64": torch.float64}


def activations(golden):
    """Each activation alone on the grid and on random numbers, and inside a small network."""
    for name, make in ACTIVATIONS.items():
        golden.case(f"grid {name}")
        net = golden.network(make(len(GRID)))
        x = torch.stack([torch.tensor(GRID, dtype=golden.dtype), golden.tensor(len(GRID), low=-3, high=3)])
        dy = golden.tensor(*net(x).shape)
        golden.write("x", x)
        golden.parameters("p", net)
        golden.write("y", net(x))
        golden.write("dy", dy)
        golden.backward(net, x, lambda y: (y * dy).sum())

        golden.case(f"hidden {name}")
        units = 4 if name.startswith("Maxout") else 8
        net = golden.network(nn.Linear(3, 8), make(8), nn.Linear(units, 2))
        x, t = golden.tensor(4, 3, low=-2, high=2), golden.tensor(4, 2)
        golden.write("x", x)
        golden.write("t", t)
        golden.parameters("p", net)
        golden.write("y", net(x))
        golden.backward(net, x, lambda y: nn.MSELoss()(y, t))

    golden.case("grid Step")
    x = torch.tensor(GRID, dtype=golden.dtype)
    golden.write("x", x)
    golden.write("y", torch.heaviside(x, torch.ones(1, dtype=golden.dtype)))


DISTANCES = {
    "MeanSquaredError": nn.MSELoss(),
    "HalfSquaredError": lambda y, t: 0.5 * ((y - t) ** 2).sum() / len(y),
    "MeanAbsoluteError": nn.L1Loss(),
    "RootMeanSquaredError": lambda y, t: torch.sqrt(nn.MSELoss()(y, t)),
    "Huber": nn.HuberLoss(delta=0.75),
}


def losses(golden):
    """Every loss behind every head it fits."""
    units = 3

    def head(name, make):
        wide = 2 * units if name.startswith("Maxout") else units
        net = golden.network(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, wide), make(wide))
        x = golden.tensor(5, 3, low=-2, high=2)
        golden.case(f"head {name}")
        golden.write("x", x)
        golden.parameters("p", net)
        golden.write("y", net(x))
        return net, x

    def loss(name, net, x, t, function):
        golden.case(name)
        golden.write("t", t)
        golden.backward(net, x, lambda y: function(y, t))

    for name, make in ACTIVATIONS.items():
        net, x = head(name, make)
        for kind, function in DISTANCES.items():
            loss(f"{kind} {name}", net, x, golden.tensor(5, units, low=-2, high=2), function)
        hard = golden.tensor(5, units).gt(0).to(golden.dtype)
        soft = golden.tensor(5, units, low=0)
        classes = torch.tensor([golden.random.randrange(units) for _ in range(5)])
        one_hot = nn.functional.one_hot(classes, units).to(golden.dtype)
        mixed = golden.probabilities(5, units)
        heavy = golden.tensor(5, units, low=0)  # probabilities that do not add up to 1
        if name == "Sigmoid":
            loss("BinaryCrossEntropy hard", net, x, hard, nn.BCELoss())
            loss("BinaryCrossEntropy soft", net, x, soft, nn.BCELoss())
        if name == "Identity":
            loss("BinaryCrossEntropyWithLogits hard", net, x, hard, nn.BCEWithLogitsLoss())
            loss("BinaryCrossEntropyWithLogits soft", net, x, soft, nn.BCEWithLogitsLoss())
        if name in ("Identity", "Softmax"):
            kind = {"Identity": "CrossEntropyWithLogits", "Softmax": "CrossEntropy"}[name]
            # PyTorch's cross-entropy takes logits: the last module is left out
            loss(f"{kind} classes", net[:3], x, classes, nn.CrossEntropyLoss())
            loss(f"{kind} one-hot", net[:3], x, one_hot, nn.CrossEntropyLoss())
            loss(f"{kind} mixed", net[:3], x, mixed, nn.CrossEntropyLoss())
            loss(f"{kind} heavy", net[:3], x, heavy, nn.CrossEntropyLoss())

    # Logits where sigmoid and softmax have long rounded to 0 and 1.
    x = torch.tensor([[200.0, -200.0, 0.5], [-40.0, 40.0, 1000.0]], dtype=golden.dtype)
    for name, t, function in [
        ("binary", torch.tensor([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]), nn.BCEWithLogitsLoss()),
        ("classes", torch.tensor([1, 2]), nn.CrossEntropyLoss()),
    ]:
        t = t if t.dtype == torch.int64 else t.to(golden.dtype)
        golden.case(f"saturated {name}")
        golden.write("x", x)
        golden.write("t", t)
        golden.backward(nn.Sequential(), x, lambda z: function(z, t))

    # Where the error is 0 PyTorch's root has no derivative; constrata's is 0, for nothing is left to learn.
    golden.case("root at 0")
    x = torch.tensor([[1.0, 2.0]], dtype=golden.dtype)
    golden.write("x", x)
    golden.backward(nn.Sequential(), x, lambda y: torch.sqrt(nn.MSELoss()(y, x)))


def networks(golden):
    """Networks of other depths and shapes: forward, cross-entropy or squared error, every gradient."""
    mse, cross = nn.MSELoss(), nn.CrossEntropyLoss()
    for name, loss, shape, modules in [
        ("one layer", mse, (4, 3), [nn.Linear(3, 2)]),
        ("one unit", mse, (1, 1), [nn.Linear(1, 1), nn.Sigmoid()]),
        ("three layers", cross, (3, 4), [nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)]),
        ("no bias", mse, (3, 4), [nn.Linear(4, 6, bias=False), nn.SiLU(), nn.Linear(6, 3, bias=False)]),
        ("some bias", mse, (3, 4), [nn.Linear(4, 6, bias=False), nn.ReLU(), nn.Linear(6, 3)]),
        ("image", mse, (3, 2, 3, 2), [nn.Flatten(), nn.Linear(12, 4), nn.Tanh(), nn.Linear(4, 2)]),
        ("sequence", mse, (3, 4, 2), [nn.Flatten(), nn.Linear(8, 4), nn.Tanh(), nn.Linear(4, 2)]),
        ("prelu and swish", mse, (5, 3), [nn.Linear(3, 4), nn.PReLU(4), nn.Linear(4, 4), Swish(4), nn.Linear(4, 2)]),
        # big enough, and odd enough, for the vector kernels and their edges
        ("wide", cross, (7, 13), [nn.Linear(13, 19), nn.Tanh(), nn.Linear(19, 17), nn.GELU(), nn.Linear(17, 5)]),
    ]:
        golden.case(name)
        net, x = golden.network(*modules), golden.tensor(*shape)
        y = net(x)
        t = torch.tensor([golden.random.randrange(y.shape[1]) for _ in x]) if loss is cross else golden.tensor(*y.shape)
        golden.write("x", x)
        golden.write("t", t)
        golden.parameters("p", net)
        golden.write("y", y.softmax(-1) if loss is cross else y)
        golden.backward(net, x, lambda y: loss(y, t))


def clip_by_norm(parameters):
    # as clip_grad_norm_, without the 1e-6 it adds to the norm
    norm = torch.sqrt(sum((p.grad**2).sum() for p in parameters))
    for p in parameters:
        p.grad *= torch.clamp(0.5 / norm, max=1)


def training(golden):
    """The first ten losses and the parameters after, of every optimizer and option."""

    def groups(net, decay):
        weights = [p for p in net.parameters() if p.dim() == 2]
        rest = [p for p in net.parameters() if p.dim() != 2]
        return [{"params": weights, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]

    optim = torch.optim
    sgd = lambda net: optim.SGD(net.parameters(), lr=0.25)
    adam = lambda net: optim.Adam(net.parameters(), lr=0.0625)
    l2 = lambda net: 0.125 / 2 * sum((p**2).sum() for p in net.parameters() if p.dim() == 2)
    for name, make, penalty, clip in [
        ("sgd", sgd, None, None),
        ("sgd l2", sgd, l2, None),
        ("sgd clip norm", sgd, None, clip_by_norm),
        ("sgd clip norm of torch", sgd, None, lambda p: nn.utils.clip_grad_norm_(p, 0.5)),
        ("sgd clip value", sgd, None, lambda p: nn.utils.clip_grad_value_(p, 0.0625)),
        ("momentum", lambda net: optim.SGD(net.parameters(), lr=0.125, momentum=0.9), None, None),
        ("momentum half", lambda net: optim.SGD(net.parameters(), lr=0.125, momentum=0.5), None, None),
        ("nesterov", lambda net: optim.SGD(net.parameters(), lr=0.125, momentum=0.75, nesterov=True), None, None),
        ("rmsprop", lambda net: optim.RMSprop(net.parameters(), lr=0.03125), None, None),
        ("rmsprop tuned", lambda net: optim.RMSprop(net.parameters(), lr=0.0625, alpha=0.75, eps=0.01), None, None),
        ("adagrad", lambda net: optim.Adagrad(net.parameters(), lr=0.125), None, None),
        ("adagrad tuned", lambda net: optim.Adagrad(net.parameters(), lr=0.125, eps=0.125), None, None),
        ("adam", adam, None, None),
        ("adam l2", adam, l2, None),
        ("adam tuned", lambda net: optim.Adam(net.parameters(), lr=0.125, betas=(0.75, 0.9), eps=0.01), None, None),
        ("adamw", lambda net: optim.AdamW(groups(net, 0.01), lr=0.0625), None, None),
        ("adamw tuned", lambda net: optim.AdamW(groups(net, 0.5), lr=0.125, betas=(0.75, 0.9), eps=0.01), None, None),
    ]:
        net = golden.network(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2))
        x, t = golden.tensor(8, 3, low=-2, high=2), golden.tensor(8, 2)
        train(golden, name, net, x, t, nn.MSELoss(), make(net), penalty, clip)
    layers = [nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 6), nn.Tanh(), nn.Linear(6, 3)]
    net, x, t = golden.network(*layers), golden.tensor(9, 4, low=-2, high=2), torch.arange(9) % 3
    train(golden, "three layers", net, x, t, nn.CrossEntropyLoss(), adam(net))
    net, x, t = golden.network(nn.Linear(2, 1)), golden.tensor(4, 2), torch.tensor([[0.0], [0.0], [0.0], [1.0]])
    train(golden, "one layer", net, x, t.to(golden.dtype), nn.BCEWithLogitsLoss(), sgd(net))


PARTS = [activations, losses, networks, training, space, normalization, depth, steps, recurrent]
IN_DOUBLE = [metrics, schedules, weighted]


def generate(directory):
    both = [(seed, part, suffix) for seed, part in enumerate(PARTS) for suffix in TYPES]
    double = [(seed, part, "f64") for seed, part in enumerate(IN_DOUBLE)]
    for seed, part, suffix in both + double:
        golden = Golden(seed, TYPES[suffix])
        part(golden)
        (directory / f"{part.__name__}.{suffix}.txt").write_text("\n".join(golden.lines) + "\n")


def check():
    failed = False
    with tempfile.TemporaryDirectory() as directory:
        generate(Path(directory))
        for new in sorted(Path(directory).iterdir()):
            tolerance = 1e-5 if ".f32." in new.name else 1e-12
            worst = compare(HERE / new.name, new)
            print(f"{new.name}: {worst:.1e}", "" if worst <= tolerance else "DIFFERS")
            failed |= not worst <= tolerance
    return failed


if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.exit(check() if "--check" in sys.argv else generate(HERE))
