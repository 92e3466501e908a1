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
    for index, layer in enumerate(layers):
        shape, activation = layer.convolution, layer.activation
        if shape:
            if index == 0:
                modules.append(nn.Unflatten(1, (shape["channels"], shape["side"], shape["side"])))
            parameters, weights = nn.Conv2d(shape["channels"], len(layer.bias), shape["kernel"]), layer.kernels()
        else:
            parameters, weights = nn.Linear(*layer.weights.shape), layer.weights.T
        with torch.no_grad():
            parameters.weight.copy_(torch.from_numpy(weights.copy()))
            parameters.bias.copy_(torch.from_numpy(layer.bias))
        modules.append(parameters)
        if activation in ACTIVATIONS and (softmax or activation != "softmax"):
            modules.append(ACTIVATIONS[activation]())
        if shape:
            modules.append(nn.MaxPool2d(shape["pool"]))
            if not layers[index + 1].convolution:
                modules.append(nn.Flatten())
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
        parameters = [p.detach().numpy().reshape(len(p), -1).T.ravel() for p in self.net.parameters()]
        return np.concatenate([[self.last.item()], *parameters])
