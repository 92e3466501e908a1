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
use crate::modules::{Folds, Module, Tensor};
use crate::parameters::each_tensor;
use crate::summary::Row;
use crate::{Batch, Initialization, Network, Parameters, Pass, Scalar, Shape, Text, kernel};

/// `B` samples going into a layer.
///
/// ```
/// use constrata::{layer::Input, prelude::*};
/// type Net = network!([1, 2, 2] => Flatten => Dense<1>);
/// let x: Input<Net, 2> = [[[[1.0, 2.0], [3.0, 4.0]]]; 2]; // two images of one plane
/// assert_eq!(Net::zeros().predict(&x), [[0.0]; 2]);
/// ```
pub type Input<L, const B: usize> = Batch<<L as Layer>::Input, <L as Parameters>::Scalar, B>;
/// `B` samples coming out of a layer.
///
/// ```
/// use constrata::{layer::Output, prelude::*};
/// type Net = network!(3 => Dense<2>);
/// let y: Output<Net, 4> = Net::zeros().predict(&[[1.0, 2.0, 3.0]; 4]);
/// assert_eq!(y, [[0.0; 2]; 4]);
/// ```
pub type Output<L, const B: usize> = Batch<<L as Layer>::Output, <L as Parameters>::Scalar, B>;

/// A layer: parameters, a static shape on either side, and a function between them.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: 3 => Dense<2, Relu> => Dense<1, Sigmoid> }
/// let mut net = Net::zeros();
/// net.initialize(Some(Initialization::HeUniform), &mut rand::rng());
/// let (x, mut z, mut y) = ([[1.0, 2.0, 3.0]], [[0.0]], [[0.0]]);
/// net.infer(&x, &mut z);
/// net.activate(&x, &mut y);
/// assert!((y[0][0] - z[0][0].sigmoid()).abs() < 1e-6);
///
/// let (mut names, mut widths) = (Vec::new(), Vec::new());
/// Net::rows(&mut |row| names.push(row.layer));
/// net.inspect(&x, &mut y, &mut |_, outputs| widths.push(outputs.len()));
/// assert_eq!((names, widths), (vec!["Dense<2, Relu>", "Dense<1, Sigmoid>"], vec![2, 1]));
/// assert_eq!((Net::MACS, Net::SCRATCH), (3 * 2 + 2 * 1, 2 * size_of::<f32>()));
/// assert!(Net::NAME.as_str().starts_with("Dense<2, Relu> => ") && Net::LOCALS < 100);
/// ```
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
    /// Whether the layer predicts what it is given, as dropout does: then networks pass it over.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Net = network!(8 => Dropout<0.2> => Dense<4> => Dropout<0.5> => Dense<1>);
    /// assert_eq!(Net::SCRATCH, <network!(8 => Dense<4> => Dense<1>)>::SCRATCH);
    /// assert!(!<Net as Layer>::SAME && <constrata::layers::Dropout<Vector<8>, 1, 2>>::SAME);
    /// ```
    const SAME: bool = false;
    /// Where this layer serves as an activation: how the layer before it should draw its weights.
    ///
    /// ```
    /// use constrata::{layers::{Activate, Dense}, activation::Relu, prelude::*};
    /// assert_eq!(Activate::<Relu, Vector<8>>::SUITS, Some(Initialization::HeUniform)); // `Dense<8> => Relu` is drawn as `Dense<8, Relu>`
    /// assert_eq!(<Dense<8, 8> as Layer>::SUITS, None);
    /// ```
    const SUITS: Option<Initialization> = None;

    /// What folding makes of it, which reads names: those of another kind of layer are refused.
    #[doc(hidden)]
    const FOLDS: Folds = Folds::Stays;

    /// `z = layer(x)`, before the activation.
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>);

    /// What it is given, where it predicts that: for nobody to copy it.
    #[doc(hidden)]
    #[inline(always)]
    fn same<const B: usize>(_x: &Input<Self, B>) -> Option<&Output<Self, B>> {
        None
    }

    /// `y = f(layer(x))`, with the activation.
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate<const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        self.activate_as::<false, B>(x, y);
    }

    /// [`activate`](Self::activate); `FUSED` in a kernel that is compiled for a processor which rounds a product and a sum once,
    /// for layers that gain by it.
    #[doc(hidden)]
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        self.infer(x, y);
        Self::Activation::apply(Self::Output::flat_mut(y), Self::Output::ROW);
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
    ///
    /// ```
    /// use constrata::{layers::Dense, Layer, Tensor};
    /// assert_eq!(<Dense<64, 10> as Layer>::STATE, [Tensor::matrix("weight", 10, 64), Tensor::vector("bias", 10)]);
    /// ```
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
///
/// ```
/// use constrata::{activation::Identity, prelude::*};
/// use constrata::nalgebra::SVector;
/// /// z = x + shift
/// #[derive(Clone, Copy, Debug, PartialEq, Parameters)]
/// struct Shift<const N: usize> {
///     #[bias]
///     shift: SVector<f32, N>,
/// }
/// impl<const N: usize> Layer for Shift<N> {
///     type Input = Vector<N>;
///     type Output = Vector<N>;
///     type Activation = Identity;
///     const NAME: Text = Text::new("Shift");
///     fn infer<const B: usize>(&self, x: &[[f32; N]; B], z: &mut [[f32; N]; B]) {
///         for (x, z) in x.iter().zip(z) {
///             for i in 0..N { z[i] = x[i] + self.shift[i]; }
///         }
///     }
/// }
/// impl<const N: usize> Train for Shift<N> {
///     type Tape<const B: usize> = (); // `forward` is `infer`: nothing but x is needed
///     fn backward<const B: usize>(
///         &self, _x: &[[f32; N]; B], _: &mut (), dz: &[[f32; N]; B], dx: Option<&mut [[f32; N]; B]>, gradient: &mut Self,
///     ) {
///         for dz in dz {
///             for i in 0..N { gradient.shift[i] += dz[i]; }
///         }
///         if let Some(dx) = dx { *dx = *dz; }
///     }
/// }
/// type Net = network!(2 => Dense<2> => Shift<2>);
/// let (net, mut gradient, mut pass) = (Net::zeros(), Net::zeros(), Net::pass());
/// net.gradient(&[[1.0, 2.0]; 3], &[[1.0, -1.0]; 3], &HalfSquaredError, &mut pass, &mut gradient);
/// assert_eq!(gradient.rest.shift.data.0, [[-1.0, 1.0]]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be trained: it ends in or passes through a layer without a gradient",
    label = "has no gradient",
    note = "`Step` has derivative 0 everywhere, so nothing before it would learn; train with `Sigmoid` or `HardSigmoid`, predict with `Step`"
)]
pub trait Train: Layer {
    /// What `backward` needs beyond `x`, for `B` samples. The caller owns it; all zeros to begin with.
    type Tape<const B: usize>: Zeroable + Send;

