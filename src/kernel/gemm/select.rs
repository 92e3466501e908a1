//! Which way computes a product: all thresholds, and the functions that choose.
//!
//! Where there is no choice of instructions (`Level::CHOICE`), everything is the plain loops of `unrolled` and `plain`. Elsewhere,
//! the first row that fits:
//!
//! | z = W x + b | way | file |
//! |---|---|---|
//! | a network of [`ONE_KERNEL`] to [`UNROLLED`] multiplications | all of it in one kernel, unrolled; where it fuses, sums in several chains | `unrolled` |
//! | one sample, up to [`OWN_KERNEL`] multiplications, and more than [`UNROLLED`] or from [`LONG_INPUT`] inputs on | matrix × vector for these very sizes, the function included, by AVX2 and AVX-512; else as below | `gemv_epilogue` |
//! | up to [`UNROLLED`] multiplications | straight lines where it is called | `unrolled` |
//! | one sample | matrix × vector; two, four or eight outputs: several columns in a vector | `gemv`, `gemv_few_rows` |
//! | one output | a dot product for each sample | `gemv` |
//! | up to [`SMALL_DEPTH`] inputs | all of W in registers | `small_depth` |
//! | else | register tiles; 1, 4, 8 or 16 inputs: the last vector of outputs from weights in registers; outputs that fill no vector: a masked vector, or `few_rows_serve` | `blocks`, `microkernel`, `stationary`, `few_rows` |
//!
//! | ∂W += ∂z xᵀ | way | file |
//! |---|---|---|
//! | up to [`UNROLLED`] multiplications | straight lines | `unrolled` |
//! | one output or one input | matrix × vector | `gemv` |
//! | else | register tiles with the samples as depth, [`K_BLOCK`] at a time; few outputs that fill no vector: transposed | `blocks`, `k_blocks`, `batch` |
//!
//! | ∂x = Wᵀ ∂z | way | file |
//! |---|---|---|
//! | up to [`UNROLLED`] multiplications, a quarter from [`LONG_OUTPUT`] outputs on | straight lines | `unrolled` |
//! | one input | a dot product for each sample | `gemv` |
//! | up to [`SMALL_DEPTH`] outputs and [`TRANSPOSED`] weights | W transposed at once, all of it in registers | `transpose`, `small_depth` |
//! | up to [`FEW_SAMPLES`] samples | dot products with the columns of W, sample by sample | `gemv` |
//! | [`LONG_COLUMNS`] outputs or more for each sample | dot products | `dot` |
//! | else | W transposed block by block, register tiles; inputs that fill no vector: `few_rows_serve`, or dot products | `pack`, `blocks`, `few_rows`, `dot` |
//!
//! How many sums a tile holds, the number of registers says: these numbers stand with the tiles. `tests/kernel/borders.rs` computes
//! what lies one below, at and one above each threshold, at every level.

use super::batch;
use super::blocks::Start;
use super::gemv::{gemv, gemv_transposed};
use super::small_depth::SmallDepth;
use crate::Scalar;
use crate::kernel::Level;
use crate::kernel::isa::{MOST, Simd};

