//! Layers on images and sequences.

use constrata::prelude::*;

use crate::reader::Golden;

in_both_precisions!(all, "space", f64: 1e-13, f32: 4e-6);

fn all<T: Scalar>(golden: &Golden) {
    networks! { golden, T,
        "conv", 2, [[3, 6, 7] => Conv2d<5, 3, Tanh> => Flatten], 100;
        "conv stride", 2, [[2, 9, 8] => Conv2d<3, [3, 2], stride = [2, 3]> => Flatten], 36;
        "conv pad", 2, [[2, 5, 6] => Conv2d<4, [3, 5], pad = [1, 2]> => Flatten], 120;
        "conv dilation", 2, [[2, 9, 8] => Conv2d<3, 3, dilation = [2, 1], pad = 1> => Flatten], 168;
        "conv groups", 2, [[4, 5, 5] => Conv2d<6, 3, groups = 2, bias = false> => Flatten], 54;
        "conv same", 2, [[3, 7, 6] => Conv2d<4, 3, stride = 2, pad = same> => Flatten], 48;
        "conv same even", 2, [[1, 5, 5] => Conv2d<2, 4, pad = same> => Flatten], 50;
        "pointwise", 2, [[5, 4, 7] => Conv2d<9, 1, Tanh> => Flatten], 252;
        "pointwise stride", 2, [[3, 5, 5] => Conv2d<2, 1, stride = 2> => Flatten], 18;
        "depthwise", 2, [[5, 8, 9] => DepthwiseConv2d<3, pad = 1> => Flatten], 360;
        "depthwise multiplier", 2,
            [[3, 7, 6] => DepthwiseConv2d<[2, 3], Gelu, multiplier = 2, stride = 2, pad = same> => Flatten], 72;
        "max pool", 2, [[2, 6, 8] => Conv2d<3, 1> => MaxPool2d<2> => Flatten], 36;
        "max pool overlap", 2, [[2, 7, 7] => MaxPool2d<3, stride = 2, pad = 1> => Flatten], 32;
        "max pool drop", 2, [[2, 7, 5] => MaxPool2d<2, last = drop> => Flatten], 12;
        "avg pool", 2, [[2, 6, 8] => AvgPool2d<2> => Flatten], 24;
        "avg pool pad", 2, [[2, 7, 7] => AvgPool2d<3, stride = 2, pad = 1> => Flatten], 32;
        "global", 2, [[4, 5, 3] => Conv2d<3, 2, Tanh> => GlobalAvgPool], 3;
        "deep", 3, [
            [3, 13, 13] => Conv2d<17, 3, Tanh> => MaxPool2d<2, last = drop> => Conv2d<9, 3, Tanh, pad = same>
                => GlobalAvgPool => Dense<5>
        ], 5;
        "transpose", 2, [[3, 4, 5] => ConvTranspose2d<4, 3, Tanh> => Flatten], 168;
        "transpose options", 2, [
            [4, 3, 4] => ConvTranspose2d<6, [3, 4], stride = 2, pad = 1, groups = 2, bias = false> => Flatten
        ], 240;
        "transpose output pad", 2,
            [[2, 3, 3] => ConvTranspose2d<3, 3, stride = 2, pad = 1, output_pad = 1> => Flatten], 108;
        "transpose dilation", 2,
            [[2, 3, 4] => ConvTranspose2d<3, 2, stride = [1, 2], dilation = [2, 1]> => Flatten], 120;
        "sequence", 2, [[7, 3] => Conv1d<4, 3, Tanh> => Flatten], 20;
        "sequence causal", 2, [[6, 3] => Conv1d<2, 3, pad = causal, dilation = 2> => Flatten], 12;
        "sequence same", 2, [[11, 3] => Conv1d<5, 4, stride = 2, pad = same, bias = false> => Flatten], 30;
        "sequence stride", 2, [[9, 2] => Conv1d<3, 2, stride = 3, pad = 1> => Flatten], 12;
        "sequence wide", 2, [[20, 19] => Conv1d<18, 3, Tanh> => Flatten], 324;
        "upsample", 2, [[2, 3, 4] => Upsample<[2, 3]> => Flatten], 144;
        "zero pad", 2, [[2, 3, 4] => ZeroPad<[1, 0, 2, 1]> => Conv2d<2, 2> => Flatten], 36;
        "reshape", 2, [5 => Dense<12> => Reshape<[3, 2, 2]> => Conv2d<2, 2> => Flatten], 2;
    }
}
