//! Why a run ended.

use core::fmt;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Stop {
    /// It went through all its epochs.
    Epochs,
    /// Somebody interrupted it.
    Interrupted,
    /// A callback had enough, and says why.
    Callback(&'static str),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Epochs => write!(f, "all epochs are done"),
            Stop::Interrupted => write!(f, "interrupted"),
            Stop::Callback(why) => write!(f, "{why}"),
        }
    }
}