/// From this many multiplications on a network is one kernel; below, not even one choice of instructions pays.
pub const ONE_KERNEL: usize = 16;
/// Up to this many multiplications a product is unrolled where it is called: a choice of instructions and loops over
/// run-time sizes would take longer than the product.
pub const UNROLLED: usize = 512;
/// From this many inputs on one sample is not for that: where the order of a sum counts, each multiplication waits for the last.
pub const LONG_INPUT: usize = 32;
/// From this many outputs on ∂x is unrolled up to a quarter only: in their one order, the compiler cannot vectorize long sums.
pub const LONG_OUTPUT: usize = 16;
/// Up to this many multiplications one sample has a kernel of its own for each layer's sizes, which costs a program 70 ms of
/// compile time; from there on it would save a few percent.
pub const OWN_KERNEL: usize = 1 << 12;
/// From this many inputs on a sum that fuses has several chains, as a chain waits for its last sum.
pub const CHAINS: usize = 8;
/// The largest depth of which all columns stay in registers.
pub const SMALL_DEPTH: usize = 3;
/// Up to this batch ∂x is cheaper as dot products with the columns of W than with a transposition of it.
pub const FEW_SAMPLES: usize = 3;
/// The same where the columns are so many times longer than there are samples.
pub const LONG_COLUMNS: usize = 10;
/// The most numbers that are transposed on the stack at once.
pub const TRANSPOSED: usize = 1536;
/// Numbers of a block of Wᵀ, of two vectors of rows; and of four.
pub(super) const PACKED: usize = 1536;
pub(super) const WIDE_PACKED: usize = K_BLOCK * 4 * MOST;
/// Numbers of a few rows, as vectors read them.
pub const FEW_ROWS: usize = 2048;
/// So many steps of the depth at a time: of A they take 16 KB, which stay in the nearest cache beside B's columns.
pub const K_BLOCK: usize = 64;
/// From this depth on a last vector of rows takes sixteen columns at once: more sums under way pay for taking them up.
pub const DEEP: usize = 32;
/// From this depth on the next columns are brought near while these are read.
pub const PREFETCH_DEPTH: usize = 128;
/// With so many registers tiles are larger.
pub(super) const MANY_REGISTERS: usize = 32;

/// Whether a network of so many multiplications is one kernel: all its products are unrolled, and one choice of instructions
/// for all of them pays.
pub(crate) const fn fits_one_kernel(multiplications: usize) -> bool {
    Level::CHOICE && multiplications >= ONE_KERNEL && multiplications <= UNROLLED
}

/// How many numbers the unrolled products keep on the stack for one sample: an input and an output.
pub(crate) const fn affine_locals(inputs: usize, outputs: usize) -> usize {
    if is_unrolled(inputs, outputs, 1) { inputs + outputs } else { 0 }
}

/// Whether straight lines compute z = W x + b and ∂W.
pub(super) const fn is_unrolled(inputs: usize, outputs: usize, batch: usize) -> bool {
    inputs * outputs * batch <= UNROLLED
}

/// Whether straight lines compute ∂x.
pub(super) const fn input_is_unrolled(inputs: usize, outputs: usize, batch: usize) -> bool {
    let most = if outputs < LONG_OUTPUT { UNROLLED } else { UNROLLED / 4 };
    inputs * outputs * batch <= most
}

/// Whether `batch` samples go through a kernel for one sample and these sizes.
pub(super) const fn has_own_kernel(inputs: usize, outputs: usize, batch: usize) -> bool {
    let work = inputs * outputs;
    Level::CHOICE && batch == 1 && work <= OWN_KERNEL && (work > UNROLLED || inputs >= LONG_INPUT)
}

/// Z = W X + b
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine<T: Scalar, S: Simd<T>>(
    s: S,
    [inputs, outputs]: [usize; 2],
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    if z.len() == outputs {
        return gemv(s, weights, Start::Bias(bias), x, z);
    }
    if outputs == 1 {
        gemv_transposed(s, x, weights, z);
        if let Some(&[bias]) = bias {
            z.iter_mut().for_each(|z| *z += bias);
        }
        return;
    }
    if inputs <= SMALL_DEPTH {
        return SmallDepth { rows: outputs, a: weights, b: x, start: bias, c: z }.run(s);
    }
    let mut full = rows_in_full_vectors::<T, S>(outputs, inputs, 6);
    if !few_rows_serve::<T, S>(outputs - full, inputs) {
        full = outputs;
    }
    batch::affine(s, full, [inputs, outputs], weights, bias, x, z);
}

