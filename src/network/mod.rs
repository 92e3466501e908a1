//! What any layer can do once it is used as a network.

pub mod budget;
pub(crate) mod decision;
mod gradient_check;
mod pass;
#[doc(hidden)]
pub mod recovered;
pub(crate) mod samples;
mod step;
mod targets;
mod training;

pub use gradient_check::{GradientCheck, gradient_check};
pub use pass::Pass;
pub use samples::Samples;
pub use targets::Targets;
pub use training::Training;

use bytemuck::Zeroable;
use rand_core::Rng;

use crate::layer::{Input, Output};
use crate::loss::Loss;
use crate::module::Summary;
use crate::shape::rows_of;
use crate::stream::Frame;
use crate::{Initialization, Learn, Module, Numbers, Scalar, Shape, Stream, Text, kernel};

/// What the frames of the functions take together: see [`Network::STACK_BYTES`].
pub(crate) const FRAMES: usize = 640;
/// What the functions of a block take around the layers inside it; 284 were seen (`firmware/thumb`, `blocks`).
pub(crate) const BLOCK_FRAMES: usize = 384;

/// Using a network: every [`Module`] has these functions.
///
/// ```
/// use constrata::prelude::*;
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Iris: 4 => Dense<8, Relu> => Dense<3, Softmax> }
/// let net = Iris::random(&mut SmallRng::seed_from_u64(7));
/// let [setosa, versicolor, virginica] = net.predict(&[5.1, 3.5, 1.4, 0.2]);
/// assert!((setosa + versicolor + virginica - 1.0).abs() < 1e-6);
/// ```
pub trait Network: Module {
    /// Multiply-adds for one sample.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// assert_eq!(<network!(64 => Dense<32, Relu> => Dense<10>)>::MACS, 64 * 32 + 32 * 10);
    /// ```
    const MACS: usize = Self::COST.macs;
    /// Bytes of the parameters, as they lie in memory or flash.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// assert_eq!(<network!(64 => Dense<10>)>::PARAMETER_BYTES, 4 * (64 * 10 + 10));
    /// assert_eq!(<network!(f64; 64 => Dense<10>)>::PARAMETER_BYTES, 8 * (64 * 10 + 10));
    /// ```
    const PARAMETER_BYTES: usize = (Self::PARAMETERS + Self::BUFFERS) * size_of::<Self::Scalar>();
    /// Bytes of activations while it predicts one sample: input, output and all between.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// assert_eq!(<network!(64 => Dense<32, Relu> => Dense<10>)>::INFERENCE_BYTES, 4 * (64 + 32 + 10));
    /// ```
    const INFERENCE_BYTES: usize =
        (Self::Input::LEN + Self::Output::LEN) * size_of::<Self::Scalar>() + Self::COST.scratch_bytes;
    /// The most stack that predicting one sample takes, on a 32-bit microcontroller: what lies between the layers, what the largest
    /// layer keeps there, and 640 bytes for the frames of all functions called, software floating point and a softmax among
    /// them. `firmware/measure` proves it of the programs there; a debug build takes more.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// const _: () = assert!(<network!(64 => Dense<32, Relu> => Dense<10>)>::STACK_BYTES < 1024);
    /// ```
    const STACK_BYTES: usize = Self::COST.scratch_bytes + Self::COST.stack_bytes + FRAMES;
    /// The architecture as text: `64 => Dense<32, Relu> => Dense<10, Softmax>`.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Half: 8 => Dense<4, Tanh> }
    /// network! { struct Net: 8 => Half => Dense<1> }
    /// assert_eq!(Net::ARCHITECTURE, "8 => Dense<4, Tanh> => Dense<1, Identity>");
    /// ```
    const ARCHITECTURE: &'static str = const { &architecture::<Self>() }.as_str();
    /// A hash of the scalar type and the architecture: equal for networks that can share their parameters.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// type Digits = network!(64 => Dense<10, Softmax>);
    /// network! { struct Named: 64 => Dense<10, Softmax> }
    /// assert_eq!(Digits::ARCHITECTURE_HASH, Named::ARCHITECTURE_HASH); // a file of one is a file of the other
    /// assert_ne!(Digits::ARCHITECTURE_HASH, <network!(f64; 64 => Dense<10, Softmax>)>::ARCHITECTURE_HASH);
    /// ```
    const ARCHITECTURE_HASH: u64 =
        Text::new(Self::Scalar::NAME).text("; ").join(&architecture::<Self>()).hash();

