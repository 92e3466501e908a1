//! Windows as the DSL writes them.

use super::{Planes, Steps, Walk};
use crate::Text;

/// The options as the DSL writes them, with what they are where nothing is said: `, stride = 2, pad = 1`. Padding that is not the
/// same on all sides is that of `same`.
pub(crate) const fn options<X: Planes, Z: Planes, K: Walk>(stride: [usize; 2]) -> Text {
    let mut text = Text::new("");
    if !equal(K::STRIDE, stride) {
        text = pair(text.text(", stride = "), K::STRIDE);
    }
    let (mut padded, mut even, mut axis) = (false, true, 0);
    while axis < 2 {
        let reach = (K::SIZE[axis] - 1) * K::DILATION[axis] + 1;
        let wanted = (Z::SIZE[axis] - 1) * K::STRIDE[axis] + reach;
        // what is needed behind, at least, and what would leave room for one more window
        let least = wanted.saturating_sub(X::SIZE[axis] + K::PAD[axis]);
        padded = padded || K::PAD[axis] > 0 || least > 0;
        even = even && least <= K::PAD[axis] && X::SIZE[axis] + 2 * K::PAD[axis] < wanted + K::STRIDE[axis];
        axis += 1;
    }
    if padded {
        text = if even { pair(text.text(", pad = "), K::PAD) } else { text.text(", pad = same") };
    }
    if !equal(K::DILATION, [1, 1]) {
        text = pair(text.text(", dilation = "), K::DILATION);
    }
    text
}

/// The options of a transposed convolution from `X` to `Z`, as the DSL writes them.
pub(crate) const fn transposed<X: Planes, Z: Planes, K: Walk>() -> Text {
    let mut text = Text::new("");
    if !equal(K::STRIDE, [1, 1]) {
        text = pair(text.text(", stride = "), K::STRIDE);
    }
    if !equal(K::PAD, [0, 0]) {
        text = pair(text.text(", pad = "), K::PAD);
    }
    let (mut more, mut axis) = ([0, 0], 0);
    while axis < 2 {
        let reach = (K::SIZE[axis] - 1) * K::DILATION[axis] + 1;
        let usual = (X::SIZE[axis] - 1) * K::STRIDE[axis] + reach;
        more[axis] = (Z::SIZE[axis] + 2 * K::PAD[axis]).saturating_sub(usual);
        axis += 1;
    }
    if !equal(more, [0, 0]) {
        text = pair(text.text(", output_pad = "), more);
    }
    if !equal(K::DILATION, [1, 1]) {
        text = pair(text.text(", dilation = "), K::DILATION);
    }
    text
}

/// The options of a convolution over steps, as the DSL writes them.
pub(crate) const fn step_options<X: Steps, Z: Steps, K: Walk>() -> Text {
    let mut text = Text::new("");
    let (stride, pad, dilation) = (K::STRIDE[0], K::PAD[0], K::DILATION[0]);
    let reach = (K::SIZE[0] - 1) * dilation + 1;
    if stride > 1 {
        text = text.text(", stride = ").number(stride);
    }
    let wanted = (Z::STEPS - 1) * stride + reach;
    let behind = wanted.saturating_sub(X::STEPS + pad);
    if pad > 0 || behind > 0 {
        text = text.text(", pad = ");
        text = if behind == 0 && pad == reach - 1 {
            text.text("causal")
        } else if behind <= pad && X::STEPS + 2 * pad < wanted + stride {
            text.number(pad)
        } else {
            text.text("same")
        };
    }
    if dilation > 1 { text.text(", dilation = ").number(dilation) } else { text }
}

const fn equal(a: [usize; 2], b: [usize; 2]) -> bool {
    a[0] == b[0] && a[1] == b[1]
}

/// `2`, or `[2, 1]`
pub(super) const fn pair(text: Text, [a, b]: [usize; 2]) -> Text {
    if a == b { text.number(a) } else { text.text("[").number(a).text(", ").number(b).text("]") }
}
