use rand_core::Rng;

use crate::layer::{Input, Output};
use crate::parameters::each_tensor;
use crate::{Network, Pass, Scalar, Train, kernel};

/// What learning wants of a layer besides its gradient: the noise it draws, what it keeps, less memory.
///
/// Where a batch takes several passes, all noise is drawn and all buffers are updated in the order of the samples; of a large
/// batch all passes may come in between.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 2 => Dense<4, Tanh> => Dropout<0.5> => BatchNorm => Dense<1> }
/// let (mut net, mut pass) = (Net::zeros(), Net::pass());
/// Net::sample_noise(&mut pass.tape, &mut rand::rng()); // what `Fit` does before every pass
/// pass.logits(&net, &[[1.0, 2.0]; 8]);
/// net.update_buffers(&pass.tape); // and after it
/// assert_eq!(net.batch_norm3.variance.data.0, [[0.0; 4]]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be trained: it ends in or passes through a layer without a gradient",
    label = "has no gradient",
    note = "`Step` has derivative 0 everywhere, so nothing before it would learn; train with `Sigmoid` or `HardSigmoid`, predict with `Step`",
    note = "a layer of your own implements `Train`, and has `#[derive(Module)]`"
)]
pub trait Learn: Train {
    /// Bytes of everything that training sample by sample needs, but for an optimizer's moments: the network, a
    /// gradient, a pass and a sample.
    ///
    /// Counted as on a microcontroller; on x86-64 weights begin on lines of the cache, up to 63 bytes apart.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Xor: 2 => Dense<8, Tanh> => Dense<1, Sigmoid> } // 33 parameters
    /// assert!(Xor::TRAINING_BYTES >= 2 * 4 * 33 && Xor::TRAINING_BYTES < 512); // of a microcontroller's RAM
    /// ```
    const TRAINING_BYTES: usize = 2 * (Self::PARAMETERS + Self::BUFFERS) * size_of::<Self::Scalar>()
        + size_of::<Pass<Self, 1>>()
        + size_of::<Input<Self, 1>>();

    /// The most stack that training sample by sample takes in any function: see
    /// [`Network::STACK_BYTES`].
    ///
    /// ```
    /// use constrata::prelude::*;
    /// const _: () = assert!(<network!(2 => Dense<8, Tanh> => Dense<1, Sigmoid>)>::TRAINING_STACK_BYTES <= 1024);
    /// ```
    const TRAINING_STACK_BYTES: usize = Self::COST.stack_bytes + crate::network::FRAMES;

    /// Before a training pass: puts the randomness the layer wants (a dropout mask) on the tape.
    fn sample_noise<const B: usize>(_tape: &mut Self::Tape<B>, _rng: &mut impl Rng) {}

    /// After a training pass: takes over what the layer keeps besides gradients (running statistics).
    fn update_buffers<const B: usize>(&mut self, _tape: &Self::Tape<B>) {}

    /// `z = layer(x)`, as [`Layer::infer`](crate::Layer::infer), with what lies between the layers inside on the tape rather than
    /// on the stack: what evaluates many samples at once has room for it there.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: 2 => Dense<1000, Relu> => Dense<1> }
    /// let (net, mut pass) = (Net::zeros(), constrata::boxed::<Pass<Net, 8>>());
    /// net.infer_on_tape(&[[1.0, 2.0]; 8], &mut pass.tape, &mut pass.output); // 8 x 1000 numbers on the heap
    /// assert_eq!(pass.output, [[0.0]; 8]);
    /// ```
    #[inline(always)]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        _: &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        self.infer(x, z);
    }

    /// As [`backward`](Train::backward), with the layer as its own gradient: adds the derivative by the parameters to the
    /// parameters themselves, once `dx` is computed with what they were.
    ///
    /// Backward is linear in `dz`, so for `dz = -r dL/dz` this is a step of [`Sgd`](crate::optimizer::Sgd) at the rate `r`, with
    /// no gradient to be cleared, written and read again: `w += Σ -r dL/dz xᵀ`. `scratch_gradient` is where a layer without a
    /// way of its own puts its gradient, as this one does; its numbers before and after mean nothing.
    ///
    /// ```
    /// use constrata::{layers::Dense, prelude::*};
    /// let mut layer = <Dense<1, 1>>::new([2.0].into(), [0.5].into());
    /// let (mut dx, mut scratch) = ([[0.0]], Dense::zeros());
    /// layer.backward_in_place(&[[3.0]], &mut (), &[[-0.1]], Some(&mut dx), &mut scratch);
    /// assert_eq!((dx, layer.weights[0], layer.bias[0]), ([[-0.1 * 2.0]], 2.0 - 0.1 * 3.0, 0.5 - 0.1));
    /// ```
    fn backward_in_place<const B: usize>(
        &mut self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        scratch_gradient: &mut Self,
    ) {
        scratch_gradient.fill(Self::Scalar::ZERO);
        self.backward(x, tape, dz, dx, scratch_gradient);
        each_tensor!(Self, index => { kernel::add(self.tensor_mut(index), scratch_gradient.tensor(index)) });
    }
}
