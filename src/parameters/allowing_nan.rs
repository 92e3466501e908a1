//! Parameters that serde reads.

use nalgebra::SMatrix;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::Scalar;
use crate::memory::NOT_FINITE;

#[cfg(feature = "std")]
std::thread_local! {
    static ALLOWED: core::cell::Cell<bool> = const { core::cell::Cell::new(false) };
}

/// What `read` returns, where infinities and NaN among the parameters that serde reads in it are meant, or are to be looked at; elsewhere
/// they are refused. With the features `serde` and `std`, on this thread.
///
/// ```
/// use constrata::{file::allowing_nan, prelude::*};
/// type Line = network!(1 => Dense<1>);
/// let line = serde_json::json!({ "weights": [1e39], "bias": [0.0] }); // more than an `f32` holds
/// let refused = serde_json::from_value::<Line>(line.clone()).unwrap_err().to_string();
/// assert!(refused.starts_with("a parameter is infinite or NaN, as after a training that diverged: train again, or"));
/// let line: Line = allowing_nan(|| serde_json::from_value(line))?;
/// assert_eq!(line.weights[0], f32::INFINITY);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[cfg(feature = "std")]
pub fn allowing_nan<R>(read: impl FnOnce() -> R) -> R {
    /// Also where `read` panics.
    struct Before(bool);
    impl Drop for Before {
        fn drop(&mut self) {
            ALLOWED.set(self.0);
        }
    }
    let _before = Before(ALLOWED.replace(true));
    read()
}

/// The parameters of a layer, which are finite.
pub(crate) fn finite<'de, D, T, const R: usize, const C: usize>(
    deserializer: D,
) -> Result<SMatrix<T, R, C>, D::Error>
where
    D: Deserializer<'de>,
    T: Scalar + Deserialize<'de>,
{
    let numbers = SMatrix::<T, R, C>::deserialize(deserializer)?;
    #[cfg(feature = "std")]
    let allowed = ALLOWED.get();
    #[cfg(not(feature = "std"))]
    let allowed = false;
    if allowed || numbers.iter().all(|number| number.is_finite()) {
        return Ok(numbers);
    }
    let instead = if cfg!(feature = "std") { "`file::allowing_nan`" } else { "`Save::read_allowing_nan`" };
    Err(D::Error::custom(format_args!("a parameter{NOT_FINITE}{instead}")))
}
