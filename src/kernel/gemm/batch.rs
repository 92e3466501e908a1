//! The products of a batch: vectors along outputs as far as whole ones go, and what rows are left in another way, in which no
//! lane idles.

use core::mem::MaybeUninit;

use super::blocks::{Gemm, Shared, Start};
use super::dot::Dots;
use super::few_rows::{Divided, Few};
use super::gemv::gemv_transposed;
use super::pack::transposed;
use super::small_depth::Shallow;
use super::transpose::turned;
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::memory::{Line, uncleared};

/// Elements of what is turned around on the stack.
const BLOCK: usize = 1536;
/// The largest depth of a [`Shallow`] product.
const SHALLOW: usize = 3;
/// Up to this batch ∂X is cheaper as dot products with the columns of W than with a transposition of it.
const FEW: usize = 3;
/// The same where the columns are so many times longer than there are samples.
const LONG: usize = 10;

/// How many of `rows` go in whole vectors, where the rest, up to `most` of a vector's eighths and along vectors of `depth`, is
/// cheaper in another way.
#[inline(always)]
fn whole<T, S: Simd<T>>(rows: usize, depth: usize, most: usize) -> usize {
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
        return Shallow { rows: outputs, a: weights, b: x, start: bias, c: z }.run(s);
    }
    let columns = z.len() / outputs;
    let mut whole = whole::<T, S>(outputs, inputs, 6);
    if !Divided::<T>::serves::<S>(outputs - whole, inputs) {
        whole = outputs;
    }
    if whole > 0 {
        s.call(Shared::<T, false>(Gemm {
            rows: whole,
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
    if whole < outputs {
        s.call(Divided {
            rows: outputs - whole,
            columns,
            depth: inputs,
            a: Few::Columns(&weights[whole..], outputs),
            b: x,
            start: bias.map(|bias| &bias[whole..]),
            c: &mut z[whole..],
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
    let mut whole = whole::<T, S>(outputs, depth, most);
    if (outputs - whole) * inputs > BLOCK {
        whole = outputs;
    }
    if whole > 0 {
        Gemm {
            rows: whole,
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
    if whole < outputs {
        // the other way around, along inputs, and turned when it is added
        let rows = outputs - whole;
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
            b_first: whole,
            start: Start::Bias(None),
            c: &mut *block,
            c_stride: inputs,
        }));
        for (k, row) in block.chunks_exact(inputs).take(rows).enumerate() {
            for (column, sum) in gradient.chunks_exact_mut(outputs).zip(row) {
                column[whole + k] += *sum;
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
    let whole = if long { 0 } else { whole::<T, S>(inputs, outputs, 6) };
    let rest = inputs - whole;
    if whole > 0 {
        transposed(s, whole, inputs, outputs, weights, dz, dx);
    }
    if rest == 0 {
        return;
    }
    let (weights, dx) = (&weights[whole * outputs..], &mut dx[whole..]);
    if !long && Divided::<T>::serves::<S>(rest, outputs) {
        s.call(Divided {
            rows: rest,
            columns,
            depth: outputs,
            a: Few::Rows(weights, outputs),
            b: dz,
            start: None,
            c: dx,
            c_stride: inputs,
        });
    } else {
        Dots {
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

/// The same of few outputs, with W turned as a whole.
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
        turned(s, [outputs, inputs], weights, outputs, block, inputs);
        a = &block[..outputs * inputs];
    }
    Shallow { rows: inputs, a, b: dz, start: None, c: dx }.run(s);
}
