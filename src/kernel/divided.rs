//! C = start + A B for a few rows: the lanes of a vector are divided among the rows, and each row takes as many steps down the
//! depth at once as it has lanes.
#![allow(clippy::needless_range_loop)]

use core::mem::MaybeUninit;

use super::dots::Dots;
use super::few::{Few, closed_up};
use super::scratch::{Line, uncleared};
use super::simd::{MOST, Part, Simd};
use crate::Scalar;

/// Columns of B on their way together, one sum each.
const COLUMNS: usize = 8;
/// Elements of A as vectors read it.
const BLOCK: usize = 2048;

/// One product; a stride is the distance from a column to the next.
pub(super) struct Divided<'a, T> {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) depth: usize,
    pub(super) a: Few<'a, T>,
    pub(super) b: &'a [T],
    /// What the sums start from, for each row.
    pub(super) start: Option<&'a [T]>,
    pub(super) c: &'a mut [T],
    pub(super) c_stride: usize,
}

impl<T: Scalar> Divided<'_, T> {
    /// Whether there is room to bring so many rows of this depth in order.
    #[inline(always)]
    pub(super) fn serves<S: Simd<T>>(rows: usize, depth: usize) -> bool {
        (depth + MOST) * rows.next_power_of_two().min(S::LANES / 2) <= BLOCK
    }

    /// Computes the product.
    #[inline(always)]
    pub(super) fn run<S: Simd<T>>(self, s: S) {
        let Divided { rows, columns, depth, a, b, start, c, c_stride } = self;
        let mut row = 0;
        while row < rows {
            let (a, start, c) = (a.from(row), start.map(|start| &start[row..]), &mut c[row..]);
            let rows = (rows - row).min(S::LANES / 2);
            s.call(Divided { rows, columns, depth, a, b, start, c, c_stride });
            row += rows;
        }
    }

    /// The product by dot products, where there is but one row.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn single<S: Simd<T>>(self, s: S) {
        let mut place = MaybeUninit::<Line<[[T; BLOCK]; 1]>>::uninit();
        let [block] = uncleared(&mut place);
        Dots {
            rows: 1,
            columns: self.columns,
            depth: self.depth,
            a: self.a.first(self.depth, block),
            a_stride: self.depth,
            b: self.b,
            b_stride: self.depth,
            b_offsets: None,
            start: self.start,
            added: false,
            c: self.c,
            c_stride: self.c_stride,
        }
        .run(s);
    }

    /// The product, where a row has D lanes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn by<S: Simd<T>, const D: usize>(mut self, s: S) {
        let most = S::LANES / D;
        let mut place = MaybeUninit::<Line<[[T; BLOCK]; 1]>>::uninit();
        let [a] = uncleared(&mut place);
        self.a.divide::<S, D>(s, self.rows, self.depth, a);
        // a column of C has as many lanes as there may be rows; here it loses what is too much
        let order = closed_up(D, self.rows, most);
        let mut starts = [T::ZERO; MOST];
        if let Some(start) = self.start {
            for column in starts.chunks_exact_mut(most) {
                for (lane, start) in column.iter_mut().zip(&start[..self.rows]) {
                    *lane = *start;
                }
            }
        }
        let start = s.load(&starts);
        for first in (0..self.columns).step_by(COLUMNS) {
            let mut sums = self.sums::<S, D>(s, a, first);
            // each round leaves half of the vectors, of twice as many columns
            fold::<T, S, 4>(s, &mut sums);
            if D >= 4 {
                fold::<T, S, 2>(s, &mut sums);
            }
            if D >= 8 {
                fold::<T, S, 1>(s, &mut sums);
            }
            for j in 0..COLUMNS / D {
                self.store::<S, D>(s, s.add(sums[j], start), &order, first + j * D);
            }
        }
    }

    /// The sums of the columns from `first`, each over D lanes for each row.
    #[inline(always)]
    fn sums<S: Simd<T>, const D: usize>(&self, s: S, a: &[T], first_column: usize) -> [S::Vector; COLUMNS] {
        let steps = self.depth / D;
        let mut sums = [s.splat(T::ZERO); COLUMNS];
        let mut b: [&[T]; COLUMNS] = [&[]; COLUMNS];
        let mut whole: [&[[T; D]]; COLUMNS] = [&[]; COLUMNS];
        let (mut columns, mut column) = (self.b.chunks_exact(self.depth).skip(first_column), self.b);
        for j in 0..COLUMNS {
            // what is too much repeats the last, and is not stored
            column = columns.next().unwrap_or(column);
            b[j] = s.placed(&column[..self.depth]);
            whole[j] = &b[j].as_chunks::<D>().0[..steps];
        }
        for (k, a) in (0..steps).zip(a.chunks_exact(S::LANES)) {
            let a = s.load(a);
            for j in 0..COLUMNS {
                sums[j] = s.mul_add(a, s.spread(&whole[j][k]), sums[j]);
            }
        }
        if steps * D < self.depth {
            let a = s.load(&a[steps * S::LANES..]);
            let again: [u32; MOST] = core::array::from_fn(|lane| (lane % D) as u32);
            for j in 0..COLUMNS {
                let b = s.permuted(s.load_part(&b[j][steps * D..]), &again);
                sums[j] = s.mul_add(a, b, sums[j]);
            }
        }
        sums
    }

    /// The D columns from `first`.
    #[inline(always)]
    fn store<S: Simd<T>, const D: usize>(
        &mut self,
        s: S,
        sums: S::Vector,
        order: &[u32; MOST],
        first: usize,
    ) {
        if first >= self.columns {
            return;
        }
        let (rows, stride, columns) = (self.rows, self.c_stride, D.min(self.columns - first));
        let c = &mut self.c[first * stride..];
        if stride == rows {
            let (sums, c) = (s.permuted(sums, order), &mut c[..(self.columns - first) * rows]);
            // what is too much is written over by the next
            return if c.len() < S::LANES { s.store_part(sums, c) } else { s.store(sums, c) };
        }
        let mut totals = [T::ZERO; MOST];
        s.store(sums, &mut totals);
        match S::LANES / D {
            8 => rows_to::<T, 8>(c, stride, rows, &totals, columns),
            4 => rows_to::<T, 4>(c, stride, rows, &totals, columns),
            _ => rows_to::<T, 2>(c, stride, rows, &totals, columns),
        }
    }
}

/// Columns of C that are not one behind another, out of columns of R lanes.
#[inline(always)]
fn rows_to<T: Scalar, const R: usize>(c: &mut [T], stride: usize, rows: usize, totals: &[T], columns: usize) {
    for (c, totals) in c.chunks_mut(stride).zip(totals.as_chunks::<R>().0).take(columns) {
        match c.first_chunk_mut::<R>() {
            Some(c) if rows == R => *c = *totals,
            _ => c.iter_mut().zip(totals).take(rows).for_each(|(c, total)| *c = *total),
        }
    }
}

/// The first N vectors become the sums of neighbors, in two vectors each.
#[inline(always)]
fn fold<T, S: Simd<T>, const N: usize>(s: S, v: &mut [S::Vector; COLUMNS]) {
    for j in 0..N {
        let [even, odd] = s.unzip(v[2 * j], v[2 * j + 1]);
        v[j] = s.add(even, odd);
    }
}

impl<T: Scalar> Part<T> for Divided<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        match S::LANES / self.rows.next_power_of_two() {
            _ if self.rows == 1 => self.single(s),
            2 => self.by::<S, 2>(s),
            4 => self.by::<S, 4>(s),
            _ => self.by::<S, 8>(s),
        }
    }
}
