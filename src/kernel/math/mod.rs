//! Functions of numbers, and loops over them.

mod add;
mod cross_entropy;
mod erf;
mod exp;
mod gelu;
mod ln;
mod sigmoid;
mod softmax;
mod sqrt;
mod sum;
mod tanh;
#[cfg(all(not(feature = "std"), target_arch = "arm", target_abi = "eabihf"))]
mod vsqrt;

pub(crate) use add::add;
pub use cross_entropy::CrossEntropy;
pub(crate) use cross_entropy::{Sums, cross_entropy32, cross_entropy64, largest, power};
pub(crate) use erf::{erf32, erf64};
pub(crate) use exp::{exp32, exp64};
pub(crate) use gelu::{gelu_slope32, gelu_slope64, gelu32, gelu64};
pub(crate) use ln::{ln_1p32, ln_1p64, ln32, ln64};
pub(crate) use sigmoid::{sigmoid32, sigmoid64};
pub(crate) use softmax::softmax;
pub(crate) use sqrt::{sqrt32, sqrt64};
pub(crate) use sum::{total, total_of_pairs};
pub(crate) use tanh::{tanh32, tanh64};
