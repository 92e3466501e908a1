//! Who takes part. Each is given a problem and says how it would solve it, or that it does not.

mod c;
mod constrata;
mod nalgebra;
mod networks;

use crate::problem::Problem;
use crate::race::Contestant;

pub(crate) use c::peak;

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
    ]
}
