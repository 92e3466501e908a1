//! The products of a batch: vectors along outputs as far as full ones go, and the rows that are left in another way, in which no
//! lane idles.

use core::mem::MaybeUninit;

use super::blocks::{Gemm, Shared, Start};
use super::dot::DotProducts;
use super::few_rows::{FewRows, Layout};
use super::pack::packed_transpose;
use super::select::TRANSPOSED;
use super::small_depth::SmallDepth;
use super::transpose::transpose;
use crate::Scalar;
use crate::kernel::isa::{Part, Simd};
use crate::memory::{Line, uncleared};

/// Z = W X + b, of which `full` outputs go in full vectors.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine<T: Scalar, S: Simd<T>>(
    s: S,
    full: usize,
    [inputs, outputs]: [usize; 2],
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    let columns = z.len() / outputs;
    if full > 0 {
        s.call(Shared::<T, false>(Gemm {
            rows: full,
            depth: inputs,
            columns,
            a: weights,
            a_stride: outputs,
            a_first: 0,
            b: x,
            b_stride: inputs,
            b_first: 0,
            start: Start::Bias(bias),
            c: z,
            c_stride: outputs,
        }));
    }
    if full < outputs {
        s.call(FewRows {
            rows: outputs - full,
            columns,
            depth: inputs,
            a: Layout::Columns(&weights[full..], outputs),
            b: x,
            start: bias.map(|bias| &bias[full..]),
            c: &mut z[full..],
            c_stride: outputs,
        });
    }
}

/// ∂W += ∂Z Xᵀ, of which `full` outputs go in full vectors.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_weights<T: Scalar, S: Simd<T>>(
    s: S,
    full: usize,
    [inputs, outputs]: [usize; 2],
    dz: &[T],
    x: &[T],
    gradient: &mut [T],
) {
    let depth = dz.len() / outputs;
    if full > 0 {
        s.call(WeightsGradient(Gemm {
            rows: full,
            depth,
            columns: inputs,
            a: dz,
            a_stride: outputs,
            a_first: 0,
            b: x,
            b_stride: inputs,
            b_first: 0,
            start: Start::C,
            c: &mut *gradient,
            c_stride: outputs,
        }));
    }
    if full < outputs {
        // the other way around, along inputs, and transposed when it is added
        let rows = outputs - full;
        let mut place = MaybeUninit::<Line<[[T; TRANSPOSED]; 1]>>::uninit();
        let [block] = uncleared(&mut place);
        s.call(Shared::<T, true>(Gemm {
            rows: inputs,
            depth,
            columns: rows,
            a: x,
            a_stride: inputs,
            a_first: 0,
            b: dz,
            b_stride: outputs,
            b_first: full,
            start: Start::Bias(None),
            c: &mut *block,
            c_stride: inputs,
        }));
        for (k, row) in block.chunks_exact(inputs).take(rows).enumerate() {
            for (column, sum) in gradient.chunks_exact_mut(outputs).zip(row) {
                column[full + k] += *sum;
            }
        }
    }
}

/// A part of its own: of all that is inlined in one function, too many numbers share its registers. What is known of every such
/// product is said once more, for the compiler to know it here.
struct WeightsGradient<'a, T>(Gemm<'a, T>);

impl<T: Scalar> Part<T> for WeightsGradient<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        Gemm { a_first: 0, b_first: 0, start: Start::C, ..self.0 }.run::<S, true>(s);
    }
}

/// ∂X = Wᵀ ∂Z, of which `full` inputs go in full vectors; whether the others share some.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_input<T: Scalar, S: Simd<T>>(
    s: S,
    (full, few): (usize, bool),
    [inputs, outputs]: [usize; 2],
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let (columns, rest) = (dz.len() / outputs, inputs - full);
    if full > 0 {
        packed_transpose(s, full, inputs, outputs, weights, dz, dx);
    }
    if rest == 0 {
        return;
    }
    let (weights, dx) = (&weights[full * outputs..], &mut dx[full..]);
    if few {
        s.call(FewRows {
            rows: rest,
            columns,
            depth: outputs,
            a: Layout::Rows(weights, outputs),
            b: dz,
            start: None,
            c: dx,
            c_stride: inputs,
        });
    } else {
        DotProducts {
            rows: rest,
            columns,
            depth: outputs,
            a: weights,
            a_stride: outputs,
            b: dz,
            b_stride: outputs,
            b_offsets: None,
            start: None,
            added: false,
            c: dx,
            c_stride: inputs,
        }
        .run(s);
    }
}

/// The same of few outputs, with all of W transposed at once.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn small_depth_input<T: Scalar, S: Simd<T>>(
    s: S,
    [inputs, outputs]: [usize; 2],
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let mut place = MaybeUninit::<Line<[[T; TRANSPOSED]; 1]>>::uninit();
    let mut a = weights;
    if outputs > 1 {
        let [block] = uncleared(&mut place);
        transpose(s, [outputs, inputs], weights, outputs, block, inputs);
        a = &block[..outputs * inputs];
    }
    SmallDepth { rows: inputs, a, b: dz, start: None, c: dx }.run(s);
}
