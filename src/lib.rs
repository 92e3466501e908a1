//! Neural networks whose architecture is a type.
#![no_std]
#[cfg(feature = "std")]
extern crate std;

pub mod kernel;
mod scalar;

pub use scalar::Scalar;
