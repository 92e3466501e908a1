//! ∂X = Wᵀ ∂Z for many samples: W is turned block by block on the stack, and the blocks go through the usual tiles.

use super::gemm::{Gemm, Start};
use super::simd::Simd;
use crate::Scalar;

/// Elements of a block: as a block starts as zeros, a small layer gets a small one.
const SMALL: usize = 512;
const LARGE: usize = 1536;

/// The first `count` rows of ∂X (inputs × batch) = Wᵀ ∂Z, with W (outputs × inputs) and ∂Z (outputs × batch).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn transposed<T: Scalar, S: Simd<T>>(
    s: S,
    count: usize,
    inputs: usize,
    outputs: usize,
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let width = 2 * S::LANES;
    let mut small;
    let mut large;
    let block: &mut [T] = if width * outputs <= SMALL {
        small = [T::ZERO; SMALL];
        &mut small
    } else {
        large = [T::ZERO; LARGE];
        &mut large
    };
    let depth = block.len() / width;
    let batch = dz.len() / outputs;
    for input in (0..count).step_by(width) {
        let rows = width.min(count - input);
        let columns = &weights[input * outputs..][..rows * outputs];
        for output in (0..outputs).step_by(depth) {
            let depth = depth.min(outputs - output);
            for (i, columns) in columns.chunks(4 * outputs).enumerate() {
                turn(&columns[output..], outputs, depth, &mut block[4 * i..], width);
            }
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
            gemm.run::<S, false>(s);
        }
    }
}

/// Turns up to four columns of W, `stride` apart, into as many columns of the rows of a block.
#[inline(always)]
pub(super) fn turn<T: Scalar>(columns: &[T], stride: usize, depth: usize, block: &mut [T], width: usize) {
    let mut row = 0;
    if columns.len() > 3 * stride {
        let (a, rest) = columns.split_at(stride);
        let (b, rest) = rest.split_at(stride);
        let (c, d) = rest.split_at(stride);
        let fours = a[..depth].as_chunks::<4>().0.iter().zip(b[..depth].as_chunks::<4>().0);
        let fours = fours.zip(c[..depth].as_chunks::<4>().0.iter().zip(d[..depth].as_chunks::<4>().0));
        for (((a, b), (c, d)), rows) in fours.zip(block.chunks_mut(4 * width)) {
            for k in 0..4 {
                rows[k * width..][..4].copy_from_slice(&[a[k], b[k], c[k], d[k]]);
            }
        }
        row = depth / 4 * 4;
    }
    for (i, column) in columns.chunks(stride).enumerate() {
        for k in row..depth {
            block[k * width + i] = column[k];
        }
    }
}
