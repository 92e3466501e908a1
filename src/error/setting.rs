//! Settings that would train to nothing are refused by name and value.

use crate::Error;

/// That `value` is what `expected` says, as `fits` has found.
pub(crate) const fn expect(
    setting: &'static str,
    value: f64,
    fits: bool,
    expected: &'static str,
) -> Result<(), Error> {
    if fits { Ok(()) } else { Err(Error::Value { setting, value, expected }) }
}

/// From 0 to below 1.
pub(crate) fn share(setting: &'static str, value: f64) -> Result<(), Error> {
    expect(setting, value, (0.0..1.0).contains(&value), "a number from 0 to below 1")
}

/// Above 0.
pub(crate) fn positive(setting: &'static str, value: f64) -> Result<(), Error> {
    expect(setting, value, value > 0.0 && value.is_finite(), "a number above 0")
}

/// 0 or more.
pub(crate) fn not_negative(setting: &'static str, value: f64) -> Result<(), Error> {
    expect(setting, value, value >= 0.0 && value.is_finite(), "0 or a number above it")
}

/// 1 or more.
#[cfg(feature = "std")]
pub(crate) fn at_least_1(setting: &'static str, value: usize) -> Result<(), Error> {
    expect(setting, value as f64, value > 0, "1 or more")
}
