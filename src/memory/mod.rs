//! Memory: values made where they lie, from zeros or from bytes, and arrays that nobody has to clear.

#[cfg(feature = "std")]
mod boxed;
pub(crate) mod from_bytes;
mod scratch;
mod zeroable;

#[cfg(feature = "std")]
pub(crate) use boxed::boxed;
pub use from_bytes::{Flat, Runs, flat_type};
pub use scratch::Line;
pub(crate) use scratch::{cleared, scratch, uncleared};
pub use zeroable::zeroable;
