//! What watches a run, and may stop it.

use super::{Session, Step, Stop};
use crate::optimizer::Optimizer;
use crate::{Error, Parameters};

/// Called around epochs and after batches, with the whole [`Session`]: network, optimizer's state, reports.
///
/// Every function does nothing by default. A run ends when one of them returns a [`Stop`] or an error. Several callbacks make a
/// tuple, `(EarlyStopping::new(..), checkpoints)`: all of them are called, in order, and the first stop counts. Pass `&mut stopping`
/// to look at a callback after the run. [`each`](super::each) makes a callback of a closure; `()` and `None` are no callback.
///
/// # Checkpoints
///
/// [`Checkpoints`](super::Checkpoints) saves the [`Session`], which is the whole state of a run. A callback of your own does the same
/// with `session.save(..)` in [`after_epoch`](Self::after_epoch) or [`after_batch`](Self::after_batch). A session that is loaded from
/// such a file is [resumed](super::Fit::resume) bit for bit, as if the run had never stopped. No random generator has to be saved: all
/// that is random in an epoch is drawn from the seed and the epoch's number.
///
/// ```
/// use constrata::{prelude::*, train::{Callback, Data, Fit, Session, Stop}, Error};
/// network! { struct Line: 1 => Dense<1> }
///
/// /// Stops after the epoch in which the weight has come near 2, and counts the steps until then.
/// struct NearTwo { steps: usize }
///
/// impl<O: Optimizer<f32>> Callback<Line, O> for NearTwo {
///     fn after_batch(&mut self, _: &mut Session<Line, O>, _: &constrata::train::Step) -> Result<Option<Stop>, Error> {
///         self.steps += 1;
///         Ok(None)
///     }
///     fn after_epoch(&mut self, session: &mut Session<Line, O>) -> Result<Option<Stop>, Error> {
///         let error = (session.network.dense1.weights[0] - 2.0).abs();
///         Ok((error < 0.1).then_some(Stop::Callback("the weight is near 2")))
///     }
/// }
///
/// let (mut net, mut near) = (Line::zeros(), NearTwo { steps: 0 });
/// let fit = Fit { epochs: 1000, batch: 2, learning_rate: 0.1, ..Fit::new(MeanSquaredError, Sgd) };
/// let history = fit.run(&mut net, Data::new(&[[0.0], [1.0], [2.0]], &[[1.0], [3.0], [5.0]]), &mut near)?;
/// assert_eq!(history.stop, Stop::Callback("the weight is near 2"));
/// assert_eq!(near.steps, 2 * history.epochs.len());
/// # Ok::<(), Error>(())
/// ```
pub trait Callback<N: Parameters, O: Optimizer<N::Number>> {
    /// Before the first epoch of a run, new or resumed, after data and settings were checked.
    ///
    /// ```
    /// use constrata::{Error, prelude::*, train::{Callback, Data, Fit, Session}};
    /// struct Begin(usize);
    /// impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Begin {
    ///     fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
    ///         self.0 = session.history.len();
    ///         Ok(())
    ///     }
    /// }
    /// let (mut net, mut begin) = (<network!(1 => Dense<1>)>::zeros(), Begin(7));
    /// Fit::new(MeanSquaredError, Sgd).run(&mut net, Data::new(&[[1.0]], &[[2.0]]), &mut begin)?;
    /// assert_eq!(begin.0, 0);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Where a setting makes no sense: then the run does not begin.
    fn before_run(&mut self, _session: &mut Session<N, O>) -> Result<(), Error> {
        Ok(())
    }
    /// Before an epoch, which is number `session.history.len() + 1`.
    ///
    /// ```
    /// use constrata::{Error, prelude::*, train::{Callback, Data, Fit, Session, Stop}};
    /// network! { struct Line: 1 => Dense<1> }
    /// /// Holds the bias at 0.
    /// struct NoBias;
    /// impl<O: Optimizer<f32>> Callback<Line, O> for NoBias {
    ///     fn before_epoch(&mut self, session: &mut Session<Line, O>) -> Result<Option<Stop>, Error> {
    ///         session.network.dense1.bias[0] = 0.0;
    ///         Ok(None)
    ///     }
    ///     fn after_run(&mut self, session: &mut Session<Line, O>) {
    ///         session.network.dense1.bias[0] = 0.0;
    ///     }
    /// }
    /// let (mut net, fit) = (Line::zeros(), Fit { learning_rate: 0.5, ..Fit::new(HalfSquaredError, Sgd) });
    /// fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), NoBias)?;
    /// assert_eq!(net.dense1.bias[0], 0.0);
    /// # Ok::<(), Error>(())
    /// ```
    fn before_epoch(&mut self, _session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        Ok(None)
    }
    /// Before the step of each batch, with the gradient of its loss and penalty, before it is clipped: to change it.
    ///
    /// ```
    /// use constrata::{Error, prelude::*, train::{Callback, Data, Fit, Session}};
    /// network! { struct Line: 1 => Dense<1> }
    /// /// Learns no bias.
    /// struct NoBias;
    /// impl<O: Optimizer<f32>> Callback<Line, O> for NoBias {
    ///     fn before_step(&mut self, _: &mut Session<Line, O>, gradient: &mut Line) -> Result<(), Error> {
    ///         gradient.dense1.bias[0] = 0.0;
    ///         Ok(())
    ///     }
    /// }
    /// let mut net = Line::zeros();
    /// Fit::new(MeanSquaredError, Sgd).run(&mut net, Data::new(&[[1.0]], &[[2.0]]), NoBias)?;
    /// assert!(net.dense1.bias[0] == 0.0 && net.dense1.weights[0] > 0.0);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// An error ends the run before the step.
    fn before_step(&mut self, _session: &mut Session<N, O>, _gradient: &mut N) -> Result<(), Error> {
        Ok(())
    }
    /// After the step of each batch. A run that is stopped here has no report of this epoch yet, and resumes within it.
    fn after_batch(&mut self, _session: &mut Session<N, O>, _step: &Step) -> Result<Option<Stop>, Error> {
        Ok(None)
    }
    /// After an epoch, whose report is the last in `session.history`.
    fn after_epoch(&mut self, _session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        Ok(None)
    }
    /// After the run, however it ended, errors included.
    ///
    /// ```
    /// use constrata::{prelude::*, train::{Callback, Data, Fit, Session}};
    /// struct Farewell(Option<usize>);
    /// impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for Farewell {
    ///     fn after_run(&mut self, session: &mut Session<N, O>) {
    ///         self.0 = Some(session.history.len());
    ///     }
    /// }
    /// let (mut net, mut farewell) = (<network!(1 => Dense<1>)>::zeros(), Farewell(None));
    /// let fit = Fit { learning_rate: 1e30, ..Fit::new(MeanSquaredError, Sgd) };
    /// assert!(fit.run(&mut net, Data::new(&[[1.0]], &[[2.0]]), &mut farewell).is_err()); // diverges
    /// assert!(farewell.0.is_some_and(|epochs| epochs < fit.epochs));
    /// ```
    fn after_run(&mut self, _session: &mut Session<N, O>) {}
}

