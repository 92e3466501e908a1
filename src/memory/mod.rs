//! Memory: values made where they lie, from zeros or from bytes, and arrays that nobody has to clear.

#[cfg(feature = "std")]
mod boxed;
mod finite;
pub(crate) mod from_bytes;
mod joined;
mod scratch;
mod zeroable;

#[cfg(feature = "std")]
pub(crate) use boxed::boxed;
pub(crate) use finite::{NOT_FINITE, first_not_finite};
pub use from_bytes::{Flat, Runs, flat_type};
pub(crate) use joined::{joined, joined_mut};
pub use scratch::Line;
pub(crate) use scratch::{cleared, scratch, uncleared};
pub use zeroable::zeroable;
