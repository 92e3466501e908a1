use super::Activation;
use crate::{Initialization, Scalar, Text};

/// The Heaviside step of the first perceptrons.
///
/// ```text
/// y = 1 if z >= 0, else 0        dy/dz = 0 wherever it exists
/// ```
///
/// A network with it predicts and does not train: nothing before it would ever learn, and so the training
/// functions do not compile for it. NaN stays NaN. Source: McCulloch and Pitts 1943; Rosenblatt 1958.
///
/// ```
/// use constrata::activation::{Activation, Step};
/// let mut z = [-0.1, 0.0, 2.0];
/// Step::apply(&mut z, 3);
/// assert_eq!(z, [0.0, 1.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step;

#[diagnostic::do_not_recommend]
impl Activation for Step {
    const NAME: Text = Text::new("Step");
    const OURS: bool = true;
    const INITIALIZATION: Initialization = Initialization::GlorotUniform;
    #[inline(always)]
    fn compute<T: Scalar>(z: &mut [T], _width: usize) {
        for z in z {
            let y = if *z >= T::ZERO { T::ONE } else { T::ZERO };
            *z = if z.is_nan() { *z } else { y };
        }
    }
}
