//! Images as they might have been: shifted, turned, larger or smaller, noisy.

use core::slice::from_mut;

use rand_core::Rng;

use super::{Flaw, Problem};
use crate::module::initialization::{normal, symmetric};
use crate::{Error, Scalar};

/// How far an image may be changed and still show the same; by default not at all.
///
/// How far an image is shifted, turned and scaled is drawn uniformly, either way, up to these limits. A pixel of the variant
/// is taken from where the inverse of that leads to in the image, between the four pixels around (bilinear):
///
/// ```text
/// place in the image = center + R(-angle) (place in the variant - center - shift) / factor
/// ```
///
/// [`Data::augmented`](crate::train::Data::augmented) gives a run other variants in every epoch, each written to where the
/// network takes it from: nothing is allocated. The same seed gives the same bits.
///
/// ```
/// use constrata::data::Augmentation;
/// use rand::{SeedableRng, rngs::SmallRng};
/// let augmentation = Augmentation { shift: 1.0, ..Augmentation::default() };
/// let (image, mut rng) = ([[[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0_f32]]], SmallRng::seed_from_u64(1));
/// let variant = augmentation.variant(&image, &mut rng);
/// // the dot is where it was drawn to, between pixels
/// assert!(variant != image && (variant.as_flattened().as_flattened().iter().sum::<f32>() - 1.0).abs() < 1e-6);
/// assert_eq!(variant, augmentation.variant(&image, &mut SmallRng::seed_from_u64(1)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Augmentation {
    /// Pixels, along rows and along columns.
    pub shift: f64,
    /// Degrees around the center, 180 at most.
    pub rotate: f64,
    /// What is added to a factor of 1, or to its divisor: with 0.25, from 0.8 to 1.25 times the size.
    pub scale: f64,
    /// What lies around the image, and comes in where it is moved away: 0 by default.
    pub background: f64,
    /// The standard deviation of the normal noise that is added to every number.
    pub noise: f64,
}

impl Augmentation {
    /// Writes a variant of `image`, `C` planes of `H` rows and `W` columns, to `to`; the planes are moved as one.
    ///
    /// ```
    /// use constrata::data::Augmentation;
    /// let noise = Augmentation { noise: 0.1, ..Augmentation::default() };
    /// let (image, mut variant) = ([[[0.5_f32; 8]; 8]; 3], [[[0.0; 8]; 8]; 3]);
    /// noise.write(&image, &mut variant, &mut rand::rng());
    /// assert!(variant != image && (variant[2][7][7] - 0.5_f32).abs() < 1.0);
    /// ```
    pub fn write<T: Scalar, const C: usize, const H: usize, const W: usize>(
        &self,
        image: &[[[T; W]; H]; C],
        to: &mut [[[T; W]; H]; C],
        rng: &mut impl Rng,
    ) {
        if [self.shift, self.rotate, self.scale] == [0.0; 3] {
            *to = *image;
        } else {
            self.move_to(image, to, rng);
        }
        if self.noise != 0.0 {
            let variance = T::of(self.noise * self.noise);
            for number in to.as_flattened_mut().as_flattened_mut() {
                let mut noise = T::ZERO;
                normal(from_mut(&mut noise), variance, rng);
                *number += noise;
            }
        }
    }

    /// A variant of `image`.
    ///
    /// ```
    /// use constrata::data::Augmentation;
    /// let same = Augmentation::default().variant(&[[[1.0_f32, 2.0]]], &mut rand::rng());
    /// assert_eq!(same, [[[1.0, 2.0]]]);
    /// ```
    #[must_use]
    pub fn variant<T: Scalar, const C: usize, const H: usize, const W: usize>(
        &self,
        image: &[[[T; W]; H]; C],
        rng: &mut impl Rng,
    ) -> [[[T; W]; H]; C] {
        let mut to = *image;
        self.write(image, &mut to, rng);
        to
    }

    fn move_to<T: Scalar, const C: usize, const H: usize, const W: usize>(
        &self,
        image: &[[[T; W]; H]; C],
        to: &mut [[[T; W]; H]; C],
        rng: &mut impl Rng,
    ) {
        let [down, right, turn, grow] = [(); 4].map(|()| symmetric::<f64>(rng));
        let (down, right) = (self.shift * down, self.shift * right);
        let (sine, cosine) = sine_cosine((self.rotate * turn).to_radians());
        let shrink = if grow < 0.0 { 1.0 - self.scale * grow } else { 1.0 / (1.0 + self.scale * grow) };
        let (sine, cosine) = (sine * shrink, cosine * shrink);
        let center = [H, W].map(|size| (size as f64 - 1.0) / 2.0);
        let background = T::of(self.background);
        for row in 0..H {
            let v = row as f64 - center[0] - down;
            for column in 0..W {
                let u = column as f64 - center[1] - right;
                let (i, below) = split(center[0] + cosine * v - sine * u);
                let (j, beside) = split(center[1] + sine * v + cosine * u);
                let (below, beside) = (T::of(below), T::of(beside));
                for (plane, to) in image.iter().zip(&mut *to) {
                    let pixel = |i: isize, j: isize| {
                        let row = usize::try_from(i).ok().and_then(|i| plane.get(i));
                        row.and_then(|row| row.get(usize::try_from(j).ok()?)).copied().unwrap_or(background)
                    };
                    let between = |i| (T::ONE - beside) * pixel(i, j) + beside * pixel(i, j + 1);
                    to[row][column] = (T::ONE - below) * between(i) + below * between(i + 1);
                }
            }
        }
    }

    /// Refuses a setting that is negative, not finite or more than half a turn.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Augmentation { shift, rotate, scale, background, noise } = *self;
        let settings = [("shift", shift), ("rotate", rotate), ("scale", scale), ("noise", noise)];
        let wrong = settings.into_iter().find(|(_, value)| !(value.is_finite() && *value >= 0.0));
        let wrong = wrong.or((rotate > 180.0).then_some(("rotate", rotate)));
        match wrong.or((!background.is_finite()).then_some(("background", background))) {
            Some((setting, value)) => Err(Flaw::of(Problem::Augmentation { setting, value }).into()),
            None => Ok(()),
        }
    }
}

/// A place as the last pixel before it and how far it is behind that.
fn split(place: f64) -> (isize, f64) {
    let before = place.floor();
    (before as isize, place - before)
}

/// Sine and cosine by their series, to within 1e-14 for up to half a turn: the same bits on every machine.
fn sine_cosine(angle: f64) -> (f64, f64) {
    let (mut sine, mut cosine, mut term) = (0.0, 0.0, 1.0);
    for n in 0..32_u32 {
        let sum = if n % 2 == 0 { &mut cosine } else { &mut sine };
        *sum += if n % 4 < 2 { term } else { -term };
        term *= angle / f64::from(n + 1);
    }
    (sine, cosine)
}
