use super::Elementwise;
use crate::{Scalar, Text};

/// No activation: the layer's result as it is.
///
/// ```text
/// y = z        dy/dz = 1
/// ```
///
/// ```
/// use constrata::activation::{Elementwise, Identity};
/// assert_eq!(Identity::value(-3.5), -3.5);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Identity;

impl Elementwise for Identity {
    const NAME: Text = Text::new("Identity");
    const OURS: bool = true;
    #[inline(always)]
    fn value<T: Scalar>(z: T) -> T {
        z
    }
    #[inline(always)]
    fn derivative<T: Scalar>(_y: T) -> T {
        T::ONE
    }
}
