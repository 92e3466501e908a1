//! Convolutions without a copy of what each window shows: along an image whose rows follow one another, what a number of the
//! window shows is the image itself, shifted.
//!
//! So vectors run along full rows and over their ends. What lies between the last window of a row and the first of the next is
//! computed and left out. With padding or a stride the image is copied first, a band of rows at a time: with its zeros, and
//! every so many rows and columns next to one another, a plane for each remainder.

use super::rows::{clear, copy};
use super::select::{BAND_LENGTH, BAND_NUMBERS, WINDOW_NUMBERS};
use crate::Scalar;
use crate::kernel::isa::Simd;
use crate::window::Geometry;

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
        if width > BAND_LENGTH || taps > WINDOW_NUMBERS {
            return None;
        }
        let rows = (BAND_LENGTH / width).min(g.z[0]);
        let phases = g.stride[0] * g.stride[1];
        // fewer rows where many channels would not have room
        let most = (BAND_NUMBERS / (inside * phases * width)).saturating_sub(over(0)).clamp(1, rows);
        let rows = if direct { rows } else { most };
        let height = rows + over(0);
        let plane = if direct { g.x_plane() } else { phases * height * width };
        let room = if direct { inside } else { BAND_NUMBERS / plane };
        let channels = room.min(WINDOW_NUMBERS / taps).min(inside);
        (channels > 0).then_some(Bands { geometry: g, direct, rows, width, height, plane, channels })
    }

    /// How many numbers of `z` a band of so many rows has, with what is left out between them.
    #[inline(always)]
    pub(super) fn length(&self, rows: usize) -> usize {
        (rows - 1) * self.width + self.geometry.z[1]
    }

    /// Where what each number of a window shows begins, of so many channels.
    #[inline(always)]
    pub(super) fn offsets(&self, offsets: &mut [usize; WINDOW_NUMBERS]) {
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
