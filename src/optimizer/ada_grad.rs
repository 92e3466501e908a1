use super::{Optimizer, first_not_finite};
use crate::error::setting;
use crate::kernel::{Work, launch};
use crate::parameters::each_tensor;
use crate::{Error, Parameters, Scalar, Text};

/// AdaGrad: steps shrink with all the squared gradients there have been.
///
/// ```text
/// s += g^2        w -= r g / (sqrt(s) + epsilon)
/// ```
///
/// As `torch.optim.Adagrad(lr=r)`. Source: Duchi, Hazan and Singer 2011.
///
/// ```
/// use constrata::prelude::*;
/// use constrata::optimizer::AdaGrad;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient, mut squares) = (Net::zeros(), Net::zeros(), Net::zeros());
/// gradient.fill(3.0);
/// AdaGrad::default().step(&mut net, &gradient, &mut squares, 0.5); // s = 9, g / sqrt(s) = 1
/// assert_eq!(net.weights[0], -0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AdaGrad<T = f32> {
    /// Keeps the division finite.
    pub epsilon: T,
}

impl<T: Scalar> Default for AdaGrad<T> {
    fn default() -> Self {
        AdaGrad { epsilon: T::of(1e-10) }
    }
}

impl<T: Scalar> Optimizer<T> for AdaGrad<T> {
    type State<N: Parameters<Number = T>> = N;
    const NAME: Text = Text::new("AdaGrad");
    #[inline]
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        squares: &mut N,
        learning_rate: T,
    ) {
        each_tensor!(N, index => {
            let (w, g, s) = (network.tensor_mut(index), gradient.tensor(index), squares.tensor_mut(index));
            launch(w.len(), Step { w, g, s, r: learning_rate, epsilon: self.epsilon });
        });
    }
    fn settings(&self, visit: &mut impl FnMut(&'static str, f64)) {
        visit("epsilon", self.epsilon.to_f64());
    }
    fn check(&self) -> Result<(), Error> {
        setting::positive("AdaGrad::epsilon", self.epsilon.to_f64())
    }
    fn not_finite<N: Parameters<Number = T>>(squares: &N) -> Option<usize> {
        first_not_finite(squares)
    }
}

struct Step<'a, T> {
    w: &'a mut [T],
    g: &'a [T],
    s: &'a mut [T],
    r: T,
    epsilon: T,
}

impl<T: Scalar> Work for Step<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Step { w, g, s, r, epsilon } = self;
        for ((w, g), s) in w.iter_mut().zip(g).zip(s) {
            let g = g.flush_if_square_underflows();
            *s += g * g;
            *w = (*w - r * g / (s.sqrt() + epsilon)).flush_subnormal();
        }
    }
}
