//! A number that notes how near its comparisons came to the other answer.
//!
//! A kink (a ReLU at 0, a tie in a maxout) is where the code compares. So a network that predicts with this number
//! says, before any gradient is looked at, how far its inputs and weights are from the nearest kink.

use std::cell::Cell;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use constrata::Scalar;
use num_traits::{Num, One, Zero};

thread_local! {
    static NEAREST: Cell<f64> = const { Cell::new(f64::INFINITY) };
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Near {
    value: f64,
}

constrata::__zeroable!([] Near, [] { value: f64 });

/// The smallest difference between two numbers that `compute` compares.
pub(crate) fn nearest(compute: impl FnOnce()) -> f64 {
    NEAREST.set(f64::INFINITY);
    compute();
    NEAREST.get()
}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        // A number beside itself says nothing. (Two numbers that are equal are a kink; there the check fails.)
        if self.value != other.value {
            NEAREST.set(NEAREST.get().min((self.value - other.value).abs()));
        }
        self.value.partial_cmp(&other.value)
    }
}

impl Scalar for Near {
    const ZERO: Self = Near { value: 0.0 };
    const ONE: Self = Near { value: 1.0 };
    const NAME: &'static str = "near";

    fn of(value: f64) -> Self {
        Near { value }
    }
    fn to_f64(self) -> f64 {
        self.value
    }
    // not smooth at 0, and steep before: a variance of 0.1 counts as far enough
    fn sqrt(self) -> Self {
        NEAREST.set(NEAREST.get().min(self.value / 50.0));
        Self::of(Scalar::sqrt(self.value))
    }
    fn exp(self) -> Self {
        Self::of(Scalar::exp(self.value))
    }
    fn ln(self) -> Self {
        Self::of(Scalar::ln(self.value))
    }
    fn ln_1p(self) -> Self {
        Self::of(Scalar::ln_1p(self.value))
    }
    fn erf(self) -> Self {
        Self::of(Scalar::erf(self.value))
    }
    // These compare inside, and are smooth all the same.
    fn tanh(self) -> Self {
        Self::of(Scalar::tanh(self.value))
    }
    fn sigmoid(self) -> Self {
        Self::of(Scalar::sigmoid(self.value))
    }
    fn softplus(self) -> Self {
        Self::of(Scalar::softplus(self.value))
    }
}

impl fmt::Display for Near {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl Neg for Near {
    type Output = Self;
    fn neg(self) -> Self {
        Self::of(-self.value)
    }
}

macro_rules! operators {
    ($($trait:ident $function:ident $assign_trait:ident $assign:ident;)*) => {$(
        impl $trait for Near {
            type Output = Self;
            fn $function(self, other: Self) -> Self {
                Self::of(self.value.$function(other.value))
            }
        }
        impl $assign_trait for Near {
            fn $assign(&mut self, other: Self) {
                self.value.$assign(other.value);
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign;
    Sub sub SubAssign sub_assign;
    Mul mul MulAssign mul_assign;
    Div div DivAssign div_assign;
    Rem rem RemAssign rem_assign;
}

impl Zero for Near {
    fn zero() -> Self {
        Self::ZERO
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0
    }
}

impl One for Near {
    fn one() -> Self {
        Self::ONE
    }
}

impl Num for Near {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self::of)
    }
}
