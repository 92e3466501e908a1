"""Layers with layers inside: residual blocks, repeated layers, branches."""

from torch import nn

from blocks import Parallel, Residual, concat


def depth(golden):
    row = nn.Sequential
    for name, shape, modules in [
        ("residual", (3, 5), [Residual(row(nn.Linear(5, 4), nn.Tanh(), nn.Linear(4, 5)))]),
        ("residual activated", (2, 4), [nn.Linear(4, 6), Residual(row(nn.Linear(6, 6), nn.Tanh()), nn.Sigmoid())]),
        (
            "residual projected",
            (3, 4),
            [Residual(row(nn.Linear(4, 7), nn.Tanh(), nn.Linear(7, 3)), nn.Tanh(), nn.Linear(4, 3, bias=False))],
        ),
        (
            "residual image",
            (2, 3, 6, 5),
            [
                Residual(
                    row(
                        row(nn.ZeroPad2d((1, 1, 0, 1)), nn.Conv2d(3, 4, 3, stride=2), nn.Tanh()),
                        nn.Conv2d(4, 4, 3, padding=1),
                    ),
                    nn.Tanh(),
                    nn.Conv2d(3, 4, 1, stride=2),
                )
            ],
        ),
        ("repeat", (3, 4), [row(nn.Linear(4, 4), nn.Tanh()) for _ in range(5)]),
        ("repeat residual", (2, 3), [nn.Linear(3, 6)]
            + [Residual(row(nn.Linear(6, 5), nn.GELU(), nn.Linear(5, 6))) for _ in range(4)]),
        (
            "parallel concat",
            (3, 4),
            [Parallel(concat, nn.Linear(4, 2), row(nn.Linear(4, 3), nn.Tanh()), nn.Identity()), nn.Linear(9, 2)],
        ),
        (
            "parallel add",
            (3, 4),
            [Parallel(sum, row(nn.Linear(4, 5), nn.Tanh()), nn.Linear(4, 5), row(nn.Linear(4, 2), nn.Linear(2, 5)))],
        ),
        (
            "parallel image",
            (2, 2, 5, 4),
            [
                Parallel(
                    concat,
                    nn.Conv2d(2, 3, 1),
                    row(nn.Conv2d(2, 2, 3, padding=1), nn.Tanh()),
                    row(nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False), nn.Conv2d(2, 1, 1)),
                ),
                nn.Conv2d(6, 2, 2),
            ],
        ),
    ]:
        golden.network_case(name, shape, modules)
