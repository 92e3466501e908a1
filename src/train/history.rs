//! The result of a run.

use core::fmt;
use std::vec::Vec;

use super::{Advice, Epoch, Stop};

/// The reports of all epochs of a run, and why it ended. Prints as the last report, why there are no more, and what would have helped,
/// if anything.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, History, Stop}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit { epochs: 30, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) };
/// let History { epochs, stop, .. } = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), ())?;
/// assert_eq!((epochs.len(), stop), (30, Stop::Epochs));
/// assert!(epochs.windows(2).all(|two| two[1].loss <= two[0].loss)); // a curve to plot
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The reports, from the first epoch on.
    pub epochs: Vec<Epoch>,
    /// Why there are no more of them.
    pub stop: Stop,
    /// What would have helped, where the network learned next to nothing.
    pub advice: Option<Advice>,
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(last) = self.epochs.last() {
            writeln!(f, "{last}")?;
        }
        self.stop.fmt(f)?;
        self.advice.iter().try_for_each(|advice| write!(f, "\n{advice}"))
    }
}
