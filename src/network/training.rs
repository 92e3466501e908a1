//! All that training writes, as one value.

use bytemuck::Zeroable;

use crate::layer::Input;
use crate::loss::Loss;
use crate::optimizer::{Optimizer, Sgd};
use crate::{Learn, Network, Pass, Scalar, Targets};

/// A network, its gradient, a pass of `B` samples and what the optimizer `O` remembers: with this, training needs no other
/// memory than some stack.
///
/// Its size is known to the compiler, and it begins as zeros, so on a microcontroller it is a `static`.
///
/// ```
/// use constrata::{Training, prelude::*};
/// network! { struct Xor: 2 => Dense<4, Tanh> => Dense<1, Sigmoid> }
/// type Learning = Training<Xor, Adam, 4>;
/// const _: () = assert!(size_of::<Learning>() <= 1024); // half of that on a microcontroller
///
/// static LEARNING: std::sync::Mutex<Learning> = std::sync::Mutex::new(Learning::ZERO);
/// let mut learning = LEARNING.lock().unwrap();
/// learning.network.initialize(None, &mut rand::rng());
/// let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [1.0], [1.0], [0.0]]);
/// let before = learning.step(&x, &y, &BinaryCrossEntropy, &Adam::default(), 0.05);
/// for _ in 0..100 {
///     learning.step(&x, &y, &BinaryCrossEntropy, &Adam::default(), 0.05);
/// }
/// assert!(learning.step(&x, &y, &BinaryCrossEntropy, &Adam::default(), 0.05) < before);
/// ```
#[repr(C)]
pub struct Training<N: Learn, O: Optimizer<N::Scalar>, const B: usize> {
    /// What learns.
    pub network: N,
    /// The derivative of the loss by the parameters.
    pub gradient: N,
    /// What lies between forward and backward.
    pub pass: Pass<N, B>,
    /// What the optimizer remembers from step to step.
    pub state: O::State<N>,
}

crate::__zeroable!([N: Learn, O: Optimizer<N::Scalar>, const B: usize] Training<N, O, B>, [] {
    network: N, gradient: N, pass: Pass<N, B>, state: O::State<N>
});

impl<N: Learn, O: Optimizer<N::Scalar>, const B: usize> Training<N, O, B> {
    /// All zeros: before training, give the network its weights by
    /// [`initialize`](crate::module::Initialize::initialize) or [`read`](crate::Save::read).
    pub const ZERO: Self = bytemuck::zeroed();

    /// Forward, loss, backward, what layers keep ([`Learn::update_buffers`]) and one step of the optimizer; returns the loss before the
    /// step. Of a network with dropout, call [`Learn::sample_noise`] on `pass.tape` before.
    #[inline]
    pub fn step<Y: Targets<N::Output, N::Scalar, B>>(
        &mut self,
        x: &Input<N, B>,
        target: &Y,
        loss: &impl Loss<N::Activation>,
        optimizer: &O,
        learning_rate: N::Scalar,
    ) -> N::Scalar {
        let Training { network, gradient, pass, state } = self;
        gradient.fill(N::Scalar::ZERO);
        let value = network.gradient(x, target, loss, pass, gradient);
        network.update_buffers(&pass.tape);
        optimizer.step(network, gradient, state, learning_rate);
        value
    }
}

impl<N: Learn, const B: usize> Training<N, Sgd, B> {
    /// As [`step`](Self::step), in place: [`Network::descend`]. What `gradient` holds afterwards means nothing.
    ///
    /// ```
    /// use constrata::{Training, prelude::*};
    /// network! { struct And: 2 => Dense<1, Sigmoid> }
    /// let mut learning = Training::<And, Sgd, 4>::ZERO;
    /// let (x, y) = ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [[0.0], [0.0], [0.0], [1.0]]);
    /// for _ in 0..2000 {
    ///     learning.descend(&x, &y, &BinaryCrossEntropy, 1.0);
    /// }
    /// assert!(learning.network.predict(&[1.0, 1.0])[0] > 0.9 && learning.network.predict(&[1.0, 0.0])[0] < 0.1);
    /// ```
    #[inline]
    pub fn descend<Y: Targets<N::Output, N::Scalar, B>>(
        &mut self,
        x: &Input<N, B>,
        target: &Y,
        loss: &impl Loss<N::Activation>,
        learning_rate: N::Scalar,
    ) -> N::Scalar {
        let Training { network, gradient, pass, .. } = self;
        let value = Network::descend(network, x, target, loss, pass, gradient, learning_rate);
        network.update_buffers(&pass.tape);
        value
    }
}

impl<N: Learn, O: Optimizer<N::Scalar>, const B: usize> Default for Training<N, O, B> {
    fn default() -> Self {
        Zeroable::zeroed()
    }
}
