//! The idea, on one screen: what a layer is, and how one learns.
//!
//! A layer maps `B` samples `x` to `B` samples `z`, and what follows `z` is the layer's *activation*
//! `y = f(z)`. Keeping the two apart is what lets a loss take the last `z` itself (softmax with
//! cross-entropy, sigmoid with binary cross-entropy) and stay exact where `y` would have rounded to 0 or 1.
//!
//! ```text
//! infer          x ------------> z          y = f(z)         the network predicts
//! forward        x ------------> z, tape    y = f(z)         the same, and remembers
//! backward       dx <-- tape --- dz         dz = f'(y) dy    the mirror image; dW is added up
//! ```
//!
//! A chain of layers is a layer ([`Chain`](crate::Chain)), and so is what [`network!`](crate::network)
//! declares.

use bytemuck::Zeroable;
use rand_core::Rng;

use crate::activation::Activation;
use crate::modules::{Module, Tensor};
use crate::summary::Row;
use crate::{Batch, Initialization, Parameters, Pass, Shape, Text};

/// `B` samples going into a layer.
pub type Input<L, const B: usize> = Batch<<L as Layer>::Input, <L as Parameters>::Scalar, B>;
/// `B` samples coming out of a layer.
pub type Output<L, const B: usize> = Batch<<L as Layer>::Output, <L as Parameters>::Scalar, B>;

/// A layer: parameters, a static shape on either side, and a function between them.
pub trait Layer: Parameters + Send + Sync {
    /// The shape of a sample that goes in.
    type Input: Shape;
    /// The shape of a sample that comes out.
    type Output: Shape;
    /// What is applied to `z`; [`Identity`](crate::activation::Identity) where there is nothing to apply.
    type Activation: Activation;
    /// The layer as the DSL writes it: `Dense<32, Relu>`.
    const NAME: Text;
    /// Multiply-adds for one sample.
    const MACS: usize = 0;
    /// Bytes that `infer` needs for what lies between the layers inside, for one sample.
    const SCRATCH: usize = 0;
    /// Bytes of stack that one sample takes inside `infer` or `backward`, beyond registers and what is saved of them.
    const LOCALS: usize = 0;
    /// Where this layer serves as an activation: how the layer before it should draw its weights.
    const SUITS: Option<Initialization> = None;

    /// `z = layer(x)`, before the activation.
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>);

    /// `y = f(layer(x))`, with the activation.
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate<const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        self.infer(x, y);
        Self::Activation::apply(Self::Output::flat_mut(y), Self::Output::LEN);
    }

    /// As [`activate`](Self::activate), and shows the output of every layer inside, in order: for whoever looks for dead
    /// units, or for the layer where NaN began.
    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    ) {
        self.activate(x, y);
        visit(Row::of::<Self>(), Self::Output::flat(y));
    }

    /// Draws fresh parameters: by `with`, or else as suits the activation.
    fn initialize(&mut self, _with: Option<Initialization>, _rng: &mut impl Rng) {}

    /// What PyTorch calls the slices of the parameters, for files of its kind; a slice without an entry is a vector called
    /// `parameter0`, `parameter1`, ..
    const STATE: &'static [Tensor] = &[];

    /// One row for each layer inside, in order, for tables and file headers.
    fn rows(visit: &mut impl FnMut(Row)) {
        visit(Row::of::<Self>());
    }

    /// The networks and layers inside, in order, for files of other libraries.
    #[doc(hidden)]
    fn modules(visit: &mut impl FnMut(Module)) {
        visit(Module::of::<Self>());
    }
}

/// A layer that can learn: `forward` remembers on a tape what `backward` will need.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be trained: it ends in or passes through a layer without a gradient",
    label = "has no gradient",
    note = "`Step` has derivative 0 everywhere, so nothing before it would learn; train with `Sigmoid` or `HardSigmoid`, predict with `Step`"
)]
pub trait Train: Layer {
    /// What `backward` needs beyond `x`, for `B` samples. The caller owns it; all zeros to begin with.
    type Tape<const B: usize>: Zeroable + Send;

    /// Bytes of everything that training sample by sample needs, but for an optimizer's moments: the network, a
    /// gradient, a pass and a sample.
    ///
    /// Counted as on a microcontroller; on x86-64 weights begin on lines of the cache, up to 63 bytes apart.
    const TRAINING_BYTES: usize = 2 * Self::PARAMETERS * size_of::<Self::Scalar>()
        + size_of::<Pass<Self, 1>>()
        + size_of::<Input<Self, 1>>();

    /// The most stack that training sample by sample takes in any function: see
    /// [`Network::STACK_BYTES`](crate::Network::STACK_BYTES).
    const TRAINING_STACK_BYTES: usize = Self::LOCALS + crate::network::FRAMES;

    /// `z = layer(x)`, as [`Layer::infer`], remembering on the tape.
    fn forward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        _tape: &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        self.infer(x, z);
    }

    /// `z = layer(x)`, as [`Layer::infer`], with what lies between the layers inside on the tape rather than on the stack:
    /// what evaluates many samples at once has room for it there.
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        _tape: &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        self.infer(x, z);
    }

    /// Given `dz`, the derivative of the loss by `z`: writes `dx` where it is asked for (the first layer of
    /// a network is not asked), and adds the derivative by the parameters to `gradient`.
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    );

    /// Before a training pass: puts the randomness the layer wants (a dropout mask) on the tape.
    fn randomize<const B: usize>(_tape: &mut Self::Tape<B>, _rng: &mut impl Rng) {}

    /// After a training pass: takes over what the layer keeps besides gradients (running statistics). Where a batch takes
    /// several passes, all randomness is drawn and all tapes are absorbed in the order of the samples; of a large batch all
    /// passes may come in between.
    fn absorb<const B: usize>(&mut self, _tape: &Self::Tape<B>) {}
}
