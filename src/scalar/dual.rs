//! Dual numbers: derivatives carried forward, beside the values.

use core::fmt;
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use num_traits::{Num, One, Zero};

use crate::{Parameters, Scalar};

/// A number `value + derivative e` with `e^2 = 0`: whatever is computed with it carries its derivative along.
///
/// ```text
/// f(a + b e) = f(a) + f'(a) b e
/// ```
///
/// A network over `Dual` computes, in one pass forward, its output and the derivative of the output in one
/// direction: the check on `backward` that shares no line with it. Source: Clifford 1873; Wengert 1964.
///
/// ```
/// use constrata::{Dual, Scalar};
/// let x = Dual::new(2.0, 1.0);
/// let y = x * x * x; // 3 x^2 = 12
/// assert_eq!((y.value, y.derivative), (8.0, 12.0));
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its derivative in the chosen direction.
    pub derivative: f64,
}

crate::__zeroable!([] Dual, [] { value: f64, derivative: f64 });

impl Dual {
    /// A number with its derivative.
    pub const fn new(value: f64, derivative: f64) -> Self {
        Dual { value, derivative }
    }

    /// `f(self)`, given `f` and `f'` at the value.
    fn chain(self, value: f64, slope: f64) -> Self {
        Dual::new(value, slope * self.derivative)
    }
}

/// The network `point` as one over dual numbers that moves in the direction `direction`: predicting with it gives
/// outputs whose `derivative` is the directional derivative by the parameters.
///
/// ```text
/// d/de network(x; point + e direction) at e = 0
/// ```
///
/// `D` is the same architecture over [`Dual`].
///
/// ```
/// use constrata::prelude::*;
/// use constrata::{Dual, dual};
/// network! { struct Line<T>: T; 1 => Dense<1> }
/// let (mut point, mut direction) = (Line::<f64>::zeros(), Line::<f64>::zeros());
/// point.fill(3.0);
/// direction.dense1.weights[0] = 1.0; // d/dw (w x + b) = x
/// let moving: Line<Dual> = dual::directional(&point, &direction);
/// let [y] = moving.predict(&[Dual::from(5.0)]);
/// assert_eq!((y.value, y.derivative), (18.0, 5.0));
/// ```
pub fn directional<N: Parameters<Number = f64>, D: Parameters<Number = Dual>>(point: &N, direction: &N) -> D {
    let mut moving: D = bytemuck::Zeroable::zeroed();
    for index in 0..D::TENSORS {
        let from = point.tensor(index).iter().zip(direction.tensor(index));
        for (to, (value, derivative)) in moving.tensor_mut(index).iter_mut().zip(from) {
            *to = Dual::new(*value, *derivative);
        }
    }
    moving
}

impl From<f64> for Dual {
    /// A constant.
    fn from(value: f64) -> Self {
        Dual::new(value, 0.0)
    }
}

impl Scalar for Dual {
    const ZERO: Self = Dual::new(0.0, 0.0);
    const ONE: Self = Dual::new(1.0, 0.0);
    const NAME: &'static str = "dual";

    fn of(value: f64) -> Self {
        value.into()
    }
    fn to_f64(self) -> f64 {
        self.value
    }
    fn sqrt(self) -> Self {
        let root = Scalar::sqrt(self.value);
        self.chain(root, 0.5 / root)
    }
    fn exp(self) -> Self {
        let e = Scalar::exp(self.value);
        self.chain(e, e)
    }
    fn ln(self) -> Self {
        self.chain(Scalar::ln(self.value), 1.0 / self.value)
    }
    fn ln_1p(self) -> Self {
        self.chain(Scalar::ln_1p(self.value), 1.0 / (1.0 + self.value))
    }
    fn erf(self) -> Self {
        let slope = core::f64::consts::FRAC_2_SQRT_PI * Scalar::exp(-self.value * self.value);
        self.chain(Scalar::erf(self.value), slope)
    }
    fn tanh(self) -> Self {
        let t = Scalar::tanh(self.value);
        self.chain(t, 1.0 - t * t)
    }
    fn sigmoid(self) -> Self {
        let s = Scalar::sigmoid(self.value);
        self.chain(s, s * (1.0 - s))
    }
    fn softplus(self) -> Self {
        self.chain(Scalar::softplus(self.value), Scalar::sigmoid(self.value))
    }
}

/// Two numbers are equal, and ordered, by their values.
impl PartialEq for Dual {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialOrd for Dual {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl fmt::Display for Dual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} + {} e", self.value, self.derivative)
    }
}

impl Neg for Dual {
    type Output = Self;
    fn neg(self) -> Self {
        Dual::new(-self.value, -self.derivative)
    }
}

macro_rules! operator {
    ($trait:ident $function:ident, $assign_trait:ident $assign:ident, |$a:ident, $b:ident| $value:expr, $derivative:expr) => {
        impl $trait for Dual {
            type Output = Self;
            fn $function(self, other: Self) -> Self {
                let ($a, $b) = (self, other);
                Dual::new($value, $derivative)
            }
        }
        impl $assign_trait for Dual {
            fn $assign(&mut self, other: Self) {
                *self = $trait::$function(*self, other);
            }
        }
    };
}

operator!(Add add, AddAssign add_assign, |a, b| a.value + b.value, a.derivative + b.derivative);
operator!(Sub sub, SubAssign sub_assign, |a, b| a.value - b.value, a.derivative - b.derivative);
operator!(Mul mul, MulAssign mul_assign, |a, b| a.value * b.value, a.derivative * b.value + a.value * b.derivative);
operator!(Div div, DivAssign div_assign, |a, b| a.value / b.value,
    (a.derivative - a.value / b.value * b.derivative) / b.value);
operator!(Rem rem, RemAssign rem_assign, |a, b| a.value % b.value, a.derivative);

impl Zero for Dual {
    fn zero() -> Self {
        Self::ZERO
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0 && self.derivative == 0.0
    }
}

impl One for Dual {
    fn one() -> Self {
        Self::ONE
    }
}

impl Num for Dual {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Dual::from)
    }
}
