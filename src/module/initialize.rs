use rand_core::Rng;

use crate::{Initialization, Layer};

/// How a layer begins.
///
/// ```
/// use constrata::prelude::*;
/// let mut layer = constrata::layers::Dense::<3, 2>::zeros();
/// layer.initialize(Some(Initialization::LeCunUniform), &mut rand::rng());
/// assert!(layer.weights.iter().all(|w| w.abs() <= 1.0)); // sqrt(3 / 3)
/// ```
#[diagnostic::on_unimplemented(
    message = "nothing says how `{Self}` begins",
    label = "does not implement `Initialize`",
    note = "`#[derive(Module)]` writes it: all parameters 0"
)]
pub trait Initialize: Layer {
    /// Draws fresh parameters: by `with`, or else as suits the activation. They are 0 before.
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {}

    /// The same where `next` suits what follows: a `Relu` behind a network, say, which is for the last layer inside to know, and for
    /// no other.
    #[doc(hidden)]
    fn initialize_before(
        &mut self,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        self.initialize(with.or(next), rng);
    }
}
