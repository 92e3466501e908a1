//! The scalar that remembers what was computed with it.

use core::fmt;
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use num_traits::{Num, One, Zero};

use super::formula::{Node, ask, place};
use crate::Scalar;

/// A number that remembers how it came about, for [`C::each`](super::C::each): it has no value.
///
/// ```
/// use constrata::{export::{Export, Traced}, prelude::*};
/// /// y = z^2 where z > 0
/// #[derive(Clone, Copy, Debug, Default, PartialEq)]
/// struct Half;
/// impl Elementwise for Half {
///     const NAME: Text = Text::new("Half");
///     fn value<T: Scalar>(z: T) -> T { if z > T::ZERO { z * z } else { T::ZERO } }
///     fn derivative<T: Scalar>(y: T) -> T { T::of(2.0) * y.sqrt() }
/// }
/// let _: fn(Traced) -> Traced = Half::value; // called with this, it says what it is
/// let c = <network!(1 => Dense<1, Half>)>::zeros().to_c("net");
/// assert!(c.contains("if (x > 0.0f) {\n        return x * x;\n    }\n    return 0.0f;"), "{c}");
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Traced {
    place: u32,
}

crate::__zeroable!([] Traced, [] { place: u32 });

impl Traced {
    pub(super) fn new(node: Node) -> Self {
        Traced { place: place(node) }
    }

    pub(super) fn place(self) -> u32 {
        self.place
    }

    fn call(self, function: &'static str) -> Self {
        Self::new(Node::Call(function, self.place))
    }

    fn ask(&self, operator: &'static str, other: &Self) -> bool {
        ask((self.place, operator, other.place))
    }
}

impl Scalar for Traced {
    const ZERO: Self = Traced { place: 0 };
    const ONE: Self = Traced { place: 1 };
    const NAME: &'static str = "formula";

    fn of(value: f64) -> Self {
        Self::new(Node::Constant(value.to_bits()))
    }
    fn to_f64(self) -> f64 {
        panic!("a formula has no value: what asks for one cannot be written as C")
    }
    fn sqrt(self) -> Self {
        self.call("sqrt")
    }
    fn exp(self) -> Self {
        self.call("exp")
    }
    fn ln(self) -> Self {
        self.call("ln")
    }
    fn ln_1p(self) -> Self {
        self.call("ln_1p")
    }
    fn erf(self) -> Self {
        self.call("erf")
    }
    fn gelu(self) -> Self {
        self.call("gelu")
    }
    fn tanh(self) -> Self {
        self.call("tanh")
    }
    fn sigmoid(self) -> Self {
        self.call("sigmoid")
    }
    fn abs(self) -> Self {
        self.call("abs")
    }
}

impl PartialEq for Traced {
    fn eq(&self, other: &Self) -> bool {
        self.ask("==", other)
    }
}

impl PartialOrd for Traced {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        use core::cmp::Ordering::{Equal, Greater, Less};
        let answers = [(self < other, Less), (self > other, Greater), (self == other, Equal)];
        answers.iter().find(|(answer, _)| *answer).map(|(_, ordering)| *ordering)
    }
    fn lt(&self, other: &Self) -> bool {
        self.ask("<", other)
    }
    fn le(&self, other: &Self) -> bool {
        self.ask("<=", other)
    }
    fn gt(&self, other: &Self) -> bool {
        self.ask(">", other)
    }
    fn ge(&self, other: &Self) -> bool {
        self.ask(">=", other)
    }
}

impl fmt::Display for Traced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "t{}", self.place)
    }
}

impl Neg for Traced {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(Node::Negative(self.place))
    }
}

macro_rules! operator {
    ($($trait:ident $function:ident, $assign_trait:ident $assign:ident, $operator:literal;)*) => {$(
        impl $trait for Traced {
            type Output = Self;
            fn $function(self, other: Self) -> Self {
                Self::new(Node::Binary(self.place, $operator, other.place))
            }
        }
        impl $assign_trait for Traced {
            fn $assign(&mut self, other: Self) {
                *self = $trait::$function(*self, other);
            }
        }
    )*};
}

operator! {
    Add add, AddAssign add_assign, "+";
    Sub sub, SubAssign sub_assign, "-";
    Mul mul, MulAssign mul_assign, "*";
    Div div, DivAssign div_assign, "/";
}

impl Rem for Traced {
    type Output = Self;
    fn rem(self, _: Self) -> Self {
        panic!("a remainder is not written as C")
    }
}

impl RemAssign for Traced {
    fn rem_assign(&mut self, other: Self) {
        *self = *self % other;
    }
}

impl Zero for Traced {
    fn zero() -> Self {
        Self::ZERO
    }
    fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

impl One for Traced {
    fn one() -> Self {
        Self::ONE
    }
}

impl Num for Traced {
    type FromStrRadixErr = <f64 as Num>::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self::of)
    }
}
