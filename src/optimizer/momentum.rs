use super::{Optimizer, first_not_finite};
use crate::error::setting;
use crate::kernel::{Work, launch};
use crate::parameters::each_tensor;
use crate::{Error, Parameters, Scalar, Text};

/// Gradient descent with momentum, Polyak's or Nesterov's.
///
/// ```text
/// v = mu v + g        w -= r v                (Polyak)
///                     w -= r (g + mu v)       (Nesterov)
/// ```
///
/// As `torch.optim.SGD(lr=r, momentum=mu, nesterov=..)`. Sources: Polyak 1964; Sutskever et al. 2013.
///
/// ```
/// use constrata::prelude::*;
/// use constrata::optimizer::Momentum;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient, mut velocity) = (Net::zeros(), Net::zeros(), Net::zeros());
/// gradient.fill(1.0);
/// let momentum = Momentum { momentum: 0.5, nesterov: false };
/// momentum.step(&mut net, &gradient, &mut velocity, 1.0); // v = 1
/// momentum.step(&mut net, &gradient, &mut velocity, 1.0); // v = 1.5
/// assert_eq!(net.weights[0], -2.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Momentum<T = f32> {
    /// mu: how much of the velocity is kept; 0..1.
    pub momentum: T,
    /// Looks ahead by the momentum, as Nesterov does.
    pub nesterov: bool,
}

impl<T: Scalar> Default for Momentum<T> {
    fn default() -> Self {
        Momentum { momentum: T::of(0.9), nesterov: false }
    }
}

impl<T: Scalar> Optimizer<T> for Momentum<T> {
    type State<N: Parameters<Number = T>> = N;
    const NAME: Text = Text::new("momentum");
    #[inline]
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        velocity: &mut N,
        learning_rate: T,
    ) {
        each_tensor!(N, index => {
            let (w, g, v) = (network.tensor_mut(index), gradient.tensor(index), velocity.tensor_mut(index));
            launch(w.len(), Step { w, g, v, r: learning_rate, mu: self.momentum, nesterov: self.nesterov });
        });
    }
    fn settings(&self, visit: &mut impl FnMut(&'static str, f64)) {
        visit("momentum", self.momentum.to_f64());
        visit("nesterov", f64::from(u8::from(self.nesterov)));
    }
    fn check(&self) -> Result<(), Error> {
        setting::share("Momentum::momentum", self.momentum.to_f64())
    }
    fn not_finite<N: Parameters<Number = T>>(velocity: &N) -> Option<usize> {
        first_not_finite(velocity)
    }
}

struct Step<'a, T> {
    w: &'a mut [T],
    g: &'a [T],
    v: &'a mut [T],
    r: T,
    mu: T,
    nesterov: bool,
}

impl<T: Scalar> Work for Step<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Step { w, g, v, r, mu, nesterov } = self;
        for ((w, g), v) in w.iter_mut().zip(g).zip(v) {
            *v = (mu * *v + *g).flush_subnormal();
            *w = (*w - r * if nesterov { *g + mu * *v } else { *v }).flush_subnormal();
        }
    }
}
