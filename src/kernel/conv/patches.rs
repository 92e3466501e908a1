//! What windows show, a tile at a time: a row for each number of a window, a column for each window.
#![allow(clippy::needless_range_loop)]

use core::ops::Range;

use super::rows::{add, clear, copy};
use crate::Scalar;
use crate::kernel::isa::{Part, Simd};
use crate::window::Geometry;

/// A part of the matrix whose columns are windows.
pub(super) struct Patches<'a> {
    pub(super) geometry: &'a Geometry,
    /// Which numbers of a window.
    pub(super) rows: Range<usize>,
    /// Which windows.
    pub(super) columns: Range<usize>,
    /// From a row of the tile to the next.
    pub(super) stride: usize,
}

/// A row of a tile where it meets a row of the image.
struct Run {
    /// In the row of the tile: where it begins, and how many there are.
    at: usize,
    count: usize,
    /// So many of them lie beyond the image, before and behind.
    before: usize,
    behind: usize,
    /// Where the first of the others lies on the image.
    from: usize,
}

/// Visits the runs, row after row of the tile.
macro_rules! runs {
    ($patches:expr, |$row:ident, $run:ident| $visit:block) => {
        let Patches { geometry: g, ref rows, ref columns, stride } = *$patches;
        let [height, width] = g.size;
        let (mut channel, mut i, mut j) =
            (rows.start / (height * width), rows.start / width % height, rows.start % width);
        let (first_row, first_column) = (columns.start / g.z[1], columns.start % g.z[1]);
        for index in 0..rows.len() {
            let $row = index * stride;
            let ((top, bottom), (left, right)) = (g.on_image(0, i), g.on_image(1, j));
            let (mut row, mut column, mut at) = (first_row, first_column, 0);
            while at < columns.len() {
                let count = (g.z[1] - column).min(columns.len() - at);
                let end = column + count;
                let on = if row >= top && row < bottom { right.clamp(column, end) } else { column };
                let begin = left.clamp(column, on.max(column));
                let from = if begin < on {
                    let y = row * g.stride[0] + i * g.dilation[0] - g.pad[0];
                    let x = begin * g.stride[1] + j * g.dilation[1] - g.pad[1];
                    (channel * g.x[0] + y) * g.x[1] + x
                } else {
                    0
                };
                let $run = Run { at, count, before: begin - column, behind: end - on, from };
                $visit(row, column, at) = (row + 1, 0, at + count);
            }
            j += 1;
            if j == width {
                (i, j) = (i + 1, 0);
            }
            if i == height {
                (channel, i) = (channel + 1, 0);
            }
        }
    };
}

impl Patches<'_> {
    /// Copies what the windows show of `x` to `tile`, which is longer than that by a vector at least.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn gather<T: Scalar, S: Simd<T>>(&self, s: S, x: &[T], tile: &mut [T]) {
        let step = self.geometry.stride[1];
        runs!(self, |row, run| {
            let to = &mut tile[row + run.at..];
            if run.before > 0 {
                clear(s, run.before, to);
            }
            let count = run.count - run.before - run.behind;
            if step == 1 {
                copy(s, &x[run.from..], count, &mut to[run.before..]);
            } else if count > 0 {
                let from = x[run.from..].iter().step_by(step);
                for (to, from) in to[run.before..][..count].iter_mut().zip(from) {
                    *to = *from;
                }
            }
            if run.behind > 0 {
                clear(s, run.behind, &mut to[run.count - run.behind..]);
            }
        });
    }

    /// Adds the numbers of `tile` to those of `dx` that the windows would have shown.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn scatter<T: Scalar, S: Simd<T>>(&self, s: S, tile: &[T], dx: &mut [T]) {
        let step = self.geometry.stride[1];
        runs!(self, |row, run| {
            let count = run.count - run.before - run.behind;
            let from = &tile[row + run.at + run.before..][..count];
            let to = &mut dx[run.from..];
            if step == 1 {
                add(s, from, &mut to[..count]);
            } else {
                for (to, from) in to.iter_mut().step_by(step).zip(from) {
                    *to += *from;
                }
            }
        });
    }
}

/// [`Patches::gather`] as a part.
pub(super) struct Gather<'a, T>(pub(super) Patches<'a>, pub(super) &'a [T], pub(super) &'a mut [T]);
/// [`Patches::scatter`] as a part.
pub(super) struct Scatter<'a, T>(pub(super) Patches<'a>, pub(super) &'a [T], pub(super) &'a mut [T]);

impl<T: Scalar> Part<T> for Gather<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        self.0.gather(s, self.1, self.2);
    }
}

impl<T: Scalar> Part<T> for Scatter<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        self.0.scatter(s, self.1, self.2);
    }
}