/// ∂W += ∂Z Xᵀ
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_weights<T: Scalar, S: Simd<T>>(
    s: S,
    [inputs, outputs]: [usize; 2],
    dz: &[T],
    x: &[T],
    gradient: &mut [T],
) {
    if outputs == 1 {
        return gemv(s, x, Start::C, dz, gradient);
    }
    if inputs == 1 {
        return gemv(s, dz, Start::C, x, gradient);
    }
    // the rest is added number by number, which costs less than idle lanes only up to here
    let most = match outputs {
        _ if outputs > S::LANES => 1,
        _ if inputs < 4 * S::LANES => 4,
        _ => 5,
    };
    let mut full = rows_in_full_vectors::<T, S>(outputs, dz.len() / outputs, most);
    if (outputs - full) * inputs > TRANSPOSED {
        full = outputs;
    }
    batch::affine_weights(s, full, [inputs, outputs], dz, x, gradient);
}

/// ∂X = Wᵀ ∂Z
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn affine_input<T: Scalar, S: Simd<T>>(
    s: S,
    [inputs, outputs]: [usize; 2],
    weights: &[T],
    dz: &[T],
    dx: &mut [T],
) {
    let samples = dz.len() / outputs;
    if inputs == 1 {
        return gemv_transposed(s, dz, weights, dx);
    }
    if outputs <= SMALL_DEPTH && outputs * inputs <= TRANSPOSED {
        return batch::small_depth_input(s, [inputs, outputs], weights, dz, dx);
    }
    if samples <= FEW_SAMPLES {
        for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
            gemv_transposed(s, weights, dz, dx);
        }
        return;
    }
    let long = outputs >= LONG_COLUMNS * samples;
    let full = if long { 0 } else { rows_in_full_vectors::<T, S>(inputs, outputs, 6) };
    let few = !long && few_rows_serve::<T, S>(inputs - full, outputs);
    batch::affine_input(s, (full, few), [inputs, outputs], weights, dz, dx);
}

/// How many of `rows` go in full vectors, where the rest, up to `most` of a vector's eighths and along vectors of `depth`, is
/// cheaper in another way.
#[inline(always)]
fn rows_in_full_vectors<T, S: Simd<T>>(rows: usize, depth: usize, most: usize) -> usize {
    let rest = rows % S::LANES;
    let vectors = if 2 * rest < S::LANES { 1 } else { 2 };
    if rest * 8 <= S::LANES * most && depth >= vectors * S::LANES { rows - rest } else { rows }
}

/// Whether vectors are shared by so many rows of this depth: hardly a lane idles, and there is room to bring them in order.
#[inline(always)]
fn few_rows_serve<T, S: Simd<T>>(rows: usize, depth: usize) -> bool {
    let rows_served = match S::LANES {
        16 => matches!(rows, 1..=8 | 10 | 12),
        8 => matches!(rows, 1..=4 | 6),
        _ => rows < S::LANES,
    };
    rows_served && (depth + S::LANES) * (rows + 3) <= FEW_ROWS
}

/// Whether columns of so many rows fill a vector, of W as it lies in memory. Narrower vectors take their lanes in another order
/// through memory only.
#[inline(always)]
pub(super) fn columns_share_a_vector<T, S: Simd<T>>(rows: usize, inputs: usize) -> bool {
    S::LANES >= 8 && matches!(rows, 2 | 4 | 8) && rows < S::LANES && inputs >= S::LANES
}

/// Whether columns of A stay in registers for rows of a vector, or of less: where all are held at once, or half of sixteen; what
/// is left of a vector cannot be read before it was written.
#[inline(always)]
pub(super) fn is_stationary<T, S: Simd<T>>(rows: usize, depth: usize) -> bool {
    let full = rows.is_multiple_of(S::LANES);
    matches!(depth, 1 | 4 | 8) || depth == 16 && (S::REGISTERS >= MANY_REGISTERS || full)
}

/// Whether columns so far apart share a few sets of the cache, and drive one another out.
#[inline(always)]
pub(super) fn share_cache_sets<T>(stride: usize) -> bool {
    (stride * size_of::<T>()).is_multiple_of(1024)
}
