//! How many windows there are: what the macro writes where it does not see the sizes.

/// How many windows of `size` elements there are on `n` numbers with `pad` zeros on both sides; what the macro writes where it
/// does not see the sizes. Where [`check`] says that there are none, this one says one, so that one mistake stays one.
#[doc(hidden)]
#[must_use]
pub const fn valid(n: usize, size: usize, stride: usize, dilation: usize, pad: usize) -> usize {
    let reach = size.saturating_sub(1) * dilation + 1;
    match (n + 2 * pad).saturating_sub(reach).checked_div(stride) {
        Some(steps) => steps + 1,
        None => 1,
    }
}

/// Fails where those windows do not fit.
#[doc(hidden)]
pub const fn check(n: usize, size: usize, stride: usize, dilation: usize, pad: usize, exact: bool) {
    assert!(size > 0 && stride > 0 && dilation > 0, "a window, a stride and a dilation are at least 1");
    let (all, reach) = (n + 2 * pad, (size - 1) * dilation + 1);
    assert!(
        reach <= all,
        "the window is larger than what it is given; take a smaller one, or write `pad = same`"
    );
    assert!(
        !exact || (all - reach).is_multiple_of(stride),
        "the windows do not divide what they are given; write `last = drop` to leave the rest out"
    );
}

/// The same with so much padding that the windows are the numbers by the stride, rounded up.
#[doc(hidden)]
#[must_use]
pub const fn same(n: usize, stride: usize) -> usize {
    n.div_ceil(stride)
}

/// How much of that padding comes before the first number.
#[doc(hidden)]
#[must_use]
pub const fn same_pad(n: usize, size: usize, stride: usize, dilation: usize) -> usize {
    let reach = (size - 1) * dilation + 1;
    ((n.div_ceil(stride) - 1) * stride + reach).saturating_sub(n) / 2
}

/// How many numbers a transposed convolution gives of `n`.
#[doc(hidden)]
#[must_use]
pub const fn widened(
    n: usize,
    size: usize,
    stride: usize,
    dilation: usize,
    pad: usize,
    more: usize,
) -> usize {
    assert!(
        n > 0 && size > 0 && stride > 0 && dilation > 0,
        "a window, a stride and a dilation are at least 1"
    );
    let all = (n - 1) * stride + (size - 1) * dilation + 1 + more;
    assert!(all > 2 * pad, "the padding leaves nothing");
    all - 2 * pad
}
