//! Pools: the largest number, or the mean, of what each window shows of a plane. What lies beyond the image does not count.

use crate::Scalar;
use crate::kernel::{Level, Work, launch};
use crate::window::Geometry;

/// A pool, forward or back; planes after planes, of any number of channels and samples.
#[doc(hidden)]
pub enum Pool<'a, T> {
    /// z = the largest of each window; NaN where there is one.
    Max { x: &'a [T], z: &'a mut [T] },
    /// ∂x = ∂z where the largest came from, the first of equals.
    MaxBack { x: &'a [T], dz: &'a [T], dx: &'a mut [T] },
    /// z = the mean of each window.
    Mean { x: &'a [T], z: &'a mut [T] },
    /// ∂x = ∂z shared evenly among the window.
    MeanBack { dz: &'a [T], dx: &'a mut [T] },
}

struct Run<'a, T>(&'a Geometry, Pool<'a, T>);

/// Computes it. Compiled once for a scalar where code may be large, and for each layer where sizes are to be constants.
#[doc(hidden)]
#[cfg_attr(target_pointer_width = "64", inline(never))]
#[cfg_attr(not(target_pointer_width = "64"), inline)]
pub fn pool<T: Scalar>(geometry: &Geometry, pool: Pool<'_, T>) {
    let work = Run(geometry, pool);
    if Level::CHOICE { launch(usize::MAX, work) } else { work.run() }
}

impl<T: Scalar> Work for Run<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Run(g, pool) = self;
        if g.x_plane() == 0 || g.z_plane() == 0 {
            return;
        }
        // the pool that nearly all networks have; `halved` reads full windows, so none may reach beyond the image, behind it either
        let halves = [g.size, g.stride].map(|[a, b]| a == 2 && b == 2) == [true; 2] && !g.is_padded();
        match pool {
            Pool::Max { x, z } => {
                for (x, z) in x.chunks_exact(g.x_plane()).zip(z.chunks_exact_mut(g.z_plane())) {
                    if halves { halved(g, x, z) } else { largest(g, x, z) }
                }
            }
            Pool::MaxBack { x, dz, dx } => {
                let planes = x.chunks_exact(g.x_plane()).zip(dz.chunks_exact(g.z_plane()));
                for ((x, dz), dx) in planes.zip(dx.chunks_exact_mut(g.x_plane())) {
                    dx.fill(T::ZERO);
                    if halves { halved_back(g, x, dz, dx) } else { largest_back(g, x, dz, dx) }
                }
            }
            Pool::Mean { x, z } => {
                for (x, z) in x.chunks_exact(g.x_plane()).zip(z.chunks_exact_mut(g.z_plane())) {
                    means(g, x, z);
                }
            }
            Pool::MeanBack { dz, dx } => {
                for (dz, dx) in dz.chunks_exact(g.z_plane()).zip(dx.chunks_exact_mut(g.x_plane())) {
                    dx.fill(T::ZERO);
                    means_back(g, dz, dx);
                }
            }
        }
    }
}

/// Whether `x` is to be taken rather than `best`, which came before it.
#[inline(always)]
fn beats<T: Scalar>(x: T, best: T) -> bool {
    // no short cut, so that lanes can do it
    (x > best) | (x.is_nan() & !best.is_nan())
}

#[inline(always)]
fn larger<T: Scalar>(best: T, x: T) -> T {
    if beats(x, best) { x } else { best }
}

#[inline(always)]
fn halved<T: Scalar>(g: &Geometry, x: &[T], z: &mut [T]) {
    for (rows, z) in x.chunks_exact(2 * g.x[1]).zip(z.chunks_exact_mut(g.z[1])) {
        let (a, b) = rows.split_at(rows.len() / 2);
        for ((z, a), b) in z.iter_mut().zip(a.as_chunks::<2>().0).zip(b.as_chunks::<2>().0) {
            *z = larger(larger(larger(a[0], a[1]), b[0]), b[1]);
        }
    }
}

