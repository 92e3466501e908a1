"""JAX: a prediction is one jitted call; a training is one too, a scan over its steps, but for convolutions: inside of a scan
those take four times as long as in a jitted call for each step."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": jax.nn.relu,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "softmax": jax.nn.softmax,
}


def solve(problem):
    if not problem.training:
        return Predict(problem)
    return LearnStepwise(problem) if problem.layers[0].convolution else Learn(problem)


def parameters_of(problem):
    return [(jnp.asarray(matrix(layer)), jnp.asarray(layer.bias)) for layer in problem.layers]


def matrix(layer):
    """The weights; of a convolution [kernel, kernel, channels, out]."""
    return layer.kernels().transpose(2, 3, 1, 0) if layer.convolution else layer.weights


def row(layer, weights):
    """The weights in the problem's order."""
    return weights.transpose(2, 0, 1, 3).ravel() if layer.convolution else weights.ravel()


def forward(layers, parameters, x, softmax=True):
    for layer, (w, b) in zip(layers, parameters):
        shape, activation = layer.convolution, layer.activation
        f = ACTIVATIONS[activation if softmax or activation != "softmax" else "identity"]
        if shape:
            x = images(x, shape)
            x = f(lax.conv_general_dilated(x, w, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")) + b)
            window = (1, shape["pool"], shape["pool"], 1)
            x = lax.reduce_window(x, -jnp.inf, lax.max, window, window, "VALID")
        else:
            x = f((x.transpose(0, 3, 1, 2).reshape(len(x), -1) if x.ndim == 4 else x) @ w + b)
    return x


def images(x, shape):
    """Channels last, which is what XLA's convolutions are quickest at here."""
    if x.ndim == 4:
        return x
    return x.reshape(-1, shape["channels"], shape["side"], shape["side"]).transpose(0, 2, 3, 1)


class Predict:
    def __init__(self, problem):
        self.parameters, self.x = parameters_of(problem), jnp.asarray(problem.x[0])
        self.forward = jax.jit(partial(forward, problem.layers))

    def run(self):
        self.y = self.forward(self.parameters, self.x).block_until_ready()

    def result(self):
        return np.asarray(self.y).ravel()


def loss_of(layers, parameters, x, target):
    if layers[-1].activation != "softmax":
        return jnp.mean((forward(layers, parameters, x) - target) ** 2)
    logits = forward(layers, parameters, x, softmax=False)
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), target[:, None], 1))


def sgd(rate, w, state, g, _):
    return w - rate * g, state


def adam(rate, w, state, g, step):
    mean, square = 0.9 * state[0] + 0.1 * g, 0.999 * state[1] + 0.001 * g * g
    m, v = mean / (1 - 0.9**step), square / (1 - 0.999**step)
    return w - rate * m / (jnp.sqrt(v) + 1e-8), (mean, square)


class Learn:
    def __init__(self, problem):
        training, layers = problem.training, problem.layers
        self.fresh, self.x = parameters_of(problem), jnp.asarray(problem.x)
        self.targets = jnp.asarray(problem.targets.astype(np.int32) if training["classes"] else problem.targets)
        rule = partial({"sgd": sgd, "adam": adam}[training["optimizer"]], training["rate"])
        batches = len(problem.x)

        @jax.jit
        def learn(parameters, x, targets):
            flat, tree = jax.tree.flatten(parameters)

            def step(carry, index):
                flat, states, _ = carry
                batch = index % batches
                value, gradient = jax.value_and_grad(partial(loss_of, layers))(
                    jax.tree.unflatten(tree, flat), x[batch], targets[batch]
                )
                count = (index + 1).astype(jnp.float32)
                moved = [rule(w, s, g, count) for w, s, g in zip(flat, states, jax.tree.leaves(gradient))]
                return ([w for w, _ in moved], [s for _, s in moved], value), None

            states = [(jnp.zeros_like(w), jnp.zeros_like(w)) for w in flat]
            carry, _ = lax.scan(step, (flat, states, jnp.float32(0)), jnp.arange(training["steps"]))
            return carry[0], carry[2]

        self.learn = learn

    def run(self):
        self.flat, self.last = jax.block_until_ready(self.learn(self.fresh, self.x, self.targets))

    def result(self):
        return np.concatenate([[float(self.last)], *(np.asarray(p).ravel() for p in self.flat)])


class LearnStepwise:
    """By plain gradient descent."""

    def __init__(self, problem):
        training, self.layers = problem.training, problem.layers
        assert training["optimizer"] == "sgd"
        self.fresh = parameters_of(problem)
        batches = list(zip(map(jnp.asarray, problem.x), map(jnp.asarray, problem.targets.astype(np.int32))))
        self.batches = [batches[step % len(batches)] for step in range(training["steps"])]

        @jax.jit
        def step(parameters, x, target):
            value, gradient = jax.value_and_grad(partial(loss_of, problem.layers))(parameters, x, target)
            return jax.tree.map(lambda w, g: w - training["rate"] * g, parameters, gradient), value

        self.step = step

    def run(self):
        parameters = self.fresh
        for x, target in self.batches:
            parameters, value = self.step(parameters, x, target)
        self.parameters, self.last = jax.block_until_ready((parameters, value))

    def result(self):
        rows = [part for layer, (w, b) in zip(self.layers, self.parameters) for part in (row(layer, np.asarray(w)), b)]
        return np.concatenate([[float(self.last)], *rows])
