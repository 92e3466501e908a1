//! Convolutions without a copy of what each window shows: along an image whose rows follow one another, what a number of the
//! window shows is the image itself, shifted.
//!
//! So vectors run along full rows and over their ends. What lies between the last window of a row and the first of the next is
//! computed and left out. With padding or a stride the image is copied first, a band of rows at a time: with its zeros, and
//! every so many rows and columns next to one another, a plane for each remainder.
#![allow(clippy::needless_range_loop)]

use super::patches::{clear, copy};
use crate::Scalar;
use crate::kernel::gemm::blocks::load;
use crate::kernel::isa::{Part, Simd};
use crate::window::Geometry;

/// Numbers of a band where it has to be copied, and behind it, for vectors that begin in it.
pub(super) const BAND: usize = 8192;
pub(super) const SLACK: usize = 16;
/// The most numbers of `z` in a band, with what is left out between them.
pub(super) const LONGEST: usize = 512;
/// The most numbers of a window at a time.
pub(super) const OFFSETS: usize = 512;

/// How an image is cut into bands.
#[derive(Clone, Copy)]
pub(super) struct Bands<'a> {
    pub(super) geometry: &'a Geometry,
    /// Whether the image serves as it lies.
    pub(super) direct: bool,
    /// Rows of windows in a band.
    pub(super) rows: usize,
    /// From a row of windows to the next.
    pub(super) width: usize,
    /// Rows of a plane of the copy.
    height: usize,
    /// Numbers of a channel.
    pub(super) plane: usize,
    /// Channels at a time.
    pub(super) channels: usize,
}

impl<'a> Bands<'a> {
    /// None, where a band would be too large.
    #[inline(always)]
    pub(super) fn new(g: &'a Geometry) -> Option<Self> {
        let (taps, inside) = (g.size[0] * g.size[1], g.channels / g.groups);
        let over = |axis: usize| (g.size[axis] - 1) * g.dilation[axis] / g.stride[axis];
        let direct = g.stride == [1; 2] && !g.is_padded();
        let width = if direct { g.x[1] } else { g.z[1] + over(1) };
        if width > LONGEST || taps > OFFSETS {
            return None;
        }
        let rows = (LONGEST / width).min(g.z[0]);
        let phases = g.stride[0] * g.stride[1];
        // fewer rows where many channels would not have room
        let most = (BAND / (inside * phases * width)).saturating_sub(over(0)).clamp(1, rows);
        let rows = if direct { rows } else { most };
        let height = rows + over(0);
        let plane = if direct { g.x_plane() } else { phases * height * width };
        let room = if direct { inside } else { BAND / plane };
        let channels = room.min(OFFSETS / taps).min(inside);
        (channels > 0).then_some(Bands { geometry: g, direct, rows, width, height, plane, channels })
    }

    /// How many numbers of `z` a band of so many rows has, with what is left out between them.
    #[inline(always)]
    pub(super) fn length(&self, rows: usize) -> usize {
        (rows - 1) * self.width + self.geometry.z[1]
    }

    /// Where what each number of a window shows begins, of so many channels.
    #[inline(always)]
    pub(super) fn offsets(&self, offsets: &mut [usize; OFFSETS]) {
        let g = self.geometry;
        let mut numbers = offsets.iter_mut();
        for channel in 0..self.channels {
            for i in 0..g.size[0] {
                for j in 0..g.size[1] {
                    let ([down, right], [y, x]) = (g.stride, [i * g.dilation[0], j * g.dilation[1]]);
                    let phase = if self.direct { 0 } else { (y % down) * right + x % right };
                    let place = (phase * self.height + y / down) * self.width + x / right;
                    if let Some(offset) = numbers.next() {
                        *offset = channel * self.plane + place;
                    }
                }
            }
        }
    }

