//! What a [`Residual`](super::Residual) adds to the layers inside: its projection, or x itself.

use crate::activation::Differentiable;
use crate::layer::Input;
use crate::stack::beside::TrainBeside;
use crate::{Learn, Pass, Shape, kernel};

/// ```compile_fail,E0080
/// use constrata::{activation::Identity, layers::{Dense, Dropout, Residual}, prelude::*};
/// type Net = Residual<Dense<2, 2>, Dropout<Vector<2>, 1, 2>, Identity, 0>; // learns: no x
/// Net::pass::<1>().logits(&Net::zeros(), &[[1.0, 2.0]]);
/// ```
///
/// ```compile_fail,E0080
/// use constrata::{activation::Identity, layers::{Dense, Residual}, prelude::*};
/// type Net = Residual<Dense<2, 2>, Dense<2, 2>, Identity, 0>;
/// Net::pass::<1>().logits(&Net::zeros(), &[[1.0, 2.0]]);
/// ```
pub(super) const COUNTED: &str =
    "Residual: its last parameter is the number of its projections: 1, or 0 where it adds x itself";

/// Adds p(x) to `z`.
#[inline(always)]
pub(super) fn add<
    const LEARNS: bool,
    S: Learn<Activation: Differentiable>,
    const B: usize,
    const PROJECTIONS: usize,
>(
    shortcut: &S,
    x: &Input<S, B>,
    p: &mut [(Pass<S, B>, Input<S, B>); PROJECTIONS],
    z: &mut [S::Scalar],
) {
    // what predicts its input may do another thing while it learns, as dropout does
    const {
        assert!(
            PROJECTIONS == 1 || PROJECTIONS == 0 && S::IS_IDENTITY && size_of::<S::Tape<1>>() == 0,
            "{}",
            COUNTED
        )
    };
    let add = &mut |p: &[_]| kernel::add(z, p);
    match p.first_mut() {
        Some((p, _)) => TrainBeside::forward::<LEARNS, B>(shortcut, x, p, add),
        None => add(S::Input::numbers(x)),
    }
}
