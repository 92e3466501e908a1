//! A matrix and a vector: z = start + W x as a sum of columns, ∂x = Wᵀ ∂z as a dot product with each column.
#![allow(clippy::needless_range_loop)]

use super::blocks::Start;
use super::gemv_few_rows::gemv_few_rows;
use super::microkernel::load;
use super::select::columns_share_a_vector;
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::kernel::isa::reduce::reduce;

/// z = start + W x
#[inline(always)]
pub(super) fn gemv<T: Scalar, S: Simd<T>>(s: S, weights: &[T], start: Start<T>, x: &[T], z: &mut [T]) {
    let (rows, lanes) = (z.len(), S::LANES);
    if let (Start::Bias(bias), true) = (start, columns_share_a_vector::<T, S>(rows, x.len())) {
        return gemv_few_rows(s, weights, bias, x, z);
    }
    let mut row = 0;
    // the fewer vectors a panel has, the more columns it takes at once, so that eight sums are always under way
    while row + 8 * lanes <= rows {
        panel::<T, S, false, 8, 1>(s, weights, start, x, z, row);
        row += 8 * lanes;
    }
    if row + 4 * lanes <= rows {
        panel::<T, S, false, 4, 2>(s, weights, start, x, z, row);
        row += 4 * lanes;
    }
    if row + 2 * lanes <= rows {
        panel::<T, S, false, 2, 4>(s, weights, start, x, z, row);
        row += 2 * lanes;
    }
    let row = single(s, weights, start, x, z, row);
    // what is left in narrower vectors: part of a wide one, once stored, cannot be read before all stores are done
    let row = single(s.half(), weights, start, x, z, row);
    let row = single(s.half().half(), weights, start, x, z, row);
    if row < rows {
        panel::<T, _, true, 1, 8>(s.half().half(), weights, start, x, z, row);
    }
}

/// One vector of rows from `row`, if there are as many; returns the next row.
#[inline(always)]
fn single<T: Scalar, S: Simd<T>>(
    s: S,
    weights: &[T],
    start: Start<T>,
    x: &[T],
    z: &mut [T],
    row: usize,
) -> usize {
    if row + S::LANES > z.len() {
        return row;
    }
    panel::<T, S, false, 1, 8>(s, weights, start, x, z, row);
    row + S::LANES
}

/// V vectors of rows, U columns at once.
#[cfg_attr(not(debug_assertions), inline(always))]
fn panel<T: Scalar, S: Simd<T>, const PART: bool, const V: usize, const U: usize>(
    s: S,
    weights: &[T],
    start: Start<T>,
    x: &[T],
    z: &mut [T],
    row: usize,
) {
    let rows = z.len();
    let width = if PART { rows - row } else { V * S::LANES };
    let mut sum = [[s.splat(T::ZERO); V]; U];
    match start {
        Start::Bias(None) | Start::Columns(None) => {}
        Start::Columns(Some(start)) => sum[0] = [s.splat(start[0]); V],
        Start::Bias(Some(bias)) => sum[0] = load::<T, S, PART, V>(s, &bias[row..][..width]),
        Start::C => sum[0] = load::<T, S, PART, V>(s, &z[row..][..width]),
    }
    let groups = x.chunks_exact(U);
    let rest = groups.remainder();
    let (grouped, tail) = weights.split_at(rows * (x.len() - rest.len()));
    for (x, columns) in groups.zip(grouped.chunks_exact(U * rows)) {
        // unrolled, as some processors' models ask for, each load would jump too far for a prefetcher to follow
        if U == 1 {
            s.rolled();
        }
        for u in 0..U {
            let w = load::<T, S, PART, V>(s, &columns[u * rows + row..][..width]);
            let x = s.splat(x[u]);
            for v in 0..V {
                sum[u][v] = s.mul_add(w[v], x, sum[u][v]);
            }
        }
    }
    for (x, column) in rest.iter().zip(tail.chunks_exact(rows)) {
        let w = load::<T, S, PART, V>(s, &column[row..][..width]);
        let x = s.splat(*x);
        for v in 0..V {
            sum[0][v] = s.mul_add(w[v], x, sum[0][v]);
        }
    }
    let z = &mut z[row..][..width];
    for v in 0..V {
        let mut total = sum[0][v];
        for u in 1..U {
            total = s.add(total, sum[u][v]);
        }
        if PART {
            s.store_part(total, z);
        } else {
            s.store(total, &mut z[v * S::LANES..]);
        }
    }
}

/// ∂x = Wᵀ ∂z
#[inline(always)]
pub(super) fn gemv_transposed<T: Scalar, S: Simd<T>>(s: S, weights: &[T], dz: &[T], dx: &mut [T]) {
    let rows = dz.len();
    let mut dx = dx.chunks_exact_mut(8);
    let mut columns = weights.chunks_exact(8 * rows);
    for (dx, columns) in (&mut dx).zip(&mut columns) {
        dot_columns::<T, S, 8>(s, columns, dz, dx);
    }
    for (dx, column) in dx.into_remainder().chunks_exact_mut(1).zip(columns.remainder().chunks_exact(rows)) {
        dot_columns::<T, S, 1>(s, column, dz, dx);
    }
}

/// The dot products of ∂z with N columns.
#[cfg_attr(not(debug_assertions), inline(always))]
fn dot_columns<T: Scalar, S: Simd<T>, const N: usize>(s: S, columns: &[T], dz: &[T], dx: &mut [T]) {
    let mut sum = [s.splat(T::ZERO); N];
    let mut column: [&[T]; N] = [&[]; N];
    for j in 0..N {
        column[j] = &columns[j * dz.len()..][..dz.len()];
    }
    let mut row = 0;
    while row + S::LANES <= dz.len() {
        let d = s.load(&dz[row..]);
        for j in 0..N {
            sum[j] = s.mul_add(s.load(&column[j][row..]), d, sum[j]);
        }
        row += S::LANES;
    }
    if row < dz.len() {
        let d = s.load_part(&dz[row..]);
        for j in 0..N {
            sum[j] = s.mul_add(s.load_part(&column[j][row..]), d, sum[j]);
        }
    }
    if N > 1 {
        let sums = reduce(s, sum, N, S::LANES);
        for (v, dx) in dx.chunks_mut(S::LANES).enumerate() {
            if dx.len() < S::LANES { s.store_part(sums[v], dx) } else { s.store(sums[v], dx) }
        }
        return;
    }
    dx[0] = s.sum(sum[0]);
}
