//! `f32` as it is for a processor that rounds a product and a sum once.

use core::fmt;
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use bytemuck::{Pod, Zeroable};
use num_traits::{Num, One, Zero};

use super::fma::mul_add32;
use crate::Scalar;
use crate::kernel::{exp32, sigmoid32, tanh32};

/// An `f32` whose functions, and sums of products, are rounded once where a plain one's are rounded twice.
///
/// Only code that is compiled for such a processor may compute with it: what was written for any [`Scalar`], an activation
/// of a user's among it, is so compiled once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
#[repr(transparent)]
pub(in crate::kernel) struct Fused(f32);

// SAFETY: it is an `f32`, which is both.
unsafe impl Zeroable for Fused {}
// SAFETY: as above
unsafe impl Pod for Fused {}

macro_rules! like_f32 {
    ($($function:ident)*) => {$(
        #[inline(always)]
        fn $function(self) -> Self {
            Fused(Scalar::$function(self.0))
        }
    )*};
}

impl Scalar for Fused {
    const ZERO: Self = Fused(0.0);
    const ONE: Self = Fused(1.0);
    const NAME: &'static str = "f32";

    #[inline(always)]
    fn of(value: f64) -> Self {
        Fused(value as f32)
    }
    #[inline(always)]
    fn to_f64(self) -> f64 {
        self.0.into()
    }
    #[inline(always)]
    fn from_usize(n: usize) -> Self {
        Fused(n as f32)
    }
    #[inline(always)]
    fn exp(self) -> Self {
        Fused(exp32::<true>(self.0))
    }
    #[inline(always)]
    fn tanh(self) -> Self {
        Fused(tanh32::<true>(self.0))
    }
    #[inline(always)]
    fn sigmoid(self) -> Self {
        Fused(sigmoid32::<true>(self.0))
    }
    #[inline(always)]
    fn times_plus(self, factor: Self, term: Self) -> Self {
        Fused(mul_add32::<true>(self.0, factor.0, term.0))
    }
    like_f32!(sqrt ln ln_1p erf gelu gelu_slope abs flush_subnormal flush_if_square_underflows);
}

macro_rules! operator {
    ($($Operator:ident $operator:ident, $Assign:ident $assign:ident;)*) => {$(
        impl $Operator for Fused {
            type Output = Self;
            #[inline(always)]
            fn $operator(self, other: Self) -> Self {
                Fused(self.0.$operator(other.0))
            }
        }
        impl $Assign for Fused {
            #[inline(always)]
            fn $assign(&mut self, other: Self) {
                self.0.$assign(other.0);
            }
        }
    )*};
}
operator! {
    Add add, AddAssign add_assign;
    Sub sub, SubAssign sub_assign;
    Mul mul, MulAssign mul_assign;
    Div div, DivAssign div_assign;
    Rem rem, RemAssign rem_assign;
}

impl Neg for Fused {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Fused(-self.0)
    }
}

impl Zero for Fused {
    fn zero() -> Self {
        Self::ZERO
    }
    fn is_zero(&self) -> bool {
        self.0 == 0.0
    }
}

impl One for Fused {
    fn one() -> Self {
        Self::ONE
    }
}

impl Num for Fused {
    type FromStrRadixErr = <f32 as Num>::FromStrRadixErr;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f32::from_str_radix(text, radix).map(Fused)
    }
}

impl fmt::Display for Fused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
