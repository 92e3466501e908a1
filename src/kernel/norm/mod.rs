//! Sums, means and variances, and what normalization does with them.

mod channels;
mod deviation;
mod sample;
mod sums;

pub(crate) use channels::{moments, normalize, slopes, through};
pub(crate) use deviation::mean_and_deviation;
pub(crate) use sample::{normalize_each, slopes_each, through_each};
pub(crate) use sums::{SIDE, feature_sums, plane_sums};
