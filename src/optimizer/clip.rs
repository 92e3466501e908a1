//! Gradients cut down to size.

use crate::{Parameters, Scalar};

/// The Euclidean norm of all parameters of a network or gradient together.
///
/// ```
/// use constrata::prelude::*;
/// let mut gradient = <network!(1 => Dense<2>)>::zeros(); // 4 parameters
/// gradient.fill(3.0);
/// assert_eq!(constrata::optimizer::norm(&gradient), 6.0);
/// ```
pub fn norm<N: Parameters>(gradient: &N) -> N::Scalar {
    let mut squares = N::Scalar::ZERO;
    for index in 0..N::TENSORS {
        for g in gradient.tensor(index) {
            squares += *g * *g;
        }
    }
    squares.sqrt()
}

/// Shortens the gradient to the length `max` where it is longer; returns its length before.
///
/// ```text
/// g *= max / |g| if |g| > max
/// ```
///
/// As `torch.nn.utils.clip_grad_norm_`, which divides by |g| + 1e-6. Source: Pascanu, Mikolov and Bengio 2013.
///
/// ```
/// use constrata::{prelude::*, optimizer::{clip_by_norm, norm}};
/// let mut gradient = <network!(1 => Dense<2>)>::zeros();
/// gradient.fill(3.0);
/// assert_eq!(clip_by_norm(&mut gradient, 3.0), 6.0);
/// assert_eq!(norm(&gradient), 3.0);
/// ```
pub fn clip_by_norm<N: Parameters>(gradient: &mut N, max: N::Scalar) -> N::Scalar {
    let norm = norm(gradient);
    if norm > max {
        let shrink = max / norm;
        for index in 0..N::TENSORS {
            gradient.tensor_mut(index).iter_mut().for_each(|g| *g *= shrink);
        }
    }
    norm
}

/// Cuts every number of the gradient to `-max..=max`.
///
/// ```text
/// g = clamp(g, -max, max)
/// ```
///
/// As `torch.nn.utils.clip_grad_value_`.
///
/// ```
/// use constrata::{prelude::*, optimizer::clip_by_value};
/// let mut gradient = <network!(1 => Dense<1>)>::zeros();
/// gradient.fill(-3.0);
/// clip_by_value(&mut gradient, 0.5);
/// assert_eq!(gradient.bias[0], -0.5);
/// ```
pub fn clip_by_value<N: Parameters>(gradient: &mut N, max: N::Scalar) {
    for index in 0..N::TENSORS {
        for g in gradient.tensor_mut(index) {
            let high = if *g > max { max } else { *g };
            *g = if high < -max { -max } else { high };
        }
    }
}
