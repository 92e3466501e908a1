use super::{Optimizer, first_not_finite};
use crate::error::setting;
use crate::kernel::{Work, launch};
use crate::parameters::each_tensor;
use crate::{Error, Parameters, Scalar, Text};

/// Adam: momentum, in units of the recent gradients' size.
///
/// ```text
/// m = beta1 m + (1 - beta1) g        m' = m / (1 - beta1^t)
/// v = beta2 v + (1 - beta2) g^2      v' = v / (1 - beta2^t)        w -= r m' / (sqrt(v') + epsilon)
/// ```
///
/// As `torch.optim.Adam(lr=r)`; `1 - beta` is that of the nearest `T` to `beta`, and cancels in `m'` and `v'`. Source: Kingma and
/// Ba 2015.
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient) = (Net::zeros(), Net::zeros());
/// gradient.fill(5.0);
/// let mut moments = constrata::bytemuck::zeroed();
/// Adam::default().step(&mut net, &gradient, &mut moments, 0.01); // the first step is r, whatever the gradient
/// assert!((net.weights[0] + 0.01).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Adam<T = f32> {
    /// How much of the mean gradient is kept; 0..1.
    pub beta1: T,
    /// How much of the mean square is kept; 0..1.
    pub beta2: T,
    /// Keeps the division finite.
    pub epsilon: T,
}

impl<T: Scalar> Default for Adam<T> {
    fn default() -> Self {
        Adam { beta1: T::of(0.9), beta2: T::of(0.999), epsilon: T::of(1e-8) }
    }
}

/// What [`Adam`] and [`AdamW`](super::AdamW) remember of a network `N`: two moving means.
///
/// ```
/// use constrata::{optimizer::Moments, prelude::*};
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient, mut moments) = (Net::zeros(), Net::zeros(), constrata::bytemuck::zeroed::<Moments<Net>>());
/// gradient.fill(2.0);
/// Adam { beta1: 0.5, beta2: 0.75, ..Adam::default() }.step(&mut net, &gradient, &mut moments, 0.1);
/// assert_eq!((moments.mean.bias[0], moments.square.bias[0]), (1.0, 1.0)); // (1 - 1/2) 2, (1 - 3/4) 4
/// assert_eq!(moments.correction, [0.5, 0.25]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "N: serde::Serialize, N::Number: serde::Serialize",
        deserialize = "N: serde::Deserialize<'de>, N::Number: serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct Moments<N: Parameters> {
    /// m, the moving mean of the gradients.
    pub mean: N,
    /// v, the moving mean of their squares.
    pub square: N,
    /// 1 - beta1^t and 1 - beta2^t after t steps: how much of a mean `m` and `v` are yet.
    pub correction: [N::Number; 2],
}

crate::__zeroable!([N: Parameters] Moments<N>, [] { mean: N, square: N, correction: [N::Number; 2] });

impl<T: Scalar> Optimizer<T> for Adam<T> {
    type State<N: Parameters<Number = T>> = Moments<N>;
    const NAME: Text = Text::new("Adam");
    #[inline]
    fn step<N: Parameters<Number = T>>(
        &self,
        network: &mut N,
        gradient: &N,
        state: &mut Moments<N>,
        learning_rate: T,
    ) {
        let Adam { beta1, beta2, epsilon } = *self;
        // exact from 1/2 on, so that the weights of the means add up to 1
        let [rest1, rest2] = [T::ONE - beta1, T::ONE - beta2];
        // 1 - beta^t = beta (1 - beta^(t-1)) + (1 - beta)
        state.correction[0] = beta1 * state.correction[0] + rest1;
        state.correction[1] = beta2 * state.correction[1] + rest2;
        let rate = learning_rate / state.correction[0];
        let scale = T::ONE / state.correction[1].sqrt();
        each_tensor!(N, index => {
            let (w, g) = (network.tensor_mut(index), gradient.tensor(index));
            let (m, v) = (state.mean.tensor_mut(index), state.square.tensor_mut(index));
            launch(w.len(), Step { w, g, m, v, beta1, rest1, beta2, rest2, rate, scale, epsilon });
        });
    }
    fn settings(&self, visit: &mut impl FnMut(&'static str, f64)) {
        visit("beta1", self.beta1.to_f64());
        visit("beta2", self.beta2.to_f64());
        visit("epsilon", self.epsilon.to_f64());
    }
    fn check(&self) -> Result<(), Error> {
        setting::share("Adam::beta1", self.beta1.to_f64())?;
        setting::share("Adam::beta2", self.beta2.to_f64())?;
        setting::positive("Adam::epsilon", self.epsilon.to_f64())
    }
    fn not_finite<N: Parameters<Number = T>>(state: &Moments<N>) -> Option<usize> {
        first_not_finite(&state.square).or_else(|| first_not_finite(&state.mean))
    }
}

struct Step<'a, T> {
    w: &'a mut [T],
    g: &'a [T],
    m: &'a mut [T],
    v: &'a mut [T],
    beta1: T,
    rest1: T,
    beta2: T,
    rest2: T,
    rate: T,
    scale: T,
    epsilon: T,
}

impl<T: Scalar> Work for Step<'_, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Step { w, g, m, v, beta1, rest1, beta2, rest2, rate, scale, epsilon } = self;
        for (((w, g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
            let g = g.flush_if_square_underflows();
            *m = (beta1 * *m + rest1 * g).flush_subnormal();
            *v = (beta2 * *v + rest2 * g * g).flush_subnormal();
            *w = (*w - rate * *m / (v.sqrt() * scale + epsilon)).flush_subnormal();
        }
    }
}
