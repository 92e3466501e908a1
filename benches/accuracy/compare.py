#!/usr/bin/env python3
"""The accuracy of constrata beside that of scikit-learn: the same networks, settings and splits.

compare.py split FOLDER     writes FOLDER/splits.json: what is held out, 20 times 20 %
compare.py learn FOLDER     learns with scikit-learn, writes FOLDER/scikit-learn.json
compare.py report FOLDER    compares FOLDER/constrata.json with it; fails where constrata is behind; with BLESS=1 writes
                            docs/ACCURACY.md
"""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import StandardScaler

SEEDS = range(1, 21)
HELD_OUT = 0.2
HERE = pathlib.Path(__file__).parent
PROBLEMS = json.loads((HERE / "problems.json").read_text())


def load(name):
    """Inputs and targets from the files that constrata reads; classes are texts."""
    path = HERE.parent.parent / "data" / f"{name.replace(' ', '_')}.csv"
    rows = [line.split(",") for line in path.read_text().splitlines()]
    rows = rows if name == "digits" else rows[1:]
    if name == "auto mpg":
        places = ["europe", "japan", "usa"]
        rows = [[*numbers, *(float(origin == place) for place in places), y] for *numbers, origin, y in rows]
    x = numpy.array([row[:-1] for row in rows], dtype=float)
    y = numpy.array([row[-1] for row in rows])
    return x, y.astype(float) if name == "auto mpg" else y


def split(name):
    """What is held out for each seed; of classes their share."""
    _, y = load(name)
    classes = None if name == "auto mpg" else y
    parts = [
        train_test_split(numpy.arange(len(y)), test_size=HELD_OUT, random_state=seed, stratify=classes)
        for seed in SEEDS
    ]
    return [sorted(map(int, test)) for _, test in parts]


def network(settings, seed):
    """The network of `settings` in scikit-learn's words; it adds the last layer by itself."""
    hidden = re.findall(r"Dense<(\d+), (Relu|Tanh)>", settings["network"])
    regression = settings["network"].endswith("Identity>")
    return (MLPRegressor if regression else MLPClassifier)(
        hidden_layer_sizes=[int(width) for width, _ in hidden],
        activation=hidden[0][1].lower(),
        solver="adam",
        alpha=settings["alpha"],
        batch_size=settings["batch"],
        learning_rate_init=settings["learning_rate"],
        max_iter=settings["epochs"],
        n_iter_no_change=settings["epochs"] + 1,  # as many epochs as asked for
        random_state=seed,
    )


def learn(name, splits):
    """The score on what is held out, for each split: the accuracy, or R^2."""
    x, y = load(name)
    scores = []
    for seed, test in zip(SEEDS, splits[name]):
        train = numpy.setdiff1d(numpy.arange(len(x)), test)
        scaler = StandardScaler().fit(x[train])
        target = y
        if name == "auto mpg":
            target = StandardScaler().fit(y[train, None]).transform(y[:, None]).ravel()
        net = network(PROBLEMS[name], seed).fit(scaler.transform(x[train]), target[train])
        scores.append(net.score(scaler.transform(x[test]), target[test]))
    return scores


def report(ours, theirs):
    """The table, and the problems in which constrata is behind by more than a standard error."""
    lines, behind = [], []
    error = lambda scores: float(numpy.std(scores, ddof=1) / len(scores) ** 0.5)
    for name, settings in PROBLEMS.items():
        a, b = numpy.array(ours[name]), numpy.array(theirs[name])
        assert len(a) == len(b) == len(SEEDS)
        unit, digits = ("R^2", 4) if name == "auto mpg" else ("%", 2)
        if unit == "%":
            a, b = 100 * a, 100 * b
        mean = lambda scores: f"{scores.mean():.{digits}f} ± {error(scores):.{digits}f}"
        shape = f"`{settings['network']}`"
        lines.append(
            f"| {name}, {unit} | {shape} | {mean(a)} | {mean(b)} | {(a - b).mean():+.{digits}f} ± {error(a - b):.{digits}f} |"
        )
        if a.mean() < b.mean() - error(b):
            behind.append(name)
    return lines, behind


def document(table):
    """The text of docs/ACCURACY.md."""
    settings = "\n".join(
        f"| {name} | {p['learning_rate']} | {p['batch']} | {p['epochs']} | {p['alpha']} |" for name, p in PROBLEMS.items()
    )
    return f"""# Accuracy

Beside scikit-learn {sklearn.__version__}'s `MLPClassifier` and `MLPRegressor`: the same hidden layers and activations, Adam with the same learning
rate, batches, epochs and L2 penalty, on the same splits. Means of {len(SEEDS)} seeds, of which every one counts, and
their standard errors:

{table}

The difference is taken split by split, hence its smaller standard error. `benches/accuracy/run` fails where a mean of constrata's is below
scikit-learn's by more than one standard error of scikit-learn's.

For each seed, {HELD_OUT:.0%} of the samples are held out (of each class, where there are classes), the same on both sides, through a file of indices.
Inputs, and the targets of auto mpg, are scaled to mean 0 and standard deviation 1 by what is learned from.

| | learning rate | batch | epochs | L2, alpha |
|---|--:|--:|--:|--:|
{settings}

These were set once, before any result was seen, and never changed; neither side stops early. scikit-learn divides alpha by the number of samples
in the batch, so that `L2`'s lambda is alpha / batch here. What differs: how fresh weights are drawn (scikit-learn draws biases too, here they begin at 0;
He's limits for ReLU here, Glorot's there), where epsilon stands in Adam, the random numbers, and precision, which is
single here and double there.

Written by `BLESS=1 benches/accuracy/run`, with scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, Python {platform.python_version()}, {rustc()} on {platform.machine()}.
"""


def rustc():
    return subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split(" (")[0]


def main(what, folder):
    folder = pathlib.Path(folder)
    read = lambda name: json.loads((folder / f"{name}.json").read_text())
    write = lambda name, values: (folder / f"{name}.json").write_text(json.dumps(values))
    if what == "split":
        write("splits", {name: split(name) for name in PROBLEMS})
    elif what == "learn":
        warnings.simplefilter("ignore", ConvergenceWarning)  # all epochs are done: that is what is asked for
        start, splits = time.time(), read("splits")
        write("scikit-learn", {name: learn(name, splits) for name in PROBLEMS})
        print(f"scikit-learn: {time.time() - start:.0f} s")
    elif what == "report":
        lines, behind = report(read("constrata"), read("scikit-learn"))
        table = "\n".join(["| | network | constrata | scikit-learn | difference |", "|---|---|--:|--:|--:|", *lines])
        print(table)
        if behind:
            sys.exit(f"behind scikit-learn by more than one standard error: {', '.join(behind)}")
        if os.environ.get("BLESS") == "1":
            (HERE.parent.parent / "docs" / "ACCURACY.md").write_text(document(table))


main(*sys.argv[1:])