    /// Copies the rows of so many channels that the windows from row `first` on show.
    #[inline(always)]
    pub(super) fn fill<T: Scalar, S: Simd<T>>(
        &self,
        s: S,
        x: &[T],
        channels: usize,
        first: usize,
        band: &mut [T],
    ) {
        let g = self.geometry;
        let [down, right] = g.stride;
        let mut at = 0;
        for channel in 0..channels {
            for phase in 0..down * right {
                let (a, b) = (phase / right, phase % right);
                // which columns are on the image
                let left = g.pad[1].saturating_sub(b).div_ceil(right).min(self.width);
                let end = (g.x[1] + g.pad[1]).saturating_sub(b).div_ceil(right).clamp(left, self.width);
                for row in first..first + self.height {
                    let to = &mut band[at..];
                    at += self.width;
                    let y = row * down + a;
                    if y < g.pad[0] || y >= g.pad[0] + g.x[0] || left == end {
                        clear(s, self.width, to);
                        continue;
                    }
                    clear(s, left, to);
                    let from = (channel * g.x[0] + y - g.pad[0]) * g.x[1] + left * right + b - g.pad[1];
                    if right == 1 {
                        copy(s, &x[from..], end - left, &mut to[left..]);
                    } else {
                        for (to, from) in to[left..end].iter_mut().zip(x[from..].iter().step_by(right)) {
                            *to = *from;
                        }
                    }
                    clear(s, self.width - end, &mut to[end..]);
                }
            }
        }
    }
}

/// Sums of products: a row for each of a few outputs, along the band.
pub(super) struct BandTile<'a, T> {
    /// Where what each number of a window shows begins.
    pub(super) offsets: &'a [usize],
    pub(super) shown: &'a [T],
    /// Numbers of the window × outputs.
    pub(super) weights: &'a [T],
    pub(super) outputs: usize,
    /// The first of the outputs, and how many: 8, 6, 4, 2 or 1.
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) start: Option<&'a [T]>,
    pub(super) length: usize,
    pub(super) sums: &'a mut [T],
    /// From a row of the sums to the next.
    pub(super) stride: usize,
}

impl<T: Scalar> Part<T> for BandTile<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(mut self, s: S) {
        if const { S::REGISTERS >= 32 } {
            match self.count {
                8 => self.along::<S, 8, 3>(s),
                6 => self.along::<S, 6, 4>(s),
                4 => self.along::<S, 4, 4>(s),
                2 => self.along::<S, 2, 4>(s),
                _ => self.along::<S, 1, 4>(s),
            }
        } else {
            match self.count {
                6 => self.along::<S, 6, 2>(s),
                4 => self.along::<S, 4, 2>(s),
                2 => self.along::<S, 2, 4>(s),
                _ => self.along::<S, 1, 4>(s),
            }
        }
    }
}

impl<T: Scalar> BandTile<'_, T> {
    /// How many of so many outputs are done at once.
    #[inline(always)]
    pub(super) fn at_once<S: Simd<T>>(outputs: usize) -> usize {
        match outputs {
            8.. if S::REGISTERS >= 32 => 8,
            6.. => 6,
            4.. => 4,
            2.. => 2,
            _ => 1,
        }
    }

    #[inline(always)]
    fn along<S: Simd<T>, const N: usize, const V: usize>(&mut self, s: S) {
        let mut at = 0;
        while at + V * S::LANES <= self.length {
            self.tile::<S, false, N, V>(s, at);
            at += V * S::LANES;
        }
        while at + S::LANES <= self.length {
            self.tile::<S, false, N, 1>(s, at);
            at += S::LANES;
        }
        if at < self.length {
            self.tile::<S, true, N, 1>(s, at);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tile<S: Simd<T>, const PART: bool, const N: usize, const V: usize>(&mut self, s: S, at: usize) {
        let width = if PART { self.length - at } else { V * S::LANES };
        let mut sum = [[s.splat(T::ZERO); V]; N];
        if let Some(start) = self.start {
            for (sum, start) in sum.iter_mut().zip(start) {
                *sum = [s.splat(*start); V];
            }
        }
        let shown = &self.shown[at..];
        for (offset, weights) in self.offsets.iter().zip(self.weights.chunks_exact(self.outputs)) {
            let x = load::<T, S, PART, V>(s, &shown[*offset..][..width]);
            let weights = &weights[self.first..][..N];
            for n in 0..N {
                let w = s.splat(weights[n]);
                for v in 0..V {
                    sum[n][v] = s.mul_add(x[v], w, sum[n][v]);
                }
            }
        }
        for n in 0..N {
            let to = &mut self.sums[n * self.stride + at..][..width];
            for v in 0..V {
                if PART {
                    s.store_part(sum[n][v], to);
                } else {
                    s.store(sum[n][v], &mut to[v * S::LANES..]);
                }
            }
        }
    }
}
