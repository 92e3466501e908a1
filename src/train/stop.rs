//! Why a run ended.

use core::fmt;

/// Why a run ended.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, LossBelow, Stop}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let (fit, data) = (Fit::new(MeanSquaredError, Sgd), Data::new(&[[1.0]], &[[2.0]]));
/// let history = fit.run(&mut net, data, LossBelow(100.0))?;
/// assert_eq!((history.stop, history.stop.to_string().as_str()), (Stop::LossBelow, "the loss is low enough"));
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Stop {
    /// It went through all its epochs.
    Epochs,
    /// Its loss was below a [`LossBelow`](super::LossBelow).
    LossBelow,
    /// Its loss changed by less than a [`LossChangeBelow`](super::LossChangeBelow).
    LossChangeBelow,
    /// It did not improve for the [`patience`](super::EarlyStopping::patience) of an early stopping.
    NoBetter {
        /// The best epoch, counted from 1; 0 if there was none.
        since: usize,
    },
    /// The user interrupted it, as with Ctrl-C.
    Interrupted,
    /// A callback stopped it, for this reason.
    Callback(&'static str),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Epochs => write!(f, "all epochs are done"),
            Stop::LossBelow => write!(f, "the loss is low enough"),
            Stop::LossChangeBelow => write!(f, "the loss hardly changes any more"),
            Stop::NoBetter { since } => write!(f, "no better since epoch {since}"),
            Stop::Interrupted => write!(f, "interrupted"),
            Stop::Callback(why) => write!(f, "{why}"),
        }
    }
}
