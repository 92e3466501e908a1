//! One sample by its own mean and variance, with a scale and a shift for each number.

use super::SIDE;
use crate::Scalar;
use crate::kernel::{Work, launch};

/// z = (x - mean) inverse scale + shift
#[inline]
pub(crate) fn normalize_each<T: Scalar>(x: &[T], by: [T; 2], affine: [&[T]; 2], z: &mut [T]) {
    launch(x.len(), Normalize { x, by, affine, z });
}

/// scale += dz (x - mean) inverse, shift += dz
#[inline]
pub(crate) fn slopes_each<T: Scalar>(x: &[T], dz: &[T], by: [T; 2], sums: [&mut [T]; 2]) {
    launch(x.len(), Slopes { x, dz, by, sums });
}

/// dx = (d - mean of d - n mean of n d) inverse, with d = scale dz and n = (x - mean) inverse.
#[inline]
pub(crate) fn through_each<T: Scalar>(x: &[T], dz: &[T], by: [T; 2], scale: &[T], dx: &mut [T]) {
    launch(x.len(), Through { x, dz, by, scale, dx });
}

struct Normalize<'a, T> {
    x: &'a [T],
    by: [T; 2],
    affine: [&'a [T]; 2],
    z: &'a mut [T],
}

impl<T: Scalar> Work for Normalize<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Normalize { x, by: [mean, inverse], affine: [scale, shift], z } = self;
        for (((x, z), scale), shift) in x.iter().zip(z).zip(scale).zip(shift) {
            *z = (*x - mean) * inverse * *scale + *shift;
        }
    }
}

struct Slopes<'a, T> {
    x: &'a [T],
    dz: &'a [T],
    by: [T; 2],
    sums: [&'a mut [T]; 2],
}

impl<T: Scalar> Work for Slopes<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Slopes { x, dz, by: [mean, inverse], sums: [scale, shift] } = self;
        for (((x, dz), scale), shift) in x.iter().zip(dz).zip(scale).zip(shift) {
            *scale += *dz * ((*x - mean) * inverse);
            *shift += *dz;
        }
    }
}

struct Through<'a, T> {
    x: &'a [T],
    dz: &'a [T],
    by: [T; 2],
    scale: &'a [T],
    dx: &'a mut [T],
}

impl<T: Scalar> Work for Through<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Through { x, dz, by: [mean, inverse], scale, dx } = self;
        for ((dx, dz), scale) in dx.iter_mut().zip(dz).zip(scale) {
            *dx = *dz * *scale;
        }
        let count = T::from_usize(x.len());
        let [offset, tilt] = sums(x, dx, mean);
        let (offset, tilt) = (offset / count, tilt / count * inverse * inverse);
        for (dx, x) in dx.iter_mut().zip(x) {
            *dx = (*dx - offset - (*x - mean) * tilt) * inverse;
        }
    }
}

/// The sums of d and of d (x - mean).
#[inline(always)]
fn sums<T: Scalar>(x: &[T], d: &[T], mean: T) -> [T; 2] {
    let ((blocks, last), (slopes, last_slopes)) = (x.as_chunks::<SIDE>(), d.as_chunks::<SIDE>());
    let [mut sides, mut along] = [[T::ZERO; SIDE]; 2];
    for (x, d) in blocks.iter().zip(slopes) {
        for (((side, along), x), d) in sides.iter_mut().zip(&mut along).zip(x).zip(d) {
            *side += *d;
            *along += *d * (*x - mean);
        }
    }
    let mut rest = [T::ZERO; 2];
    for (x, d) in last.iter().zip(last_slopes) {
        rest[0] += *d;
        rest[1] += *d * (*x - mean);
    }
    let (mut sum, mut products) = (rest[0], rest[1]);
    for (side, along) in sides.iter().zip(&along) {
        sum += *side;
        products += *along;
    }
    [sum, products]
}
