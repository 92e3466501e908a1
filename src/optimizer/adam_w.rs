use super::{Adam, Moments, Optimizer};
use crate::error::setting;
use crate::{Error, Parameters, Role, Scalar, Text};

/// Adam with decoupled weight decay, on weights only, not on biases.
///
/// ```text
/// w -= r lambda w, then the step of Adam
/// ```
///
/// As `torch.optim.AdamW(lr=r, weight_decay=lambda)` with the biases in a group of `weight_decay=0`. Source:
/// Loshchilov and Hutter 2019.
///
/// ```
/// use constrata::prelude::*;
/// use constrata::optimizer::AdamW;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, gradient) = (Net::zeros(), Net::zeros());
/// net.fill(1.0);
/// let mut moments = constrata::bytemuck::zeroed();
/// AdamW { weight_decay: 0.5, ..AdamW::default() }.step(&mut net, &gradient, &mut moments, 0.5);
/// assert_eq!((net.weights[0], net.bias[0]), (0.75, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AdamW<T = f32> {
    /// The settings of Adam.
    pub adam: Adam<T>,
    /// lambda: which part of a weight goes with every unit of learning rate.
    pub weight_decay: T,
}

impl<T: Scalar> Default for AdamW<T> {
    fn default() -> Self {
        AdamW { adam: Adam::default(), weight_decay: T::of(0.01) }
    }
}

impl<T: Scalar> Optimizer<T> for AdamW<T> {
    type State<N: Parameters<Number = T>> = Moments<N>;
    const NAME: Text = Text::new("AdamW");
    #[inline]
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        state: &mut Moments<N>,
        learning_rate: T,
    ) {
        let keep = T::ONE - learning_rate * self.weight_decay;
        for index in (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights) {
            network.tensor_mut(index).iter_mut().for_each(|w| *w *= keep);
        }
        self.adam.step(network, gradient, state, learning_rate);
    }
    fn settings(&self, visit: &mut impl FnMut(&'static str, f64)) {
        self.adam.settings(visit);
        visit("weight_decay", self.weight_decay.to_f64());
    }
    fn check(&self) -> Result<(), Error> {
        Optimizer::<T>::check(&self.adam)?;
        setting::not_negative("AdamW::weight_decay", self.weight_decay.to_f64())
    }
    fn not_finite<N: Parameters<Number = T>>(state: &Moments<N>) -> Option<usize> {
        <Adam<T> as Optimizer<T>>::not_finite(state)
    }
}
