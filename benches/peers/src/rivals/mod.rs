//! Who takes part. Each is given a problem and says how it would solve it, or that it does not.

#[cfg(feature = "burn")]
mod burn;
mod c;
#[cfg(feature = "candle")]
mod candle;
mod constrata;
#[cfg(feature = "dfdx")]
mod dfdx;
mod nalgebra;
mod networks;

use crate::problem::Problem;
use crate::race::Contestant;

pub(crate) use c::Peak;

/// A name, and how it goes about a problem.
pub(crate) type Rival = (&'static str, fn(&Problem) -> Option<Box<dyn Contestant>>);

pub(crate) fn all() -> Vec<Rival> {
    vec![
        ("constrata", constrata::solve),
        ("C, gcc", c::gcc),
        ("C, clang", c::clang),
        ("C, gcc, OpenBLAS", c::gcc_blas),
        ("C, clang, OpenBLAS", c::clang_blas),
        ("nalgebra", nalgebra::solve),
        #[cfg(feature = "burn")]
        ("burn", burn::solve),
        #[cfg(feature = "candle")]
        ("candle", candle::solve),
        #[cfg(feature = "dfdx")]
        ("dfdx", dfdx::solve),
    ]
}
