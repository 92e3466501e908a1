use std::vec::Vec;

use super::{Flaw, Problem};
use crate::{Error, Scalar};

/// Classes as vectors that are 1 at the class and 0 elsewhere.
///
/// Losses take class indices as they are; this is for what wants numbers, a squared error, say.
///
/// # Errors
/// Where a class is not below `K`.
///
/// ```
/// use constrata::data::one_hot;
/// assert_eq!(one_hot::<f32, 3>(&[2, 0])?, [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
/// assert_eq!(
///     one_hot::<f32, 3>(&[0, 3]).unwrap_err().to_string(),
///     "sample 1: class 3 is not one of the 3 classes from 0 on"
/// );
/// # Ok::<(), constrata::Error>(())
/// ```
pub fn one_hot<T: Scalar, const K: usize>(classes: &[usize]) -> Result<Vec<[T; K]>, Error> {
    let hot = |(sample, class): (usize, &usize)| {
        let mut hot = [T::ZERO; K];
        let refused = || Flaw::of(Problem::ClassIndex { found: *class, classes: K }).row(sample);
        *hot.get_mut(*class).ok_or_else(refused)? = T::ONE;
        Ok(hot)
    };
    classes.iter().enumerate().map(hot).collect()
}
