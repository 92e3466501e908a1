//! Training on data sets: the loop around forward, loss, backward and step.
//!
//! All of it stands on the core and costs it nothing: a program without `std` writes the same loop in ten lines, see
//! [`Pass`](crate::Pass).

mod callback;
mod check;
mod data;
mod each;
mod epoch;
mod evaluate;
mod fit;
mod history;
mod session;
mod shards;
mod step;
mod stop;
mod threads;
mod workspace;

pub use crate::file::checkpoints::Checkpoints;
pub use callback::Callback;
pub use data::Data;
pub use each::{Answer, Each, each};
pub use epoch::Epoch;
pub use evaluate::{Evaluation, evaluate};
pub use fit::Fit;
pub use history::History;
pub use session::{Session, stream};
pub use step::Step;
pub use stop::Stop;

/// One sample going into a network.
pub type Sample<N> = <<N as crate::Layer>::Input as crate::Shape>::Sample<<N as crate::Parameters>::Scalar>;
