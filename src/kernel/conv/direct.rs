//! Convolutions band by band of the image: see [`bands`](super::bands).

use super::bands::Bands;
use super::finite::{self, are_finite};
use super::microkernel::BandTile;
use super::rows::{add, clear, copy, exactly};
use super::select::{BAND_LENGTH, BAND_NUMBERS, BAND_OUTPUTS, BAND_SUMS, SLACK, WINDOW_NUMBERS};
use crate::Scalar;
use crate::kernel::gemm::dot::DotProducts;
use crate::kernel::isa::{Part, Simd};

/// z = W ∗ x + b
pub(super) struct Forward<'a, T> {
    pub(super) bands: Bands<'a>,
    pub(super) weights: &'a [T],
    pub(super) bias: Option<&'a [T]>,
    pub(super) x: &'a [T],
    pub(super) z: &'a mut [T],
}

impl<T: Scalar> Part<T> for Forward<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        if self.bands.direct {
            self.through_bands(s, &mut []);
        } else {
            self.through_bands(s, &mut [T::ZERO; BAND_NUMBERS + SLACK]);
        }
    }
}

impl<T: Scalar> Forward<'_, T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn through_bands<S: Simd<T>>(self, s: S, band: &mut [T]) {
        let (bands, g) = (self.bands, self.bands.geometry);
        let (inside, each, taps) = (g.channels / g.groups, g.outputs / g.groups, g.size[0] * g.size[1]);
        let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
        let stride = bands.length(bands.rows).next_multiple_of(SLACK);
        let mut offsets = [0; WINDOW_NUMBERS];
        bands.offsets(&mut offsets);
        let mut sums = [T::ZERO; BAND_SUMS * BAND_LENGTH];
        for (sample, z) in self.z.chunks_exact_mut(z_size).enumerate() {
            for group in 0..g.groups {
                let x = &self.x[sample * x_size + group * inside * g.x_plane()..];
                let z = &mut z[group * each * g.z_plane()..][..each * g.z_plane()];
                for first in (0..g.z[0]).step_by(bands.rows) {
                    let rows = bands.rows.min(g.z[0] - first);
                    for channel in (0..inside).step_by(bands.channels) {
                        let channels = bands.channels.min(inside - channel);
                        let x = &x[channel * g.x_plane()..];
                        if !bands.direct {
                            bands.fill(s, x, channels, first, band);
                        }
                        let mut output = 0;
                        while output < each {
                            let count = BandTile::<T>::at_once::<S>(each - output);
                            let start = group * each + output;
                            s.call(BandTile {
                                offsets: &offsets[..channels * taps],
                                shown: if bands.direct { &x[first * g.x[1]..] } else { band },
                                weights: &self.weights[channel * taps * g.outputs..],
                                outputs: g.outputs,
                                first: start,
                                count,
                                start: self.bias.filter(|_| channel == 0).map(|bias| &bias[start..]),
                                length: bands.length(rows),
                                sums: &mut sums,
                                stride,
                            });
                            // without what lies between the rows
                            for (n, plane) in
                                z.chunks_exact_mut(g.z_plane()).skip(output).take(count).enumerate()
                            {
                                for row in 0..rows {
                                    let from = &sums[n * stride + row * bands.width..][..g.z[1]];
                                    let to = &mut plane[(first + row) * g.z[1]..][..g.z[1]];
                                    if channel == 0 { exactly(s, from, to) } else { add(s, from, to) }
                                }
                            }
                            output += count;
                        }
                    }
                }
            }
        }
    }
}

/// ∂W += what the windows show, times ∂z
pub(super) struct Weights<'a, T> {
    pub(super) bands: Bands<'a>,
    pub(super) dz: &'a [T],
    pub(super) x: &'a [T],
    pub(super) gradient: &'a mut [T],
}

impl<T: Scalar> Part<T> for Weights<'_, T> {
    #[inline(always)]
    fn run<S: Simd<T>>(self, s: S) {
        if self.bands.direct {
            self.through_bands(s, &mut []);
        } else {
            self.through_bands(s, &mut [T::ZERO; BAND_NUMBERS + SLACK]);
        }
    }
}

impl<T: Scalar> Weights<'_, T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn through_bands<S: Simd<T>>(self, s: S, band: &mut [T]) {
        let (bands, g) = (self.bands, self.bands.geometry);
        let (inside, each, taps) = (g.channels / g.groups, g.outputs / g.groups, g.size[0] * g.size[1]);
        let (x_size, z_size) = (g.channels * g.x_plane(), g.outputs * g.z_plane());
        let stride = bands.length(bands.rows).next_multiple_of(SLACK);
        let mut offsets = [0; WINDOW_NUMBERS];
        bands.offsets(&mut offsets);
        let mut padded = [T::ZERO; BAND_OUTPUTS * BAND_LENGTH + SLACK];
        let between = bands.rows > 1 && bands.width > g.z[1];
        for (sample, dz) in self.dz.chunks_exact(z_size).enumerate() {
            let x = &self.x[sample * x_size..][..x_size];
            if (between && !are_finite(s, x)) || (g.is_padded() && !are_finite(s, dz)) {
                finite::weights(g, dz, x, self.gradient);
                continue;
            }
            for group in 0..g.groups {
                let x = &x[group * inside * g.x_plane()..];
                for first in (0..g.z[0]).step_by(bands.rows) {
                    let rows = bands.rows.min(g.z[0] - first);
                    for channel in (0..inside).step_by(bands.channels) {
                        let channels = bands.channels.min(inside - channel);
                        let x = &x[channel * g.x_plane()..];
                        if !bands.direct {
                            bands.fill(s, x, channels, first, band);
                        }
                        for output in (0..each).step_by(BAND_OUTPUTS) {
                            let count = BAND_OUTPUTS.min(each - output);
                            let place = group * each + output;
                            // with zeros between the rows
                            for n in 0..count {
                                let plane = &dz[(place + n) * g.z_plane()..][..g.z_plane()];
                                for row in 0..rows {
                                    let to = &mut padded[n * stride + row * bands.width..];
                                    copy(s, &plane[(first + row) * g.z[1]..], g.z[1], to);
                                    clear(s, bands.width - g.z[1], &mut to[g.z[1]..]);
                                }
                            }
                            s.call(DotProducts {
                                rows: count,
                                columns: channels * taps,
                                depth: bands.length(rows),
                                a: &padded,
                                a_stride: stride,
                                b: if bands.direct { &x[first * g.x[1]..] } else { band },
                                b_stride: 0,
                                b_offsets: Some(&offsets),
                                start: None,
                                added: true,
                                c: &mut self.gradient[channel * taps * g.outputs + place..],
                                c_stride: g.outputs,
                            });
                        }
                    }
                }
            }
        }
    }
}