#[inline(always)]
fn halved_back<T: Scalar>(g: &Geometry, x: &[T], dz: &[T], dx: &mut [T]) {
    let width = g.x[1];
    let rows = x.chunks_exact(2 * width).zip(dx.chunks_exact_mut(2 * width));
    for ((x, dx), dz) in rows.zip(dz.chunks_exact(g.z[1])) {
        let (a, b) = x.split_at(width);
        let windows = a.as_chunks::<2>().0.iter().zip(b.as_chunks::<2>().0).zip(dz);
        for (column, ((a, b), &dz)) in windows.enumerate() {
            // places rather than branches, which nobody could predict
            let above = usize::from(beats(a[1], a[0]));
            let below = width + usize::from(beats(b[1], b[0]));
            let lower = beats(larger(b[0], b[1]), larger(a[0], a[1]));
            let place = core::hint::select_unpredictable(lower, below, above);
            if let Some(dx) = dx.get_mut(2 * column + place) {
                *dx = dz;
            }
        }
    }
}

/// The rows of the image that lie in a window, as far as they do: where each begins, and how long they are.
#[inline(always)]
fn rows(g: &Geometry, row: usize, column: usize) -> (impl Iterator<Item = usize> + use<>, usize) {
    let ((top, bottom, y), (left, right, x)) = (g.elements(0, row), g.elements(1, column));
    let width = g.x[1];
    ((y..y + (bottom - top)).map(move |y| y * width + x), right - left)
}

#[inline(always)]
fn largest<T: Scalar>(g: &Geometry, x: &[T], z: &mut [T]) {
    for (row, z) in z.chunks_exact_mut(g.z[1]).enumerate() {
        for (column, z) in z.iter_mut().enumerate() {
            let (rows, count) = rows(g, row, column);
            let mut best = None;
            for from in rows {
                for &x in x.get(from..).unwrap_or_default().iter().take(count) {
                    best = Some(best.map_or(x, |best| larger(best, x)));
                }
            }
            *z = best.unwrap_or(T::ZERO);
        }
    }
}

#[inline(always)]
fn largest_back<T: Scalar>(g: &Geometry, x: &[T], dz: &[T], dx: &mut [T]) {
    for (row, dz) in dz.chunks_exact(g.z[1]).enumerate() {
        for (column, &dz) in dz.iter().enumerate() {
            let (rows, count) = rows(g, row, column);
            let mut best: Option<(T, usize)> = None;
            for from in rows {
                for (number, &x) in x.get(from..).unwrap_or_default().iter().take(count).enumerate() {
                    if best.is_none_or(|(best, _)| beats(x, best)) {
                        best = Some((x, from + number));
                    }
                }
            }
            if let Some(dx) = best.and_then(|(_, place)| dx.get_mut(place)) {
                *dx += dz;
            }
        }
    }
}

/// How many numbers of the image a window shows.
#[inline(always)]
fn shown<T: Scalar>(g: &Geometry, row: usize, column: usize) -> T {
    let ((top, bottom, _), (left, right, _)) = (g.elements(0, row), g.elements(1, column));
    T::from_usize((bottom - top) * (right - left))
}

#[inline(always)]
fn means<T: Scalar>(g: &Geometry, x: &[T], z: &mut [T]) {
    for (row, z) in z.chunks_exact_mut(g.z[1]).enumerate() {
        for (column, z) in z.iter_mut().enumerate() {
            let (rows, count) = rows(g, row, column);
            let mut sum = T::ZERO;
            for from in rows {
                for &x in x.get(from..).unwrap_or_default().iter().take(count) {
                    sum += x;
                }
            }
            *z = sum / shown(g, row, column);
        }
    }
}

#[inline(always)]
fn means_back<T: Scalar>(g: &Geometry, dz: &[T], dx: &mut [T]) {
    for (row, dz) in dz.chunks_exact(g.z[1]).enumerate() {
        for (column, &dz) in dz.iter().enumerate() {
            let share = dz / shown(g, row, column);
            let (rows, count) = rows(g, row, column);
            for from in rows {
                for dx in dx.get_mut(from..).unwrap_or_default().iter_mut().take(count) {
                    *dx += share;
                }
            }
        }
    }
}
