"""PyTorch, eager."""

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "softmax": lambda: nn.Softmax(1)}


def solve(problem):
    return Learn(problem) if problem.training else Predict(problem)


def network(layers, softmax):
    """The softmax at the end is left out where it is the loss's."""
    modules = []
    for weights, bias, activation in layers:
        linear = nn.Linear(*weights.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weights.T.copy()))
            linear.bias.copy_(torch.from_numpy(bias))
        modules.append(linear)
        if activation in ACTIVATIONS and (softmax or activation != "softmax"):
            modules.append(ACTIVATIONS[activation]())
    return nn.Sequential(*modules)


class Predict:
    def __init__(self, problem):
        self.net = network(problem.layers, softmax=True).eval()
        self.x = torch.from_numpy(problem.x[0])

    def run(self):
        with torch.inference_mode():
            self.y = self.net(self.x)

    def result(self):
        return self.y.numpy().ravel()


class Learn:
    def __init__(self, problem):
        self.problem = problem
        self.batches = list(zip(torch.from_numpy(problem.x), torch.from_numpy(problem.targets)))
        self.loss = nn.CrossEntropyLoss() if problem.training["classes"] else nn.MSELoss()

    def run(self):
        training = self.problem.training
        self.net = network(self.problem.layers, softmax=False)
        kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[training["optimizer"]]
        optimizer = kind(self.net.parameters(), lr=training["rate"])
        for step in range(training["steps"]):
            x, target = self.batches[step % len(self.batches)]
            optimizer.zero_grad()
            loss = self.loss(self.net(x), target)
            loss.backward()
            optimizer.step()
        self.last = loss

    def result(self):
        parameters = [p.detach().numpy().T.ravel() for p in self.net.parameters()]
        return np.concatenate([[self.last.item()], *parameters])
