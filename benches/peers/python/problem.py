"""The problems, as the Rust side wrote them, and how far a result may be off (as `src/check.rs` has it)."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

OUTPUT, LEARNED, END = 2e-6, 5e-3, 0.02


@dataclass
class Layer:
    weights: np.ndarray  # [in, out]; of a convolution [channels kernel kernel, out]
    bias: np.ndarray  # [out]
    activation: str
    convolution: dict | None  # channels, side, kernel, pool

    def kernels(self):
        """The weights of a convolution as [out, channels, kernel, kernel]."""
        shape = self.convolution
        return self.weights.T.reshape(-1, shape["channels"], shape["kernel"], shape["kernel"])


@dataclass
class Problem:
    id: str
    layers: list
    x: np.ndarray  # [batches, batch, in]
    targets: np.ndarray | None  # classes [batches, batch] or values [batches, batch, out]
    training: dict | None
    reference: np.ndarray

    def beginning(self):
        """The same with the first eighth of the training."""
        if not self.training:
            return self
        steps = self.training["beginning"]
        return replace(self, x=self.x[:steps], targets=self.targets[:steps], training={**self.training, "steps": steps})


def read(folder):
    folder = Path(folder)
    return [one(folder, entry) for entry in json.loads((folder / "problems.json").read_text())]


def one(folder, entry):
    numbers = np.fromfile(folder / f"{entry['id']}.f32", "<f4")

    def take(*shape):
        nonlocal numbers
        count = int(np.prod(shape))
        taken, numbers = numbers[:count].reshape(shape).copy(), numbers[count:]
        return taken

    layers = [Layer(take(i, o), take(o), *what) for i, o, *what in entry["layers"]]
    batch, training, targets = entry["batch"], entry["training"], None
    batches = entry["samples"] // batch
    x = take(batches, batch, entry["inputs"])
    if training and training["classes"]:
        targets = take(batches, batch).astype(np.int64)
    elif training:
        targets = take(batches, batch, entry["layers"][-1][1])
    return Problem(entry["id"], layers, x, targets, training, np.fromfile(folder / f"{entry['id']}.f64", "<f8"))


def error(problem, solve):
    """How far a rival is off, as a part of what is allowed; None if it does not take part."""
    contestant = solve(problem.beginning())
    if contestant is None:
        return None
    contestant.run()
    result, reference = contestant.result().astype(np.float64), problem.reference
    if not problem.training:
        return np.abs(result - reference).max() / OUTPUT
    reference, end = reference[:-1], reference[-1]
    fresh = np.concatenate([part.ravel() for layer in problem.layers for part in (layer.weights, layer.bias)]).astype(np.float64)
    way = np.linalg.norm(reference[1:] - fresh)
    parameters = np.linalg.norm(result[1:] - reference[1:]) / way
    loss = abs(result[0] - reference[0]) / reference[0]
    whole = solve(problem)
    whole.run()
    return np.max([parameters / LEARNED, loss / LEARNED, abs(whole.result()[0] - end) / end / END])