    /// The network with all parameters 0: what a gradient begins as.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: 3 => Dense<4, Sigmoid> }
    /// assert_eq!(Net::zeros().predict(&[1.0, 2.0, 3.0]), [0.5; 4]);
    /// ```
    #[must_use]
    fn zeros() -> Self {
        const { crate::network::budget::on_the_stack::<Self>() };
        Zeroable::zeroed()
    }

    /// What one training pass of `B` samples writes, to begin with: see [`Pass`]. `B` is mostly inferred.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: 3 => Dense<4, Tanh> }
    /// let (net, mut pass) = (Net::zeros(), Net::pass());
    /// pass.logits(&net, &[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]); // so B is 2
    /// assert_eq!(pass.output.len(), 2);
    /// ```
    #[must_use]
    fn pass<const B: usize>() -> Pass<Self, B>
    where
        Self: Learn,
    {
        Zeroable::zeroed()
    }

    /// A fresh network; each layer's weights are drawn as suits its activation.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// use rand::{SeedableRng, rngs::SmallRng};
    /// network! { struct Net: 3 => Dense<4, Tanh> }
    /// let fresh = |seed| Net::random(&mut SmallRng::seed_from_u64(seed));
    /// assert_eq!(fresh(1), fresh(1));
    /// assert_ne!(fresh(1), fresh(2));
    /// ```
    #[must_use]
    fn random(rng: &mut impl Rng) -> Self {
        let mut network = Self::zeros();
        network.initialize(None, rng);
        network
    }

    /// A fresh network with all weights drawn by `initialization`, but for the last ones in a
    /// [`Residual`](crate::layers::Residual), which begin at 0 whenever it may.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: 3 => Dense<4, Tanh> => Dense<1> }
    /// let net = Net::random_with(Initialization::LeCunUniform, &mut rand::rng());
    /// assert!(net.dense1.weights.iter().all(|w| w.abs() <= 1.0)); // sqrt(3 / 3)
    /// assert_eq!(Net::random_with(Initialization::Zero, &mut rand::rng()), Net::zeros());
    /// ```
    #[must_use]
    fn random_with(initialization: Initialization, rng: &mut impl Rng) -> Self {
        let mut network = Self::zeros();
        network.initialize(Some(initialization), rng);
        network
    }

    /// A fresh network on the heap, made there: it never passes through the stack, however big it is.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Big: 1024 => Dense<1024, Relu> => Dense<1> } // 4 MB
    /// let net: Box<Big> = Big::boxed(&mut rand::rng());
    /// assert!(net.predict(&[1.0; 1024])[0].is_finite());
    /// ```
    #[cfg(feature = "std")]
    #[must_use]
    fn boxed(rng: &mut impl Rng) -> std::boxed::Box<Self> {
        const { crate::network::budget::sound(Self::ARCHITECTURE, size_of::<Self>()) };
        let mut network = crate::boxed::<Self>();
        network.initialize(None, rng);
        network
    }

