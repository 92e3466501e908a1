"""JAX: a prediction is one jitted call; a training is one too, a scan over its steps."""

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
    return Learn(problem) if problem.training else Predict(problem)


def parameters_of(problem):
    return [(jnp.asarray(w), jnp.asarray(b)) for w, b, _ in problem.layers]


def forward(activations, parameters, x):
    for (w, b), activation in zip(parameters, activations):
        x = ACTIVATIONS[activation](x @ w + b)
    return x


class Predict:
    def __init__(self, problem):
        self.parameters, self.x = parameters_of(problem), jnp.asarray(problem.x[0])
        self.forward = jax.jit(partial(forward, [activation for *_, activation in problem.layers]))

    def run(self):
        self.y = self.forward(self.parameters, self.x).block_until_ready()

    def result(self):
        return np.asarray(self.y).ravel()


def loss_of(activations, parameters, x, target):
    if activations[-1] != "softmax":
        return jnp.mean((forward(activations, parameters, x) - target) ** 2)
    logits = forward([*activations[:-1], "identity"], parameters, x)
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), target[:, None], 1))


def sgd(rate, w, state, g, _):
    return w - rate * g, state


def adam(rate, w, state, g, step):
    mean, square = 0.9 * state[0] + 0.1 * g, 0.999 * state[1] + 0.001 * g * g
    m, v = mean / (1 - 0.9**step), square / (1 - 0.999**step)
    return w - rate * m / (jnp.sqrt(v) + 1e-8), (mean, square)


class Learn:
    def __init__(self, problem):
        training, activations = problem.training, [activation for *_, activation in problem.layers]
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
                value, gradient = jax.value_and_grad(partial(loss_of, activations))(
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
