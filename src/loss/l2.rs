use crate::kernel::{Work, launch, total, total_of_pairs};
use crate::{Parameters, Role, Scalar};

/// The penalty of structural risk minimization: small weights are preferred.
///
/// ```text
/// R = lambda / 2 |W|^2            dW += lambda W
/// ```
///
/// On weights, not on biases. With Adam and its kin prefer the decoupled weight decay of
/// [`AdamW`](crate::optimizer::AdamW). Sources: Hoerl and Kennard 1970; Vapnik 1992; Loshchilov and Hutter 2019.
///
/// ```
/// use constrata::prelude::*;
/// type Net = network!(1 => Dense<1>);
/// let (mut net, mut gradient) = (Net::zeros(), Net::zeros());
/// net.fill(2.0);
/// assert_eq!(L2 { lambda: 0.1 }.gradient(&net, &mut gradient), 0.1 / 2.0 * 4.0);
/// assert_eq!((gradient.weights[0], gradient.bias[0]), (0.2, 0.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct L2<T = f32> {
    /// How much a weight counts against the loss; 0 is no penalty.
    pub lambda: T,
}

impl<T: Scalar> L2<T> {
    /// The penalty; adds its derivative to `gradient`.
    pub fn gradient<N: Parameters<Number = T>>(&self, network: &N, gradient: &mut N) -> T {
        let lambda = self.lambda;
        let mut squares = T::ZERO;
        for index in (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights) {
            let (w, dw) = (network.tensor(index), gradient.tensor_mut(index));
            squares += launch(w.len(), Penalize { w, dw, lambda });
        }
        if squares.is_finite() { T::of(0.5) * lambda * squares } else { beyond(network, lambda) }
    }
}

/// The penalty, where the squares alone are beyond the largest number.
#[cold]
fn beyond<N: Parameters>(network: &N, lambda: N::Number) -> N::Number {
    let mut penalty = N::Number::ZERO;
    for index in (0..N::TENSORS).filter(|index| N::role(*index) == Role::Weights) {
        penalty += penalty_of(network.tensor(index), lambda);
    }
    penalty
}

/// Of one tensor: a function that a program has once, where each tensor of each network would have a copy.
#[cold]
#[inline(never)]
fn penalty_of<T: Scalar>(weights: &[T], lambda: T) -> T {
    total(weights, |w| T::of(0.5) * lambda * w * w)
}

struct Penalize<'a, T> {
    w: &'a [T],
    dw: &'a mut [T],
    lambda: T,
}

impl<T: Scalar> Work for Penalize<'_, T> {
    type Output = T;
    #[inline(always)]
    fn run(self) -> T {
        total_of_pairs(self.w, self.dw, |w, dw| {
            *dw += self.lambda * w;
            w * w
        })
    }
}