    /// `y = f(network(x))` for one sample or a batch; the result has the form of `x`, see [`Samples`].
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Sum: 2 => Dense<1> }
    /// let mut net = Sum::zeros();
    /// net.dense1.weights.fill(1.0);
    /// assert_eq!(net.predict(&[2.0, 3.0]), [5.0]);
    /// assert_eq!(net.predict(&[[2.0, 3.0], [4.0, 5.0]]), [[5.0], [9.0]]);
    /// ```
    #[inline]
    fn predict<X: Samples<Self::Input, Self::Scalar, B>, const B: usize>(
        &self,
        x: &X,
    ) -> X::Like<Self::Output> {
        let mut y = Zeroable::zeroed();
        self.predict_into(x, &mut y);
        y
    }

    /// As [`predict`](Self::predict), written to `y`.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// let (net, mut y) = (<network!(2 => Dense<3, Softmax>)>::zeros(), [[0.0; 3]; 100]);
    /// net.predict_into(&[[1.0, 2.0]; 100], &mut y);
    /// assert_eq!(y[99], [1.0 / 3.0; 3]);
    /// ```
    #[inline]
    fn predict_into<X: Samples<Self::Input, Self::Scalar, B>, const B: usize>(
        &self,
        x: &X,
        y: &mut X::Like<Self::Output>,
    ) {
        let (x, y) = (x.batch(), X::batch_mut::<Self::Output>(y));
        // a constant: only the way that is taken is compiled
        let way = const {
            if kernel::fits_one_kernel(Self::MACS * B) {
                in_one_kernel::<Self, B>
            } else {
                Self::activate::<B>
            }
        };
        way(self, x, y);
    }

    /// What the network remembers before its first step: see [`step`](Self::step).
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: [50, 3] => Conv1d<8, 3, pad = causal> }
    /// static START: <Net as Stream>::State = constrata::stream::Ring::after([[0.0; 3]; 2]); // or a `let`:
    /// let state = Net::start();
    /// # let _ = (&START, state);
    /// ```
    #[must_use]
    fn start() -> Self::State
    where
        Self: Stream,
    {
        Zeroable::zeroed()
    }

    /// `y_t = f(network(x_1 .. x_t))`: the next step of a sequence that goes on for ever, by what `state` remembers of those
    /// before; see [`stream`](crate::stream). The network is the one that learned on whole sequences.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Change: [9, 1] => Conv1d<1, 2, pad = causal> }
    /// let mut net = Change::zeros();
    /// net.conv1d1.weights.copy_from_slice(&[-1.0, 1.0]);
    /// let mut state = Change::start();
    /// assert_eq!([1.0, 4.0, 2.0].map(|x| net.step(&mut state, &[x])), [[1.0], [3.0], [-2.0]]);
    /// let mut kept = state; // to be continued twice
    /// assert_eq!(net.step(&mut state, &[5.0]), net.step(&mut kept, &[5.0]));
    /// ```
    #[inline]
    fn step(
        &self,
        state: &mut Self::State,
        x: &Frame<Self::Input, Self::Scalar>,
    ) -> Frame<Self::Output, Self::Scalar>
    where
        Self: Stream,
    {
        let mut y = Zeroable::zeroed();
        let way = const {
            if kernel::fits_one_kernel(Self::MACS / rows_of::<Self::Input>()) {
                step::in_one_kernel::<Self>
            } else {
                Self::activate_step::<false>
            }
        };
        way(self, state, x, &mut y);
        y
    }

    /// Forward, loss and backward in one call: returns the loss of the batch and adds its derivative by the
    /// parameters to `gradient`. The outputs are left in `pass.output`. Dropout wants [`Learn::sample_noise`] before, batch
    /// normalization [`Learn::update_buffers`] after.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Line: 1 => Dense<1> }
    /// let (net, mut gradient, mut pass) = (Line::zeros(), Line::zeros(), Line::pass());
    /// let loss = net.gradient(&[[3.0]], &[2.0], &HalfSquaredError, &mut pass, &mut gradient);
    /// assert_eq!(loss, 2.0); // (0 - 2)^2 / 2
    /// assert_eq!((gradient.dense1.weights[0], gradient.dense1.bias[0]), (-6.0, -2.0));
    /// ```
    #[inline]
    fn gradient<Y: Targets<Self::Output, Self::Scalar, B>, const B: usize>(
        &self,
        x: &Input<Self, B>,
        target: &Y,
        loss: &impl Loss<Self::Activation>,
        pass: &mut Pass<Self, B>,
        gradient: &mut Self,
    ) -> Self::Scalar
    where
        Self: Learn,
    {
        pass.logits(self, x);
        let value = pass.loss(loss, target);
        pass.backward(self, x, gradient);
        value
    }

    /// One step of stochastic gradient descent in place: as [`gradient`](Self::gradient) and then
    /// [`Sgd`](crate::optimizer::Sgd), but the network is its own gradient ([`Learn::backward_in_place`]), which spares a large
    /// network four of six walks through its parameters. Returns the loss before the step.
    ///
    /// ```text
    /// w += Σ -r dL/dz xᵀ
    /// ```
    ///
    /// It rounds otherwise than `Sgd` in the last bits, and leaves numbers below the normal range as they are. Convolutions,
    /// norms and blocks write their gradient into `scratch_gradient`; dense layers do not touch it. Dropout and batch normalization want the same as of [`gradient`](Self::gradient).
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Line: 1 => Dense<1> }
    /// let (mut net, mut scratch_gradient, mut pass) = (Line::zeros(), Line::zeros(), Line::pass());
    /// let loss = net.descend(&[[3.0]], &[2.0], &HalfSquaredError, &mut pass, &mut scratch_gradient, 0.125);
    /// assert_eq!(loss, 2.0); // (0 - 2)^2 / 2
    /// assert_eq!((net.dense1.weights[0], net.dense1.bias[0]), (0.75, 0.25)); // 0.125 * (6, 2)
    /// ```
    #[inline]
    fn descend<Y: Targets<Self::Output, Self::Scalar, B>, const B: usize>(
        &mut self,
        x: &Input<Self, B>,
        target: &Y,
        loss: &impl Loss<Self::Activation>,
        pass: &mut Pass<Self, B>,
        scratch_gradient: &mut Self,
        learning_rate: Self::Scalar,
    ) -> Self::Scalar
    where
        Self: Learn,
    {
        pass.logits(self, x);
        let value = pass.loss(loss, target);
        Self::Output::flat_mut(&mut pass.gradient).iter_mut().for_each(|dz| *dz *= -learning_rate);
        pass.backward_in_place(self, x, scratch_gradient);
        value
    }

    /// Sets every parameter to `value`: 0 for a gradient before the next batch. Buffers stay.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// let mut net = <network!(1 => Dense<2> => Dense<1>)>::zeros();
    /// net.fill(1.0);
    /// assert_eq!(net.predict(&[1.0]), [5.0]); // (1 + 1) + (1 + 1) + 1
    /// ```
    #[inline]
    fn fill(&mut self, value: Self::Scalar) {
        for index in (0..Self::TENSORS).filter(|index| Self::learns(*index)) {
            self.tensor_mut(index).fill(value);
        }
    }

    /// A table of the layers: shapes, parameters, multiply-adds.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Digits: 64 => Dense<32, Relu> => Dense<10, Softmax> }
    /// println!("{}", Digits::summary());
    /// assert!(Digits::summary().to_string().contains("2410 parameters, 9640 bytes"));
    /// ```
    fn summary() -> Summary<Self> {
        Summary::new()
    }
}

