//! Training on data sets: the loop around forward, loss, backward and step.
//!
//! All of it stands on the core and costs it nothing: a program without `std` writes the same loop in ten lines, see
//! [`Pass`](crate::Pass).

mod epoch;
mod evaluate;
mod fit;
mod shards;
mod threads;
mod workspace;

pub use epoch::Epoch;
pub use evaluate::{Evaluation, evaluate};
pub use fit::Fit;

/// One sample going into a network.
pub type Sample<N> = <<N as crate::Layer>::Input as crate::Shape>::Sample<<N as crate::Parameters>::Scalar>;
