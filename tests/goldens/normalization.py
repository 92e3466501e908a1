"""Normalization: forward in both modes, every gradient, and running statistics over several batches."""

import torch
from torch import nn

from blocks import turned


def affine(golden, net):
    """Scales around 1, which are no multiples of the variance, and running statistics as after some training."""
    with torch.no_grad():
        for module in net.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                module.running_mean.copy_(golden.tensor(*module.running_mean.shape))
                module.running_var.copy_(golden.tensor(*module.running_var.shape, low=0.25, high=2))
    return net


def state(golden, letter, net):
    """Parameters and running statistics, module by module."""
    index = 0
    for module in net.modules():
        tensors = list(module.parameters(recurse=False))
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            tensors += [module.running_mean, module.running_var]
        for tensor in tensors:
            if tensor.dim() >= 2 and isinstance(module, (nn.LayerNorm, nn.RMSNorm)):
                tensor = tensor.flatten()
            golden.write(f"{letter}{index}", tensor)
            index += 1


def gradients(golden, net):
    index = 0
    modules = list(net.modules())
    for module, after in zip(modules, [*modules[1:], None]):
        tensors = [p.grad for p in module.parameters(recurse=False)]
        if getattr(module, "bias", None) is not None and isinstance(after, (nn.BatchNorm1d, nn.BatchNorm2d)):
            # the normalization takes the bias away again: its gradient is 0, and PyTorch's a rounding, other on each machine
            assert tensors[-1].abs().max() < 1e-7
            tensors[-1] = torch.zeros_like(tensors[-1])
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            # running statistics have no gradient
            tensors += [torch.zeros_like(module.running_mean), torch.zeros_like(module.running_var)]
        for tensor in tensors:
            if tensor.dim() >= 2 and isinstance(module, (nn.LayerNorm, nn.RMSNorm)):
                tensor = tensor.flatten()
            golden.write(f"g{index}", tensor)
            index += 1


def alone(golden, name, shape, modules, scale=1):
    """One network: what it predicts, then its loss and every gradient."""
    mse = nn.MSELoss()
    golden.case(name)
    net, x = affine(golden, golden.network(*modules, nn.Flatten())), scale * golden.tensor(*shape)
    net.eval()
    t = golden.tensor(*net(x).shape)
    golden.write("x", x)
    golden.write("t", t)
    state(golden, "p", net)
    golden.write("y", net(x))
    net.train()
    x = x.clone().requires_grad_()
    value = mse(net(x), t)
    value.backward()
    golden.write("loss", value)
    gradients(golden, net)
    golden.write("dx", x.grad)


def normalization(golden):
    for name, shape, modules in [
        ("batch of vectors", (4, 5), [nn.BatchNorm1d(5)]),
        ("batch dense", (8, 3), [nn.Linear(3, 7, bias=False), nn.BatchNorm1d(7), nn.Tanh(), nn.Linear(7, 2)]),
        ("batch of two", (2, 3), [nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU()]),
        ("batch of images", (3, 2, 5, 7), [nn.BatchNorm2d(2), nn.GELU()]),
        (
            "batch conv",
            (4, 2, 6, 6),
            [nn.Conv2d(2, 5, 3, bias=False), nn.BatchNorm2d(5), nn.Tanh(), nn.Conv2d(5, 3, 2), nn.BatchNorm2d(3)],
        ),
        ("batch one pixel", (6, 3, 1, 1), [nn.BatchNorm2d(3), nn.Sigmoid()]),
        ("batch of sequences", (3, 6, 4), [turned(nn.Conv1d(4, 5, 2), nn.BatchNorm1d(5)), nn.Tanh()]),
        ("layer of a vector", (3, 6), [nn.Linear(6, 9), nn.LayerNorm(9), nn.Tanh(), nn.Linear(9, 2)]),
        ("layer of an image", (2, 3, 4, 5), [nn.LayerNorm((3, 4, 5)), nn.Tanh()]),
        ("layer of a sequence", (2, 5, 4), [nn.LayerNorm(4)]),
        ("group of an image", (3, 6, 4, 3), [nn.Conv2d(6, 6, 2), nn.GroupNorm(3, 6), nn.Tanh()]),
        ("group of one", (2, 4, 3, 3), [nn.GroupNorm(1, 4)]),
        ("group of each", (2, 4, 3, 3), [nn.GroupNorm(4, 4)]),
        ("group of a vector", (3, 8), [nn.GroupNorm(2, 8), nn.Tanh()]),
    ]:
        alone(golden, name, shape, modules)

    # far from 0, where one pass over x and x^2 would leave nothing of the variance
    golden.case("batch far out")
    net, x = affine(golden, golden.network(nn.BatchNorm1d(2))), 4096 + golden.tensor(16, 2)
    state(golden, "p", net)
    golden.write("x", x)
    golden.write("y", net.train()(x))

    # the running statistics, batch after batch, of other sizes; then what is predicted
    golden.case("batch after batch")
    net = golden.network(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(12, 4), nn.BatchNorm1d(4))
    state(golden, "p", net)
    for batch, samples in enumerate([8, 8, 2, 32, 8]):
        x = golden.tensor(samples, 2, 3, 3, low=-2, high=2)
        golden.write(f"x{batch}", x)
        golden.write(f"y{batch}", net.train()(x))
    state(golden, "q", net)
    x = golden.tensor(3, 2, 3, 3)
    golden.write("x", x)
    golden.write("y", net.eval()(x))

    for name, shape, modules, scale in [
        ("rms of a vector", (3, 6), [nn.Linear(6, 19), nn.RMSNorm(19, eps=1e-5), nn.Tanh(), nn.Linear(19, 2)], 1),
        ("rms of an image", (2, 3, 4, 5), [nn.RMSNorm((3, 4, 5), eps=1e-5), nn.Tanh()], 1),
        ("rms of a sequence", (2, 5, 4), [nn.RMSNorm(4, eps=1e-5)], 1),
        # so small that epsilon counts
        ("rms of small numbers", (2, 3), [nn.RMSNorm(3, eps=1e-5)], 2**-9),
    ]:
        alone(golden, name, shape, modules, scale)
