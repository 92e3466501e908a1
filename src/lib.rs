//! Neural networks whose architecture is a type.
#![no_std]
#[cfg(feature = "std")]
extern crate std;

// The derive and the macro write `::constrata`, here as anywhere.
extern crate self as constrata;

pub mod activation;
pub mod budget;
mod chain;
pub mod dual;
mod error;
mod gradient_check;
mod initialization;
pub mod kernel;
pub mod layer;
pub mod layers;
pub mod loss;
mod network;
pub mod optimizer;
#[doc(hidden)]
pub mod parameters;
mod pass;
pub mod prelude;
#[doc(hidden)]
pub mod recovered;
mod samples;
mod scalar;
mod shape;
#[doc(hidden)]
pub mod stack;
mod summary;
mod target;
mod text;
#[cfg(feature = "std")]
pub mod train;

pub use bytemuck;
#[doc(hidden)]
pub use constrata_macros::__network;
pub use constrata_macros::Parameters;
pub use nalgebra;
pub use rand_core;

/// Declares a network: as an item with a name and named fields, or as a type.
#[macro_export]
macro_rules! network {
    ($($tokens:tt)*) => { $crate::__network! { [$crate] $($tokens)* } };
}

pub use chain::Chain;
pub use dual::Dual;
pub use error::Error;
pub use gradient_check::{GradientCheck, gradient_check};
pub use initialization::Initialization;
pub use layer::{Layer, Train};
pub use network::Network;
#[cfg(feature = "std")]
pub use network::boxed;
pub use parameters::{Parameters, Role};
pub use pass::Pass;
pub use samples::Samples;
pub use scalar::Scalar;
pub use shape::{Batch, Feeds, Image, Sequence, Shape, Vector};
pub use summary::{Row, Summary};
pub use target::Targets;
pub use text::Text;