impl<L: Module> Network for L {}

/// All of a small network in one kernel.
#[inline(always)]
fn in_one_kernel<L: Module, const B: usize>(network: &L, x: &Input<L, B>, y: &mut Output<L, B>) {
    kernel::fusing(usize::MAX, Predict(network, x, y));
}

struct Predict<'a, L: Module, const B: usize>(&'a L, &'a Input<L, B>, &'a mut Output<L, B>);
impl<L: Module, const B: usize> kernel::Fusing for Predict<'_, L, B> {
    type Output = ();
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        self.0.activate_as::<FUSED, B>(self.1, self.2);
    }
}

pub(crate) const fn architecture<L: Module>() -> Text {
    L::Input::NAME.text(" => ").join(&L::NAME)
}

/// A value of zero bytes on the heap, made there: it never passes through the stack.
///
/// ```
/// use constrata::prelude::*;
/// type Big = network!(784 => Dense<512, Relu> => Dense<512, Relu> => Dense<10, Softmax>);
/// let mut pass = constrata::boxed::<Pass<Big, 32>>();
/// let net = Big::boxed(&mut rand::rng());
/// pass.logits(&net, &[[0.0; 784]; 32]);
/// ```
#[cfg(feature = "std")]
#[must_use]
pub fn boxed<Z: Zeroable>() -> std::boxed::Box<Z> {
    bytemuck::allocation::zeroed_box()
}
