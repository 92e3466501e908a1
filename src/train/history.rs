//! What a run came to.

use std::vec::Vec;

use super::{Epoch, Stop};

/// The reports of all epochs of a run, and why it ended.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, History, Stop}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit { epochs: 30, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) };
/// let History { epochs, stop } = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), ())?;
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
}
