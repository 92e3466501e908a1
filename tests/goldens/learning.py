"""The numbers of `train`: scikit-learn's metrics, PyTorch's schedulers and weighted losses."""

import warnings

import torch
from sklearn import metrics as sk
from torch import nn
from torch.optim import lr_scheduler

from golden import train


def metrics(golden):
    """Outputs `y` and targets `t`, and what scikit-learn says of them."""

    def scores(rows, columns):
        """No two alike in a row, so that nothing hangs on how ties are broken."""
        rows = [golden.random.sample(range(1, 256), columns) for _ in range(rows)]
        return torch.tensor(rows, dtype=golden.dtype) / 256

    def number(key, value):
        golden.write(key, torch.tensor(float(value), dtype=golden.dtype))

    def classes(name, y, t, predicted, count):
        golden.case(name)
        golden.write("y", y)
        golden.write("t", t)
        number("accuracy", sk.accuracy_score(t, predicted))
        golden.write("confusion", torch.from_numpy(sk.confusion_matrix(t, predicted, labels=range(count))))
        for key, score in [("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)]:
            number(key, score(t, predicted, average="macro", zero_division=0))
            each = score(t, predicted, average=None, labels=range(count), zero_division=0)
            golden.write(f"{key}_each", torch.from_numpy(each))

    for name, missing in [("classes", None), ("a class that is not wanted", 3), ("a class that does not occur", 3)]:
        y, t = scores(40, 5), torch.tensor([golden.random.randrange(5) for _ in range(40)])
        if missing is not None:
            t[t == missing] = 0
        if name.endswith("occur"):
            y[:, missing] = 0
        classes(name, y, t, y.argmax(1), 5)
        for k in (1, 2, 3):
            number(f"top{k}", sk.top_k_accuracy_score(t, y, k=k, labels=range(5)))

    y, t = scores(40, 1), torch.tensor([golden.random.randrange(2) for _ in range(40)])
    classes("two classes in one output", y, t, (y[:, 0] > 0.5).long(), 2)

    def regression(name, y, t):
        golden.case(name)
        golden.write("y", y)
        golden.write("t", t)
        number("mae", sk.mean_absolute_error(t, y))
        number("rmse", sk.root_mean_squared_error(t, y))
        number("r2", sk.r2_score(t, y))

    t = golden.tensor(40, 3, low=-3, high=3)
    regression("three outputs", t + golden.tensor(40, 3), t)
    regression("far from 0", t + 4096 + golden.tensor(40, 3), t + 4096)
    constant = torch.cat([t[:, :1], torch.full((40, 2), 0.5, dtype=golden.dtype)], 1)
    regression("targets all alike", torch.cat([t[:, :2], constant[:, 2:]], 1), constant)


def schedules(golden):
    """The learning rate of every step, or of every epoch."""
    rate = 0.5

    def run(name, make, steps, values=None):
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=rate)
        scheduler, rates = make(optimizer), []
        for step in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step(*([] if values is None else [values[step]]))
        golden.case(name)
        if values is not None:
            golden.write("x", torch.tensor(values, dtype=golden.dtype))
        golden.write("rates", torch.tensor(rates, dtype=torch.float64))

    lr = lr_scheduler
    warm = lambda o: lr.LinearLR(o, start_factor=0.25, total_iters=8)
    run("step", lambda o: lr.StepLR(o, 3, gamma=0.5), 12)
    run("exponential", lambda o: lr.ExponentialLR(o, 0.9), 30)
    run("inverse time", lambda o: lr.LambdaLR(o, lambda epoch: 1 / (1 + 0.3 * epoch)), 12)
    run("cosine", lambda o: lr.CosineAnnealingLR(o, 40, eta_min=rate * 0.05), 40)
    run("warm-up", warm, 12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch's SequentialLR warns of itself
        run("warm-up, cosine", lambda o: lr.SequentialLR(o, [warm(o), lr.CosineAnnealingLR(o, 32)], [8]), 40)
    run("one cycle", lambda o: lr.OneCycleLR(o, rate, total_steps=40), 40)
    run("one cycle, tuned", lambda o: lr.OneCycleLR(o, rate, 37, pct_start=0.45, div_factor=10, final_div_factor=100), 37)
    values = [golden.random.randrange(1, 256) / 256 for _ in range(40)]
    falling = [1.0, 0.75, 0.7499999, 0.7499998, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.49, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    run("plateau", lambda o: lr.ReduceLROnPlateau(o, factor=0.5, patience=2), 18, falling)
    run("plateau, noise", lambda o: lr.ReduceLROnPlateau(o, factor=0.5, patience=3, min_lr=rate * 0.1), 40, values)
    run("plateau, larger", lambda o: lr.ReduceLROnPlateau(o, "max", factor=0.75, patience=1, threshold=0.1), 40, values)


def weighted(golden):
    """The first ten losses of training on weighted samples, and the parameters after; `weights` is of classes or samples."""
    sgd = lambda net: torch.optim.SGD(net.parameters(), lr=0.25)

    def case(name, net, t, weights, loss):
        weights = torch.tensor(weights, dtype=golden.dtype)
        train(golden, name, net, golden.tensor(len(t), 3, low=-2, high=2), t, loss(weights), sgd(net))
        golden.write("weights", weights)

    def mean(each):
        """The weighted mean of a loss per sample."""
        return lambda w: lambda y, t: (w * each(y, t)).sum() / w.sum()

    head = lambda n: golden.network(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, n))
    classes, samples = torch.arange(8) * 5 % 3, [1.0, 0.5, 0.0, 2.0, 1.0, 3.0, 0.25, 1.0]
    case("class weights", head(3), classes, [1.0, 0.25, 4.0], lambda w: nn.CrossEntropyLoss(weight=w))
    case("cross-entropy", head(3), classes, samples, mean(nn.CrossEntropyLoss(reduction="none")))
    case("squared error", head(2), golden.tensor(8, 2), samples, mean(lambda y, t: ((y - t) ** 2).mean(1)))
    squares = mean(lambda y, t: ((y - t) ** 2).mean(1))
    case("root", head(2), golden.tensor(8, 2), samples, lambda w: lambda y, t: squares(w)(y, t).sqrt())
    binary = golden.tensor(8, 1).gt(0).to(golden.dtype)
    case("binary", head(1), binary, samples, mean(lambda y, t: nn.BCEWithLogitsLoss(reduction="none")(y, t)[:, 0]))