    /// How few samples a training pass may have: 2 where statistics of the samples are taken. [`Fit`](crate::train::Fit) then
    /// makes no passes of 1.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// assert_eq!(<network!(4 => Dense<8> => BatchNorm<Relu> => Dense<1>)>::LEAST, 2);
    /// ```
    const LEAST: usize = 1;

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
    const TRAINING_STACK_BYTES: usize = Self::LOCALS + crate::network::FRAMES;

    /// `z = layer(x)`, as [`Layer::infer`], remembering on the tape.
    ///
    /// ```
    /// use constrata::{layers::Dense, prelude::*};
    /// let (layer, mut z) = (<Dense<2, 1>>::new([1.0, 2.0].into(), [0.5].into()), [[0.0]]);
    /// layer.forward(&[[3.0, 4.0]], &mut (), &mut z); // a dense layer's tape is empty
    /// assert_eq!(z, [[11.5]]);
    /// ```
    #[inline(always)]
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

    /// As [`backward`](Self::backward), with the layer as its own gradient: adds the derivative by the parameters to the
    /// parameters themselves, once `dx` is computed with what they were.
    ///
    /// Backward is linear in `dz`, so for `dz = -r dL/dz` this is a step of [`Sgd`](crate::optimizer::Sgd) at the rate `r`, with
    /// no gradient to be cleared, written and read again: `w += Σ -r dL/dz xᵀ`. `room` is where a layer that does not know
    /// better puts its gradient, as this one does; what it holds before and after means nothing.
    ///
    /// ```
    /// use constrata::{layers::Dense, prelude::*};
    /// let mut layer = <Dense<1, 1>>::new([2.0].into(), [0.5].into());
    /// let (mut dx, mut room) = ([[0.0]], Dense::zeros());
    /// layer.backward_in_place(&[[3.0]], &mut (), &[[-0.1]], Some(&mut dx), &mut room);
    /// assert_eq!((dx, layer.weights[0], layer.bias[0]), ([[-0.1 * 2.0]], 2.0 - 0.1 * 3.0, 0.5 - 0.1));
    /// ```
    fn backward_in_place<const B: usize>(
        &mut self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        room: &mut Self,
    ) {
        room.fill(Self::Scalar::ZERO);
        self.backward(x, tape, dz, dx, room);
        each_tensor!(Self, index => { kernel::add(self.tensor_mut(index), room.tensor(index)) });
    }

    /// Before a training pass: puts the randomness the layer wants (a dropout mask) on the tape.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: 2 => Dense<4, Tanh> => Dense<1> }
    /// let mut pass = Net::pass::<8>();
    /// Net::randomize(&mut pass.tape, &mut rand::rng()); // what `Fit` does before every pass; dense layers draw nothing
    /// assert!(pass.tape.0.output.as_flattened().iter().all(|h| *h == 0.0));
    /// ```
    fn randomize<const B: usize>(_tape: &mut Self::Tape<B>, _rng: &mut impl Rng) {}

    /// After a training pass: takes over what the layer keeps besides gradients (running statistics). Where a batch takes
    /// several passes, all randomness is drawn and all tapes are absorbed in the order of the samples; of a large batch all
    /// passes may come in between.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: 2 => Dense<4, Tanh> => Dense<1> }
    /// let (mut net, mut pass) = (Net::zeros(), Net::pass());
    /// pass.logits(&net, &[[1.0, 2.0]; 8]);
    /// net.absorb(&pass.tape); // what `Fit` does after every pass; dense layers keep nothing
    /// assert_eq!(net, Net::zeros());
    /// ```
    fn absorb<const B: usize>(&mut self, _tape: &Self::Tape<B>) {}
}
