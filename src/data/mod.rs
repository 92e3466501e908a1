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
//! Files need the feature `data`, which brings the `csv` and `flate2` crates: `Csv`, `idx`, `mnist` and the sets that come with
//! this crate, `iris` and its kin.

mod augmentation;
#[cfg(feature = "data")]
mod csv;
mod dataset;
#[cfg(feature = "data")]
mod feature;
mod flaw;
#[cfg(feature = "data")]
pub mod idx;
#[cfg(feature = "data")]
mod mnist;
mod one_hot;
mod scaler;
#[cfg(feature = "serde")]
mod scaler_serde;
#[cfg(feature = "data")]
mod shipped;
mod split;
#[cfg(feature = "data")]
mod table;

pub use augmentation::Augmentation;
#[cfg(feature = "data")]
pub use csv::Csv;
pub use dataset::Dataset;
pub use flaw::{Flaw, Problem};
#[cfg(feature = "data")]
pub use mnist::mnist;
pub use one_hot::one_hot;
pub use scaler::Scaler;
#[cfg(feature = "data")]
pub use shipped::{breast_cancer, diabetes, digits, iris, wine};
