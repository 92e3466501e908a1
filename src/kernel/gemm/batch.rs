//! The products of a batch: vectors along outputs as far as full ones go, and what rows are left in another way, in which no
//! lane idles.

use core::mem::MaybeUninit;

use super::blocks::{Gemm, Shared, Start};
use super::dot::DotProducts;
use super::few_rows::{FewRows, Layout};
use super::gemv::gemv_transposed;
use super::pack::packed_transpose;
use super::small_depth::SmallDepth;
use super::transpose::transpose;
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::memory::{Line, uncleared};

/// Elements of what is transposed on the stack.
const BLOCK: usize = 1536;
/// The largest depth of a [`SmallDepth`] product.
const SHALLOW: usize = 3;
/// Up to this batch ∂X is cheaper as dot products with the columns of W than with a transposition of it.
const FEW: usize = 3;
/// The same where the columns are so many times longer than there are samples.
const LONG: usize = 10;

/// How many of `rows` go in full vectors, where the rest, up to `most` of a vector's eighths and along vectors of `depth`, is
/// cheaper in another way.
#[inline(always)]
fn rows_in_full_vectors<T, S: Simd<T>>(rows: usize, depth: usize, most: usize) -> usize {
    let rest = rows % S::LANES;
    let vectors = if 2 * rest < S::LANES { 1 } else { 2 };
    if rest * 8 <= S::LANES * most && depth >= vectors * S::LANES { rows - rest } else { rows }
}

/// Z = W X + b
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine<T: Scalar, S: Simd<T>>(
    s: S,
    inputs: usize,
    outputs: usize,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    if outputs == 1 {
        gemv_transposed(s, x, weights, z);
        if let Some(&[bias]) = bias {
            z.iter_mut().for_each(|z| *z += bias);
        }
        return;
    }
    if inputs <= SHALLOW {
        return SmallDepth { rows: outputs, a: weights, b: x, start: bias, c: z }.run(s);
    }
    let columns = z.len() / outputs;
    let mut full = rows_in_full_vectors::<T, S>(outputs, inputs, 6);
    if !FewRows::<T>::serves::<S>(outputs - full, inputs) {
        full = outputs;
    }
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

/// ∂W += ∂Z Xᵀ
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_weights<T: Scalar, S: Simd<T>>(
    s: S,
    inputs: usize,
    outputs: usize,
    dz: &[T],
    x: &[T],
    gradient: &mut [T],
) {
    let depth = dz.len() / outputs;
    // the rest is added number by number, which costs less than idle lanes only up to here
    let most = match outputs {
        _ if outputs > S::LANES => 1,
        _ if inputs < 4 * S::LANES => 4,
        _ => 5,
    };
    let mut full = rows_in_full_vectors::<T, S>(outputs, depth, most);
    if (outputs - full) * inputs > BLOCK {
        full = outputs;
    }
    if full > 0 {
        Gemm {
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
            c: gradient,
            c_stride: outputs,
        }
        .run::<S, true>(s);
    }
    if full < outputs {
        // the other way around, along inputs, and transposed when it is added
        let rows = outputs - full;
        let mut place = MaybeUninit::<Line<[[T; BLOCK]; 1]>>::uninit();
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

/// ∂X = Wᵀ ∂Z
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_input<T: Scalar, S: Simd<T>>(
    s: S,
    inputs: usize,
    outputs: usize,
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let columns = dz.len() / outputs;
    if inputs == 1 {
        return gemv_transposed(s, dz, weights, dx);
    }
    if outputs <= SHALLOW && outputs * inputs <= BLOCK {
        return shallow_input(s, inputs, outputs, weights, dz, dx);
    }
    if columns <= FEW {
        for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
            gemv_transposed(s, weights, dz, dx);
        }
        return;
    }
    let long = outputs >= LONG * columns;
    let full = if long { 0 } else { rows_in_full_vectors::<T, S>(inputs, outputs, 6) };
    let rest = inputs - full;
    if full > 0 {
        packed_transpose(s, full, inputs, outputs, weights, dz, dx);
    }
    if rest == 0 {
        return;
    }
    let (weights, dx) = (&weights[full * outputs..], &mut dx[full..]);
    if !long && FewRows::<T>::serves::<S>(rest, outputs) {
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
fn shallow_input<T: Scalar, S: Simd<T>>(
    s: S,
    inputs: usize,
    outputs: usize,
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let mut place = MaybeUninit::<Line<[[T; BLOCK]; 1]>>::uninit();
    let mut a = weights;
    if outputs > 1 {
        let [block] = uncleared(&mut place);
        transpose(s, [outputs, inputs], weights, outputs, block, inputs);
        a = &block[..outputs * inputs];
    }
    SmallDepth { rows: inputs, a, b: dz, start: None, c: dx }.run(s);
}
