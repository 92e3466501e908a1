//! Ctrl-C ends the run, not the program.

use std::process::exit;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Callback, Session, Step, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// Whether Ctrl-C was pressed, and no run has ended of it yet.
static PRESSED: AtomicBool = AtomicBool::new(false);

/// Ends a run after the batch in which Ctrl-C is pressed, with [`Stop::Interrupted`]: with the feature `interrupt`.
///
/// Together with an [`EarlyStopping`](super::EarlyStopping), or [`EarlyStopping::keep_best`](super::EarlyStopping::keep_best),
/// that leaves the best weights so far. A second Ctrl-C before the batch is over ends the program at once. The handler stays for the whole program: Ctrl-C outside of a run ends the next one after its first batch.
///
/// ```
/// use constrata::{prelude::*, train::{Data, EarlyStopping, Fit, Interrupt, LossBelow, Monitor, Stop}};
/// let mut net = <network!(1 => Dense<1>)>::zeros();
/// let fit = Fit { epochs: 1_000_000, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) };
/// let best = EarlyStopping::keep_best(Monitor::TrainingLoss);
/// let history = fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), (best, LossBelow(1e-6), Interrupt::new()?))?;
/// match history.stop {
///     Stop::Interrupted => println!("interrupted; these are the best weights so far"),
///     enough => assert_eq!(enough, Stop::LossBelow),
/// }
/// # Ok::<(), constrata::Error>(())
/// ```
#[derive(Debug)]
pub struct Interrupt {
    _made_by_new: (),
}

impl Interrupt {
    /// Installs the handler for Ctrl-C.
    ///
    /// # Errors
    /// [`Error::Interrupt`], where the program has another handler for it, made by the crate `ctrlc`.
    pub fn new() -> Result<Self, Error> {
        static HANDLER: OnceLock<bool> = OnceLock::new();
        let handler = || {
            if PRESSED.swap(true, Ordering::Relaxed) {
                exit(130); // what a shell reports of a program that SIGINT ended
            }
        };
        // another thread may be making the first one just now
        let set = HANDLER.get_or_init(|| ctrlc::set_handler(handler).is_ok());
        if *set { Ok(Interrupt { _made_by_new: () }) } else { Err(Error::Interrupt) }
    }
}

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Interrupt {
    fn after_batch(&mut self, _: &mut Session<N, O>, _: &Step) -> Result<Option<Stop>, Error> {
        // a plain load first: a swap in every batch would cost more
        let pressed = PRESSED.load(Ordering::Relaxed) && PRESSED.swap(false, Ordering::Relaxed);
        Ok(pressed.then_some(Stop::Interrupted))
    }
}
