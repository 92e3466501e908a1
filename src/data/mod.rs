//! Data sets: out of files and arrays, and made ready to learn from.
//!
//! The width of a sample is part of a data set's type, so one of another width than the network's does not compile; a
//! file of another width is refused with both numbers.
//!
//! ```
//! use constrata::data::{Dataset, Scaler};
//! use rand::{SeedableRng, rngs::SmallRng};
//!
//! let data = Dataset::new(vec![[150.0, 50.0], [160.0, 60.0], [170.0, 70.0], [180.0, 80.0]], vec![0, 0, 1, 1])?;
//! let (train, test) = data.stratified_split(0.5, &mut SmallRng::seed_from_u64(1))?;
//! let scaler = Scaler::standard(&train.inputs)?;          // fitted on what is learned from, and on nothing else
//! let (train, test) = (train.scaled(&scaler), test.scaled(&scaler));
//! assert_eq!((train.len(), test.len()), (2, 2));
//! # Ok::<(), constrata::Error>(())
//! ```
//!
//! Files need the feature `data`, which brings the `flate2` crate: `Csv`, `idx`, `mnist` and the sets that come with
//! this crate, `iris` and its kin.

#[cfg(feature = "std")]
mod advice;
#[cfg(feature = "std")]
mod augmentation;
#[cfg(feature = "data")]
mod cells;
#[cfg(feature = "data")]
mod csv;
#[cfg(feature = "std")]
mod dataset;
#[cfg(feature = "std")]
pub(crate) mod feature;
#[cfg(feature = "std")]
mod fitted;
#[cfg(feature = "std")]
mod flaw;
#[cfg(feature = "data")]
pub mod idx;
#[cfg(feature = "data")]
mod impute;
#[cfg(feature = "data")]
mod inputs;
#[cfg(feature = "data")]
mod labels;
#[cfg(feature = "data")]
mod mnist;
#[cfg(feature = "std")]
mod nearest;
#[cfg(feature = "std")]
mod one_hot;
#[cfg(feature = "std")]
mod problem;
mod scaler;
#[cfg(all(feature = "serde", feature = "std"))]
mod scaler_serde;
#[cfg(feature = "data")]
mod shipped;
#[cfg(feature = "std")]
mod split;
#[cfg(feature = "data")]
mod table;

#[cfg(feature = "std")]
pub use augmentation::Augmentation;
#[cfg(feature = "data")]
pub use csv::Csv;
#[cfg(feature = "std")]
pub use dataset::Dataset;
#[cfg(feature = "std")]
pub use feature::Feature;
#[cfg(feature = "std")]
pub use fitted::Fitted;
#[cfg(feature = "std")]
pub use flaw::Flaw;
#[cfg(feature = "data")]
pub use impute::Impute;
#[cfg(feature = "data")]
pub use mnist::mnist;
#[cfg(feature = "std")]
pub use one_hot::one_hot;
#[cfg(feature = "std")]
pub use problem::Problem;
pub use scaler::Scaler;
#[cfg(feature = "data")]
pub use shipped::{auto_mpg, breast_cancer, digits, iris, wine};
