//! Gradients cut down to size.

use crate::kernel::total;
use crate::{Parameters, Scalar};

/// The Euclidean norm of all parameters of a network or gradient together, whatever their size: squares neither overflow nor vanish.
///
/// ```
/// use constrata::prelude::*;
/// let mut gradient = <network!(1 => Dense<2>)>::zeros(); // 4 parameters
/// gradient.fill(3.0);
/// assert_eq!(constrata::optimizer::norm(&gradient), 6.0);
/// ```
pub fn norm<N: Parameters>(gradient: &N) -> N::Number {
    let (unit, norm) = measured(gradient);
    unit * norm
}

/// A number, and the norm in units of it: 1, but where squares of the numbers would overflow, or vanish.
fn measured<N: Parameters>(gradient: &N) -> (N::Number, N::Number) {
    let mut squares = N::Number::ZERO;
    for index in 0..N::TENSORS {
        squares += sum_of_squares(gradient.tensor(index));
    }
    let ordinary = squares.is_finite() && squares > N::Number::of(1e-28);
    if ordinary { (N::Number::ONE, squares.sqrt()) } else { in_units_of_largest(gradient) }
}

/// The largest number, and the norm in units of it.
#[cold]
fn in_units_of_largest<N: Parameters>(gradient: &N) -> (N::Number, N::Number) {
    let (mut most, mut squares) = (N::Number::ZERO, N::Number::ZERO);
    for index in 0..N::TENSORS {
        most = largest(gradient.tensor(index), most);
    }
    // of zeros, and of what is not finite, there is no more to know
    if most == N::Number::ZERO || !most.is_finite() {
        return (N::Number::ONE, most);
    }
    for index in 0..N::TENSORS {
        squares += sum_of_squares_in_units(gradient.tensor(index), most);
    }
    (most, squares.sqrt())
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
pub fn clip_by_norm<N: Parameters>(gradient: &mut N, max: N::Number) -> N::Number {
    let (unit, norm) = measured(gradient);
    if unit * norm > max {
        let shrink = max / norm;
        for index in 0..N::TENSORS {
            let tensor = gradient.tensor_mut(index);
            if unit == N::Number::ONE {
                tensor.iter_mut().for_each(|g| *g *= shrink);
            } else {
                shrink_in_units(tensor, unit, shrink);
            }
        }
    }
    unit * norm
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
pub fn clip_by_value<N: Parameters>(gradient: &mut N, max: N::Number) {
    for index in 0..N::TENSORS {
        clamp(gradient.tensor_mut(index), max);
    }
}

// What is done to one tensor, in functions that a program has once: inlined, each tensor of each network would have a copy.

#[inline(never)]
fn sum_of_squares<T: Scalar>(tensor: &[T]) -> T {
    total(tensor, |g| g * g)
}

#[inline(never)]
fn clamp<T: Scalar>(tensor: &mut [T], max: T) {
    for g in tensor {
        let high = if *g > max { max } else { *g };
        *g = if high < -max { -max } else { high };
    }
}

#[cold]
#[inline(never)]
fn sum_of_squares_in_units<T: Scalar>(tensor: &[T], unit: T) -> T {
    total(tensor, |g| (g / unit) * (g / unit))
}

/// The largest magnitude, `most` among them. NaN stays.
#[cold]
#[inline(never)]
fn largest<T: Scalar>(tensor: &[T], most: T) -> T {
    tensor.iter().fold(most, |most, g| if g.abs() > most || g.is_nan() { g.abs() } else { most })
}

#[cold]
#[inline(never)]
fn shrink_in_units<T: Scalar>(tensor: &mut [T], unit: T, shrink: T) {
    tensor.iter_mut().for_each(|g| *g = *g / unit * shrink);
}
