//! Bringing features to a common scale.

use bytemuck::Zeroable;

#[cfg(feature = "std")]
use crate::{Error, network::samples::Samples};
use crate::{Numbers, Scalar};

/// A shift and a factor for each number of a sample, fitted to data: networks learn best from numbers around 0 and not far
/// from 1.
///
/// ```text
/// scaled = (raw - shift) / scale            raw = scaled scale + shift
/// ```
///
/// Fit it on what is learned from only, else the network is told of what is held out. A [`Model`](crate::Model) keeps it
/// with the network.
///
/// ```
/// use constrata::data::Scaler;
/// let heights_and_ages = [[1.5, 20.0], [1.7, 20.0], [1.9, 50.0]];
/// let scaler = Scaler::min_max(&heights_and_ages)?;
/// assert_eq!(scaler.scale(&[1.7, 65.0]), [0.5, 1.5]);
/// assert_eq!(scaler.unscale(&[0.5, 1.5]), [1.7, 65.0]);
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scaler<S: Numbers, T: Scalar = f32> {
    /// What is subtracted: the mean, or the smallest.
    pub shift: S::Sample<T>,
    /// What is divided by: the standard deviation, or the range; never 0.
    pub scale: S::Sample<T>,
}

impl<S: Numbers, T: Scalar> Scaler<S, T> {
    /// The scaler that leaves all as it is: shift 0, scale 1.
    ///
    /// ```
    /// use constrata::{Vector, data::Scaler};
    /// assert_eq!(Scaler::<Vector<2>>::identity().scale(&[3.0, -4.0]), [3.0, -4.0]);
    /// ```
    #[must_use]
    pub fn identity() -> Self {
        let mut scaler = Scaler { shift: Zeroable::zeroed(), scale: Zeroable::zeroed() };
        S::flat_mut(core::slice::from_mut(&mut scaler.scale)).fill(T::ONE);
        scaler
    }

    /// Whether it leaves all as it is.
    pub(crate) fn is_identity(&self) -> bool {
        let [shift, scale] = self.parts();
        shift.iter().all(|shift| *shift == T::ZERO) && scale.iter().all(|scale| *scale == T::ONE)
    }

    /// One sample, scaled.
    #[must_use]
    pub fn scale(&self, raw: &S::Sample<T>) -> S::Sample<T> {
        self.map(raw, |raw, shift, scale| (raw - shift) / scale)
    }

    /// One sample as it was before it was scaled, but for rounding.
    #[must_use]
    pub fn unscale(&self, scaled: &S::Sample<T>) -> S::Sample<T> {
        self.map(scaled, |scaled, shift, scale| scaled * scale + shift)
    }

    fn map(&self, x: &S::Sample<T>, f: impl Fn(T, T, T) -> T) -> S::Sample<T> {
        let mut y = *x;
        let (shift, scale) = (self.numbers(&self.shift), self.numbers(&self.scale));
        for ((y, shift), scale) in S::flat_mut(core::slice::from_mut(&mut y)).iter_mut().zip(shift).zip(scale)
        {
            *y = f(*y, *shift, *scale);
        }
        y
    }

    fn numbers<'a>(&self, sample: &'a S::Sample<T>) -> &'a [T] {
        S::flat(core::slice::from_ref(sample))
    }

    /// Shift and scale as flat slices, for files.
    pub(crate) fn parts(&self) -> [&[T]; 2] {
        [self.numbers(&self.shift), self.numbers(&self.scale)]
    }
}

#[cfg(feature = "std")]
impl<S: Numbers, T: Scalar> Scaler<S, T> {
    /// Mean 0 and standard deviation 1 (of the samples given, divided by their number): scikit-learn's `StandardScaler`.
    /// A feature that is the same everywhere is only shifted.
    ///
    /// # Errors
    /// Where there is no sample, or a number is not finite.
    ///
    /// ```
    /// use constrata::data::Scaler;
    /// let scaler = Scaler::standard(&[[1.0, 5.0], [3.0, 5.0]])?;
    /// assert_eq!((scaler.shift, scaler.scale), ([2.0, 5.0], [1.0, 1.0]));
    /// # Ok::<(), constrata::Error>(())
    /// ```
    pub fn standard<X: Samples<S, T, 1>>(samples: &[X]) -> Result<Self, Error> {
        fit(samples, |x| S::flat(x.batch()), standard)
    }

    /// The same of samples of any shape.
    pub(crate) fn of(samples: &[S::Sample<T>]) -> Result<Self, Error> {
        fit(samples, |x| S::flat(core::slice::from_ref(x)), standard)
    }

    /// The smallest 0 and the largest 1: scikit-learn's `MinMaxScaler`. A feature that is the same everywhere is only shifted.
    ///
    /// # Errors
    /// Where there is no sample, or a number is not finite.
    pub fn min_max<X: Samples<S, T, 1>>(samples: &[X]) -> Result<Self, Error> {
        fit(
            samples,
            |x| S::flat(x.batch()),
            |column| {
                let low = column.iter().copied().fold(f64::INFINITY, f64::min);
                (low, column.iter().copied().fold(f64::NEG_INFINITY, f64::max) - low)
            },
        )
    }

    /// The same, to write.
    pub(crate) fn parts_mut(&mut self) -> [&mut [T]; 2] {
        let Scaler { shift, scale } = self;
        [S::flat_mut(core::slice::from_mut(shift)), S::flat_mut(core::slice::from_mut(scale))]
    }
}

impl<S: Numbers, T: Scalar> PartialEq for Scaler<S, T> {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

/// Mean and standard deviation.
#[cfg(feature = "std")]
fn standard(column: &[f64]) -> (f64, f64) {
    let count = column.len() as f64;
    let mean = column.iter().sum::<f64>() / count;
    let variance = column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

/// A scaler by what `of` says of each feature: its shift and its scale. Sums are in double precision, in the order of the
/// samples.
#[cfg(feature = "std")]
fn fit<S: Numbers, T: Scalar, X>(
    samples: &[X],
    numbers: impl Fn(&X) -> &[T],
    of: impl Fn(&[f64]) -> (f64, f64),
) -> Result<Scaler<S, T>, Error> {
    if samples.is_empty() {
        return Err(Error::Empty);
    }
    let mut scaler = Scaler::<S, T>::identity();
    let mut column = std::vec![0.0; samples.len()];
    for index in 0..S::LEN {
        for (sample, (x, number)) in samples.iter().zip(&mut column).enumerate() {
            *number = numbers(x).get(index).map_or(f64::NAN, |x| x.to_f64());
            if !number.is_finite() {
                return Err(Error::Input { sample, index });
            }
        }
        let (shift, mut scale) = of(&column);
        // what rounding leaves of the deviation of a constant is no scale
        if column.iter().all(|x| *x == column[0]) {
            scale = 1.0;
        }
        let [shifts, scales] = scaler.parts_mut();
        let (shift, scale) = (T::of(shift), T::of(scale));
        // too wide or too narrow for the scalar
        (shifts[index], scales[index]) =
            (shift, if scale > T::ZERO && scale.is_finite() { scale } else { T::ONE });
    }
    Ok(scaler)
}