impl<N: Parameters, O: Optimizer<N::Number>> Callback<N, O> for () {}

impl<N: Parameters, O: Optimizer<N::Number>, C: Callback<N, O>> Callback<N, O> for &mut C {
    fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
        (**self).before_run(session)
    }
    fn before_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        (**self).before_epoch(session)
    }
    fn before_step(&mut self, session: &mut Session<N, O>, gradient: &mut N) -> Result<(), Error> {
        (**self).before_step(session, gradient)
    }
    fn after_batch(&mut self, session: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        (**self).after_batch(session, step)
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        (**self).after_epoch(session)
    }
    fn after_run(&mut self, session: &mut Session<N, O>) {
        (**self).after_run(session);
    }
}

impl<N: Parameters, O: Optimizer<N::Number>, C: Callback<N, O>> Callback<N, O> for Option<C> {
    fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
        self.as_mut().map_or(Ok(()), |callback| callback.before_run(session))
    }
    fn before_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        self.as_mut().map_or(Ok(None), |callback| callback.before_epoch(session))
    }
    fn before_step(&mut self, session: &mut Session<N, O>, gradient: &mut N) -> Result<(), Error> {
        self.as_mut().map_or(Ok(()), |callback| callback.before_step(session, gradient))
    }
    fn after_batch(&mut self, session: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
        self.as_mut().map_or(Ok(None), |callback| callback.after_batch(session, step))
    }
    fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
        self.as_mut().map_or(Ok(None), |callback| callback.after_epoch(session))
    }
    fn after_run(&mut self, session: &mut Session<N, O>) {
        self.iter_mut().for_each(|callback| callback.after_run(session));
    }
}

macro_rules! tuples {
    ($(($($C:ident $index:tt),*))*) => {$(
        impl<N: Parameters, O: Optimizer<N::Number>, $($C: Callback<N, O>),*> Callback<N, O> for ($($C,)*) {
            fn before_run(&mut self, session: &mut Session<N, O>) -> Result<(), Error> {
                $(self.$index.before_run(session)?;)*
                Ok(())
            }
            fn before_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
                let stops = [$(self.$index.before_epoch(session)?),*];
                Ok(stops.into_iter().flatten().next())
            }
            fn before_step(&mut self, session: &mut Session<N, O>, gradient: &mut N) -> Result<(), Error> {
                $(self.$index.before_step(session, gradient)?;)*
                Ok(())
            }
            fn after_batch(&mut self, session: &mut Session<N, O>, step: &Step) -> Result<Option<Stop>, Error> {
                let stops = [$(self.$index.after_batch(session, step)?),*];
                Ok(stops.into_iter().flatten().next())
            }
            fn after_epoch(&mut self, session: &mut Session<N, O>) -> Result<Option<Stop>, Error> {
                let stops = [$(self.$index.after_epoch(session)?),*];
                Ok(stops.into_iter().flatten().next())
            }
            fn after_run(&mut self, session: &mut Session<N, O>) {
                $(self.$index.after_run(session);)*
            }
        }
    )*};
}

tuples! { (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) (A 0, B 1, C 2, D 3, E 4) (A 0, B 1, C 2, D 3, E 4, F 5) }
