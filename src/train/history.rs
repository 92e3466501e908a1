//! What a run came to.

use std::vec::Vec;

use super::{Epoch, Stop};

/// The reports of all epochs of a run, and why it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The reports, from the first epoch on.
    pub epochs: Vec<Epoch>,
    /// Why there are no more of them.
    pub stop: Stop,
}
