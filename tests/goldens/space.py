"""Layers on images and sequences: each option, forward and every gradient."""

from torch import nn

from blocks import turned


def space(golden):
    for name, shape, modules in [
        ("conv", (2, 3, 6, 7), [nn.Conv2d(3, 5, 3), nn.Tanh()]),
        ("conv stride", (2, 2, 9, 8), [nn.Conv2d(2, 3, (3, 2), stride=(2, 3))]),
        ("conv pad", (2, 2, 5, 6), [nn.Conv2d(2, 4, (3, 5), padding=(1, 2))]),
        ("conv dilation", (2, 2, 9, 8), [nn.Conv2d(2, 3, 3, dilation=(2, 1), padding=1)]),
        ("conv groups", (2, 4, 5, 5), [nn.Conv2d(4, 6, 3, groups=2, bias=False)]),
        # left, right, top, bottom: TensorFlow's "same"
        ("conv same", (2, 3, 7, 6), [nn.ZeroPad2d((0, 1, 1, 1)), nn.Conv2d(3, 4, 3, stride=2)]),
        ("conv same even", (2, 1, 5, 5), [nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(1, 2, 4)]),
        ("pointwise", (2, 5, 4, 7), [nn.Conv2d(5, 9, 1), nn.Tanh()]),
        ("pointwise stride", (2, 3, 5, 5), [nn.Conv2d(3, 2, 1, stride=2)]),
        ("depthwise", (2, 5, 8, 9), [nn.Conv2d(5, 5, 3, padding=1, groups=5)]),
        (
            "depthwise multiplier",
            (2, 3, 7, 6),
            [nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(3, 6, (2, 3), stride=2, groups=3), nn.GELU()],
        ),
        ("max pool", (2, 2, 6, 8), [nn.Conv2d(2, 3, 1), nn.MaxPool2d(2)]),
        ("max pool overlap", (2, 2, 7, 7), [nn.MaxPool2d(3, stride=2, padding=1)]),
        ("max pool drop", (2, 2, 7, 5), [nn.MaxPool2d(2)]),
        ("avg pool", (2, 2, 6, 8), [nn.AvgPool2d(2)]),
        ("avg pool pad", (2, 2, 7, 7), [nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False)]),
        ("global", (2, 4, 5, 3), [nn.Conv2d(4, 3, 2), nn.Tanh(), nn.AdaptiveAvgPool2d(1)]),
        (
            "deep",
            (3, 3, 13, 13),
            [nn.Conv2d(3, 17, 3), nn.Tanh(), nn.MaxPool2d(2), nn.Conv2d(17, 9, 3, padding=1), nn.Tanh()]
            + [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(9, 5)],
        ),
        ("transpose", (2, 3, 4, 5), [nn.ConvTranspose2d(3, 4, 3), nn.Tanh()]),
        (
            "transpose options",
            (2, 4, 3, 4),
            [nn.ConvTranspose2d(4, 6, (3, 4), stride=2, padding=1, groups=2, bias=False)],
        ),
        (
            "transpose output pad",
            (2, 2, 3, 3),
            [nn.ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1)],
        ),
        ("transpose dilation", (2, 2, 3, 4), [nn.ConvTranspose2d(2, 3, 2, stride=(1, 2), dilation=(2, 1))]),
        ("sequence", (2, 7, 3), [turned(nn.Conv1d(3, 4, 3)), nn.Tanh()]),
        ("sequence causal", (2, 6, 3), [turned(nn.ConstantPad1d((4, 0), 0.0), nn.Conv1d(3, 2, 3, dilation=2))]),
        (
            "sequence same",
            (2, 11, 3),
            [turned(nn.ConstantPad1d((1, 2), 0.0), nn.Conv1d(3, 5, 4, stride=2, bias=False))],
        ),
        ("sequence stride", (2, 9, 2), [turned(nn.Conv1d(2, 3, 2, stride=3, padding=1))]),
        ("sequence wide", (2, 20, 19), [turned(nn.Conv1d(19, 18, 3)), nn.Tanh()]),
        ("upsample", (2, 2, 3, 4), [nn.Upsample(scale_factor=(2, 3))]),
        ("zero pad", (2, 2, 3, 4), [nn.ZeroPad2d((2, 1, 1, 0)), nn.Conv2d(2, 2, 2)]),
        ("reshape", (2, 5), [nn.Linear(5, 12), nn.Unflatten(1, (3, 2, 2)), nn.Conv2d(3, 2, 2)]),
    ]:
        golden.network_case(name, shape, modules)
