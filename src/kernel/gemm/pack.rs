//! ∂X = Wᵀ ∂Z for many samples: W is transposed block by block on the stack, and the blocks go through the usual tiles.

use core::mem::MaybeUninit;

use super::blocks::{Gemm, Shared, Start};
use super::select::{MANY_REGISTERS, PACKED, WIDE_PACKED};
use super::transpose::transpose;
use crate::Scalar;
use crate::kernel::isa::{Part, Simd};
use crate::memory::{Line, uncleared};

/// The first `count` rows of ∂X (inputs × batch) = Wᵀ ∂Z, with W (outputs × inputs) and ∂Z (outputs × batch).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn packed_transpose<T: Scalar, S: Simd<T>>(
    s: S,
    count: usize,
    inputs: usize,
    outputs: usize,
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let width = 4 * S::LANES;
    let wide = if const { S::REGISTERS >= MANY_REGISTERS } { count / width * width } else { 0 };
    if const { S::REGISTERS >= MANY_REGISTERS } && wide > 0 {
        s.call(Wide { count: wide, inputs, outputs, weights, dz, dx: &mut *dx });
    }
    if wide < count {
        let (weights, dx) = (&weights[wide * outputs..], &mut dx[wide..]);
        by_blocks::<T, S, PACKED>(s, [count - wide, 2 * S::LANES], inputs, outputs, weights, dz, dx);
    }
}

/// Four vectors of rows at a time. A call of its own, for its block to lie on the stack only where it is used.
struct Wide<'a, T> {
    count: usize,
    inputs: usize,
    outputs: usize,
    weights: &'a [T],
    dz: &'a [T],
    dx: &'a mut [T],
}

impl<T: Scalar> Part<T> for Wide<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        let Wide { count, inputs, outputs, weights, dz, dx } = self;
        by_blocks::<T, S, WIDE_PACKED>(s, [count, 4 * S::LANES], inputs, outputs, weights, dz, dx);
    }
}

/// The first `count` rows, `width` at a time.
#[cfg_attr(not(debug_assertions), inline(always))]
fn by_blocks<T: Scalar, S: Simd<T>, const NUMBERS: usize>(
    s: S,
    [count, width]: [usize; 2],
    inputs: usize,
    outputs: usize,
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let mut place = MaybeUninit::<Line<[[T; NUMBERS]; 1]>>::uninit();
    let [block] = uncleared(&mut place);
    let depth = block.len() / width;
    let batch = dz.len() / outputs;
    for input in (0..count).step_by(width) {
        let rows = width.min(count - input);
        let columns = &weights[input * outputs..][..rows * outputs];
        for output in (0..outputs).step_by(depth) {
            let depth = depth.min(outputs - output);
            transpose(s, [depth, rows], &columns[output..], outputs, block, width);
            let start = if output == 0 { Start::Bias(None) } else { Start::C };
            let gemm = Gemm {
                rows,
                depth,
                columns: batch,
                a: block,
                a_stride: width,
                a_first: 0,
                b: &dz[output..],
                b_stride: outputs,
                b_first: 0,
                start,
                c: &mut dx[input..],
                c_stride: inputs,
            };
            s.call(Shared::<T, false>(gemm));
        }
    }
}
