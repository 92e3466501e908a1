"""Modules that PyTorch has not: residual blocks, branches side by side, and rows of modules on steps before features."""

import torch
from torch import nn


class Residual(nn.Module):
    def __init__(self, branch, activation=None, project=None):
        super().__init__()
        self.branch, self.project = branch, project or nn.Identity()
        self.activation = activation or nn.Identity()

    def forward(self, x):
        return self.activation(self.branch(x) + self.project(x))


class Parallel(nn.Module):
    def __init__(self, join, *branches):
        super().__init__()
        self.join, self.branches = join, nn.ModuleList(branches)

    def forward(self, x):
        return self.join([branch(x) for branch in self.branches])


def concat(outputs):
    return torch.cat(outputs, dim=1)


class turned(nn.Sequential):
    """Modules that want features before steps."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2)).transpose(1, 2)
