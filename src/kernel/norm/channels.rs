//! Means and variances of channels, and what is done with them.
//!
//! The numbers lie in rows of `channels` planes of `plane` numbers each: images channel by channel; vectors, and the steps of
//! sequences, with a plane of one number.

use super::SIDE;
use crate::Scalar;
use crate::kernel::{Work, launch};

/// The mean of each channel and its variance (over all numbers, not one less), one after the other: nothing is lost where the mean is
/// large beside the spread.
#[inline]
pub(crate) fn moments<T: Scalar>(x: &[T], plane: usize, mean: &mut [T], variance: &mut [T]) {
    launch(x.len(), Moments { x, plane, mean, variance });
}

/// z = (x - mean) factor + shift
#[inline]
pub(crate) fn normalize<T: Scalar>(x: &[T], plane: usize, by: [&[T]; 3], z: &mut [T]) {
    launch(x.len(), Normalize { x, plane, by, z });
}

/// Of each channel: the sum of dz, and the sum of dz (x - mean).
#[inline]
pub(crate) fn slopes<T: Scalar>(x: &[T], dz: &[T], plane: usize, mean: &[T], [sum, along]: [&mut [T]; 2]) {
    launch(x.len(), Slopes { x, dz, plane, mean, sum, along });
}

/// dx = dz factor - offset - (x - mean) tilt
#[inline]
pub(crate) fn through<T: Scalar>(x: &[T], dz: &[T], plane: usize, by: [&[T]; 4], dx: &mut [T]) {
    launch(x.len(), Through { x, dz, plane, by, dx });
}

struct Moments<'a, T> {
    x: &'a [T],
    plane: usize,
    mean: &'a mut [T],
    variance: &'a mut [T],
}

impl<T: Scalar> Work for Moments<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Moments { x, plane, mean, variance } = self;
        let channels = mean.len();
        if channels == 0 || plane * channels == 0 || x.is_empty() {
            return;
        }
        let count = T::from_usize(x.len() / channels);
        if plane > 1 {
            for (channel, (mean, variance)) in mean.iter_mut().zip(variance).enumerate() {
                *mean = sum(x, plane, channels, channel) / count;
                *variance = squares(x, plane, channels, channel, *mean) / count;
            }
            return;
        }
        mean.fill(T::ZERO);
        variance.fill(T::ZERO);
        for row in x.chunks_exact(channels) {
            mean.iter_mut().zip(row).for_each(|(mean, x)| *mean += *x);
        }
        mean.iter_mut().for_each(|mean| *mean /= count);
        for row in x.chunks_exact(channels) {
            for ((variance, mean), x) in variance.iter_mut().zip(&*mean).zip(row) {
                let d = *x - *mean;
                *variance += d * d;
            }
        }
        variance.iter_mut().for_each(|variance| *variance /= count);
    }
}

/// The numbers of a channel in a row.
#[inline(always)]
fn channel_of<T>(row: &[T], plane: usize, channel: usize) -> &[T] {
    row.get(channel * plane..).and_then(|row| row.get(..plane)).unwrap_or_default()
}

/// The sum of a channel: so many sums side by side over all rows, and what fills no side in order.
#[inline(always)]
fn sum<T: Scalar>(x: &[T], plane: usize, channels: usize, channel: usize) -> T {
    let (mut sides, mut rest) = ([T::ZERO; SIDE], T::ZERO);
    for row in x.chunks_exact(plane * channels) {
        let (blocks, last) = channel_of(row, plane, channel).as_chunks::<SIDE>();
        for block in blocks {
            for (side, x) in sides.iter_mut().zip(block) {
                *side += *x;
            }
        }
        for x in last {
            rest += *x;
        }
    }
    sides.iter().fold(rest, |sum, x| sum + *x)
}

/// The sum of the squares of x - mean.
#[inline(always)]
fn squares<T: Scalar>(x: &[T], plane: usize, channels: usize, channel: usize, mean: T) -> T {
    let (mut sides, mut rest) = ([T::ZERO; SIDE], T::ZERO);
    for row in x.chunks_exact(plane * channels) {
        let (blocks, last) = channel_of(row, plane, channel).as_chunks::<SIDE>();
        for block in blocks {
            for (side, x) in sides.iter_mut().zip(block) {
                let d = *x - mean;
                *side += d * d;
            }
        }
        for x in last {
            let d = *x - mean;
            rest += d * d;
        }
    }
    sides.iter().fold(rest, |sum, x| sum + *x)
}

