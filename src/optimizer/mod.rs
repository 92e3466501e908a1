//! Optimizers: how a gradient changes the parameters. They know no layers.
//!
//! An optimizer is its settings, which are the network's scalar: an `f32` network on a microcontroller computes with no `f64`
//! even where only the running program knows them. What it remembers between steps ([`Optimizer::State`]) is a value the caller
//! owns, which begins as zeros and whose size is known. The learning rate is given with every step, so that any
//! schedule is a plain expression.
//!
//! | optimizer | step | remembers |
//! |---|---|---|
//! | [`Sgd`] | w -= r g | nothing |
//! | [`Momentum`] | v = mu v + g, w -= r v; or Nesterov's w -= r (g + mu v) | v |
//! | [`AdaGrad`] | s += g^2, w -= r g / (sqrt s + eps) | s |
//! | [`RmsProp`] | s = rho s + (1 - rho) g^2, w -= r g / (sqrt s + eps) | s |
//! | [`Adam`] | m, v = moving means of g, g^2; w -= r m' / (sqrt v' + eps) | m, v |
//! | [`AdamW`] | Adam, and w -= r lambda w before it | m, v |
//!
//! All multiplications are in the order the papers and PyTorch write them. What decays towards 0 (the weights of a unit that
//! no longer fires, a mean of gradients that are gone) ends there, and not among the numbers below the normal range that make
//! a processor of 64 bits many times slower: [`Scalar::flush_subnormal`], [`Scalar::flush_if_square_underflows`].

mod ada_grad;
mod adam;
mod adam_w;
mod clip;
mod memory;
mod momentum;
mod rms_prop;
mod sgd;

pub use ada_grad::AdaGrad;
pub use adam::{Adam, Moments};
pub use adam_w::AdamW;
pub use clip::{clip_by_norm, clip_by_value, norm};
pub use memory::Memory;
pub use momentum::Momentum;
pub use rms_prop::RmsProp;
pub use sgd::Sgd;

use bytemuck::Zeroable;

use crate::{Error, Parameters, Scalar, Text};

/// A rule that turns a gradient into a step of the parameters, of networks over the scalar `T`.
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient) = (Net::zeros(), Net::zeros());
/// gradient.fill(1.0);
/// let adam = Adam::default();
/// let mut state = constrata::bytemuck::zeroed();
/// adam.step(&mut net, &gradient, &mut state, 0.1);
/// assert!((net.weights[0] + 0.1).abs() < 1e-6);
/// ```
pub trait Optimizer<T: Scalar> {
    /// What the rule remembers from step to step; all zeros to begin with.
    type State<N: Parameters<Number = T>>: Zeroable;
    /// The optimizer as reports name it.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// assert_eq!(<Adam as Optimizer<f32>>::NAME.as_str(), "Adam");
    /// ```
    const NAME: Text;
    /// Changes `network` by one step against `gradient`.
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        state: &mut Self::State<N>,
        learning_rate: T,
    );
    /// Shows every setting by its name: a run that is [resumed](crate::train::Fit::resume) must have those it began with. One
    /// that is not shown is not looked at.
    ///
    /// ```
    /// use constrata::{optimizer::RmsProp, prelude::*};
    /// let mut settings = Vec::new();
    /// Optimizer::<f32>::settings(&RmsProp { rho: 0.5, epsilon: 0.25 }, &mut |name, value| settings.push((name, value)));
    /// assert_eq!(settings, [("rho", 0.5), ("epsilon", 0.25)]);
    /// ```
    fn settings(&self, _visit: &mut impl FnMut(&'static str, f64)) {}
    /// That its settings are such that a network can learn with it: what [`Fit`](crate::train::Fit) asks before the first step.
    ///
    /// # Errors
    /// [`Error::Value`], with the first setting that is not.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// let error = Optimizer::<f32>::check(&Adam { beta1: 1.0, ..Adam::default() }).unwrap_err();
    /// assert_eq!(error.to_string(), "`Adam::beta1` is 1: give a number from 0 to below 1");
    /// ```
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
    /// The first slice of the network's of which `state` remembers a number that is not finite, if there is one: the square of a
    /// large gradient, with which the rule never moves again. [`Fit`](crate::train::Fit) says then that the run has diverged.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Net = network!(1 => Dense<1>);
    /// let (mut net, mut gradient, mut state) = (Net::zeros(), Net::zeros(), constrata::bytemuck::zeroed());
    /// gradient.bias[0] = 1e30; // its square is beyond the largest `f32`
    /// Adam::default().step(&mut net, &gradient, &mut state, 0.1);
    /// assert_eq!(<Adam as Optimizer<f32>>::not_finite(&state), Some(1)); // the bias
    /// ```
    fn not_finite<N: Parameters<Number = T>>(_state: &Self::State<N>) -> Option<usize> {
        None
    }
}

/// The first slice that has a number which is not finite.
fn first_not_finite<N: Parameters>(numbers: &N) -> Option<usize> {
    (0..N::TENSORS).find(|index| numbers.tensor(*index).iter().any(|number| !number.is_finite()))
}
