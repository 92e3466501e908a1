use super::{Optimizer, first_not_finite};
use crate::error::setting;
use crate::kernel::{Work, launch};
use crate::parameters::each_tensor;
use crate::{Error, Parameters, Scalar, Text};

/// RMSprop: steps in units of the recent gradients' size.
///
/// ```text
/// s = rho s + (1 - rho) g^2        w -= r g / (sqrt(s) + epsilon)
/// ```
///
/// As `torch.optim.RMSprop(lr=r, alpha=rho)`. Source: Tieleman and Hinton, lecture 6.5, 2012.
///
/// ```
/// use constrata::prelude::*;
/// use constrata::optimizer::RmsProp;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient, mut squares) = (Net::zeros(), Net::zeros(), Net::zeros());
/// gradient.fill(3.0);
/// RmsProp { rho: 0.75, ..RmsProp::default() }.step(&mut net, &gradient, &mut squares, 0.5); // s = 9/4
/// assert!((net.weights[0] + 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RmsProp<T = f32> {
    /// How much of the mean square is kept; 0..1.
    pub rho: T,
    /// Keeps the division finite.
    pub epsilon: T,
}

impl<T: Scalar> Default for RmsProp<T> {
    fn default() -> Self {
        RmsProp { rho: T::of(0.99), epsilon: T::of(1e-8) }
    }
}

impl<T: Scalar> Optimizer<T> for RmsProp<T> {
    type State<N: Parameters<Number = T>> = N;
    const NAME: Text = Text::new("RMSprop");
    #[inline]
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        squares: &mut N,
        learning_rate: T,
    ) {
        let RmsProp { rho, epsilon } = *self;
        let rest = T::ONE - rho;
        each_tensor!(N, index => {
            let (w, g, s) = (network.tensor_mut(index), gradient.tensor(index), squares.tensor_mut(index));
            launch(w.len(), Step { w, g, s, r: learning_rate, rho, rest, epsilon });
        });
    }
    fn settings(&self, visit: &mut impl FnMut(&'static str, f64)) {
        visit("rho", self.rho.to_f64());
        visit("epsilon", self.epsilon.to_f64());
    }
    fn check(&self) -> Result<(), Error> {
        setting::share("RmsProp::rho", self.rho.to_f64())?;
        setting::positive("RmsProp::epsilon", self.epsilon.to_f64())
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
    rho: T,
    rest: T,
    epsilon: T,
}

impl<T: Scalar> Work for Step<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Step { w, g, s, r, rho, rest, epsilon } = self;
        for ((w, g), s) in w.iter_mut().zip(g).zip(s) {
            let g = g.flush_if_square_underflows();
            *s = (rho * *s + rest * g * g).flush_subnormal();
            *w = (*w - r * g / (s.sqrt() + epsilon)).flush_subnormal();
        }
    }
}
