//! ∂X = Wᵀ ∂Z for many samples: W is turned block by block on the stack, and the blocks go through the usual tiles.

use super::gemm::{Gemm, Start};
use super::simd::Simd;
use crate::Scalar;

/// Elements of a block: 8 KiB of f32, 16 KiB of f64.
const BLOCK: usize = 2048;

/// ∂X (inputs × batch) = Wᵀ ∂Z, with W (outputs × inputs) and ∂Z (outputs × batch).
#[inline(always)]
pub(super) fn transposed<T: Scalar, S: Simd<T>>(
    s: S,
    inputs: usize,
    outputs: usize,
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let mut block = [T::ZERO; BLOCK];
    let width = 2 * S::LANES;
    let depth = BLOCK / width;
    let batch = dz.len() / outputs;
    for input in (0..inputs).step_by(width) {
        let rows = width.min(inputs - input);
        let columns = &weights[input * outputs..][..rows * outputs];
        for output in (0..outputs).step_by(depth) {
            let depth = depth.min(outputs - output);
            for (i, column) in columns.chunks_exact(outputs).enumerate() {
                for (row, &w) in block.chunks_exact_mut(width).zip(&column[output..][..depth]) {
                    row[i] = w;
                }
            }
            let start = if output == 0 { Start::Bias(None) } else { Start::C };
            let gemm = Gemm {
                rows,
                depth,
                columns: batch,
                a: &block,
                a_stride: width,
                b: &dz[output..],
                b_stride: outputs,
                start,
                c: &mut dx[input..],
                c_stride: inputs,
            };
            gemm.run::<S, false>(s);
        }
    }
}
