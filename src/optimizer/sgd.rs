use super::Optimizer;
use crate::kernel::{Work, launch};
use crate::parameters::each_tensor;
use crate::{Parameters, Scalar, Text};

/// Stochastic gradient descent.
///
/// ```text
/// w -= r g
/// ```
///
/// As `torch.optim.SGD(lr=r)`. Source: Robbins and Monro 1951.
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient) = (Net::zeros(), Net::zeros());
/// gradient.fill(2.0);
/// Sgd.step(&mut net, &gradient, &mut (), 0.5);
/// assert_eq!(net.weights[0], -1.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sgd;

impl<T: Scalar> Optimizer<T> for Sgd {
    type State<N: Parameters<Number = T>> = ();
    const NAME: Text = Text::new("SGD");
    #[inline]
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        _state: &mut (),
        learning_rate: T,
    ) {
        each_tensor!(N, index => {
            let (w, g) = (network.tensor_mut(index), gradient.tensor(index));
            launch(w.len(), Step { w, g, r: learning_rate });
        });
    }
}

struct Step<'a, T> {
    w: &'a mut [T],
    g: &'a [T],
    r: T,
}

impl<T: Scalar> Work for Step<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (w, g) in self.w.iter_mut().zip(self.g) {
            *w = (*w - self.r * *g).flush_subnormal();
        }
    }
}
