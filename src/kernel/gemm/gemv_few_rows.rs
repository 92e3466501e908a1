//! A matrix of so few rows that several of its columns fill a vector, times a vector: z = b + W x.
#![allow(clippy::needless_range_loop)]

use crate::Scalar;
use crate::kernel::isa::{MOST, Simd};

/// z = b + W x, where [`columns_share_a_vector`](super::select::columns_share_a_vector).
#[inline(always)]
pub(super) fn gemv_few_rows<T: Scalar, S: Simd<T>>(
    s: S,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    match z.len() {
        2 => rows::<T, S, 2>(s, weights, bias, x, z),
        4 => rows::<T, S, 4>(s, weights, bias, x, z),
        _ => rows::<T, S, 8>(s, weights, bias, x, z),
    }
}

/// Of a vector of inputs, which one each lane of the vectors of weights takes: R vectors of `lanes` weights.
const fn orders<const R: usize>(lanes: usize) -> [[u32; MOST]; R] {
    let (mut orders, mut lane) = ([[0; MOST]; R], 0);
    while lane < R * lanes {
        orders[lane / lanes][lane % lanes] = (lane / R) as u32;
        lane += 1;
    }
    orders
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn rows<T: Scalar, S: Simd<T>, const R: usize>(
    s: S,
    weights: &[T],
    bias: Option<&[T]>,
    x: &[T],
    z: &mut [T],
) {
    let orders = const { &orders::<R>(S::LANES) };
    let mut sums = [s.splat(T::ZERO); 4];
    let (full, rest) = x.split_at(x.len() - x.len() % S::LANES);
    let (full_weights, rest_weights) = weights.split_at(R * full.len());
    for (x, w) in full.chunks_exact(S::LANES).zip(full_weights.chunks_exact(R * S::LANES)) {
        let x = s.load(x);
        for k in 0..R {
            sums[k % 4] = s.mul_add(s.load(&w[k * S::LANES..]), s.permute(x, &orders[k]), sums[k % 4]);
        }
    }
    let x = s.load_part(rest);
    for (k, w) in rest_weights.chunks(S::LANES).enumerate() {
        sums[k % 4] = s.mul_add(s.load_part(w), s.permute(x, &orders[k]), sums[k % 4]);
    }
    let mut lanes = [T::ZERO; MOST];
    s.store(s.add(s.add(sums[0], sums[1]), s.add(sums[2], sums[3])), &mut lanes);
    for (row, z) in z.iter_mut().enumerate() {
        let mut sum = bias.map_or(T::ZERO, |bias| bias[row]);
        for lane in (row..S::LANES).step_by(R) {
            sum += lanes[lane];
        }
        *z = sum;
    }
}
