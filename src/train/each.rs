//! A closure as a callback.

use super::{Callback, Epoch, Session, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// Calls `tell` with the report of every epoch; it returns nothing, or an `Option<Stop>`.
///
/// ```
/// use constrata::{prelude::*, train::{Data, Fit, Stop, each}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit::new(MeanSquaredError, Sgd);
/// let data = Data::new(&[[1.0]], &[[2.0]]);
/// fit.run(&mut net, data, each(|epoch| println!("{epoch}")))?;
/// let history = fit.run(&mut net, data, each(|epoch| (epoch.epoch == 3).then_some(Stop::Callback("three"))))?;
/// assert_eq!(history.epochs.len(), 3);
/// # Ok::<(), constrata::Error>(())
/// ```
pub fn each<F: FnMut(&Epoch) -> A, A: Answer>(tell: F) -> Each<F> {
    Each(tell)
}

/// What [`each`] makes.
///
/// ```
/// use constrata::train::{Each, Epoch, each};
/// struct Report { // a callback kept in a struct
///     print: Each<fn(&Epoch)>,
/// }
/// let _report = Report { print: each(|epoch| println!("{epoch}")) };
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Each<F>(F);

impl<N: Parameters, O: Optimizer<N::Number>, F: FnMut(&Epoch) -> A, A: Answer> Callback<N, O> for Each<F> {
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        Ok(session.history.last().and_then(|epoch| (self.0)(epoch).stop()))
    }
}

/// What the closure of [`each`] may return: nothing, or an `Option<Stop>`.
///
/// ```
/// use constrata::train::{Answer, Stop};
/// assert_eq!(().stop(), None);
/// assert_eq!(Some(Stop::Callback("enough")).stop(), Some(Stop::Callback("enough")));
/// ```
pub trait Answer {
    /// Why the run is to end, if it is.
    fn stop(self) -> Option<Stop>;
}
impl Answer for () {
    fn stop(self) -> Option<Stop> {
        None
    }
}
impl Answer for Option<Stop> {
    fn stop(self) -> Option<Stop> {
        self
    }
}