/// The sum of dz (x - mean).
#[inline(always)]
fn products<T: Scalar>([x, dz]: [&[T]; 2], plane: usize, channels: usize, channel: usize, mean: T) -> T {
    let (mut sides, mut rest) = ([T::ZERO; SIDE], T::ZERO);
    let size = plane * channels;
    for (x, dz) in x.chunks_exact(size).zip(dz.chunks_exact(size)) {
        let (blocks, last) = channel_of(x, plane, channel).as_chunks::<SIDE>();
        let (slopes, last_slopes) = channel_of(dz, plane, channel).as_chunks::<SIDE>();
        for (block, slopes) in blocks.iter().zip(slopes) {
            for ((side, x), dz) in sides.iter_mut().zip(block).zip(slopes) {
                *side += *dz * (*x - mean);
            }
        }
        for (x, dz) in last.iter().zip(last_slopes) {
            rest += *dz * (*x - mean);
        }
    }
    sides.iter().fold(rest, |sum, x| sum + *x)
}

struct Normalize<'a, T> {
    x: &'a [T],
    plane: usize,
    by: [&'a [T]; 3],
    z: &'a mut [T],
}

impl<T: Scalar> Work for Normalize<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Normalize { x, plane, by: [mean, factor, shift], z } = self;
        let size = plane * mean.len();
        if size == 0 {
            return;
        }
        for (x, z) in x.chunks_exact(size).zip(z.chunks_exact_mut(size)) {
            let by = mean.iter().zip(factor).zip(shift);
            if plane == 1 {
                for ((x, z), ((mean, factor), shift)) in x.iter().zip(z).zip(by) {
                    *z = (*x - *mean) * *factor + *shift;
                }
                continue;
            }
            for ((x, z), ((mean, factor), shift)) in
                x.chunks_exact(plane).zip(z.chunks_exact_mut(plane)).zip(by)
            {
                for (x, z) in x.iter().zip(z) {
                    *z = (*x - *mean) * *factor + *shift;
                }
            }
        }
    }
}

struct Slopes<'a, T> {
    x: &'a [T],
    dz: &'a [T],
    plane: usize,
    mean: &'a [T],
    sum: &'a mut [T],
    along: &'a mut [T],
}

impl<T: Scalar> Work for Slopes<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Slopes { x, dz, plane, mean, sum: sums, along } = self;
        let channels = mean.len();
        if plane * channels == 0 {
            return;
        }
        if plane > 1 {
            for (channel, ((mean, total), along)) in mean.iter().zip(sums).zip(along).enumerate() {
                *total = sum(dz, plane, channels, channel);
                *along = products([x, dz], plane, channels, channel, *mean);
            }
            return;
        }
        sums.fill(T::ZERO);
        along.fill(T::ZERO);
        for (x, dz) in x.chunks_exact(channels).zip(dz.chunks_exact(channels)) {
            for ((((sum, along), mean), x), dz) in
                sums.iter_mut().zip(along.iter_mut()).zip(mean).zip(x).zip(dz)
            {
                *sum += *dz;
                *along += *dz * (*x - *mean);
            }
        }
    }
}

struct Through<'a, T> {
    x: &'a [T],
    dz: &'a [T],
    plane: usize,
    by: [&'a [T]; 4],
    dx: &'a mut [T],
}

impl<T: Scalar> Work for Through<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Through { x, dz, plane, by: [mean, factor, offset, tilt], dx } = self;
        let size = plane * mean.len();
        if size == 0 {
            return;
        }
        let rows = x.chunks_exact(size).zip(dz.chunks_exact(size)).zip(dx.chunks_exact_mut(size));
        for ((x, dz), dx) in rows {
            let by = mean.iter().zip(factor).zip(offset).zip(tilt);
            if plane == 1 {
                for (((x, dz), dx), (((mean, factor), offset), tilt)) in x.iter().zip(dz).zip(dx).zip(by) {
                    *dx = *dz * *factor - *offset - (*x - *mean) * *tilt;
                }
                continue;
            }
            let planes = x.chunks_exact(plane).zip(dz.chunks_exact(plane)).zip(dx.chunks_exact_mut(plane));
            for (((x, dz), dx), (((mean, factor), offset), tilt)) in planes.zip(by) {
                for ((x, dz), dx) in x.iter().zip(dz).zip(dx) {
                    *dx = *dz * *factor - *offset - (*x - *mean) * *tilt;
                }
            }
        }
    }
}
