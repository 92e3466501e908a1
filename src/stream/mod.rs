//! Step by step: what learned on whole sequences runs for ever, a step at a time.
//!
//! A network that maps a sequence to a sequence, each step by what came up to it, need not see the sequence at once. It is
//! handed one *frame*, puts out one, and keeps what it has to remember in a *state*:
//!
//! ```text
//! predict      [x_1, x_2, .., x_T] ---------------> [y_1, y_2, .., y_T]      at once
//! step         x_t, state ------------------------> y_t, state               one after the other, for ever
//! ```
//!
//! Both are functions of the same parameters, and of the same type: no second network with one step, no weights to convert. The
//! state is the caller's, as a tape is: a plain value of constant size that can be copied, compared and kept in a `static`. Zero
//! bytes are the state before the first step. Nothing is allocated, and no step takes longer as time goes on.
//!
//! | | its state |
//! |---|---|
//! | a layer at every step, an activation, `Dropout`, `BatchNorm` (by its running statistics) | nothing |
//! | `Conv1d` with `pad = causal` and without a stride | a [`Ring`] of the steps it looks back, (K - 1) D |
//! | `Lstm`, `Gru`, `Rnn`, from the first step to the last | h, and of an `Lstm` its memory |
//! | `Residual`, `Repeat`, `Parallel`, layers in a row, a network | the states of what is inside |
//!
//! What looks at later steps is no [`Stream`] (a convolution of another padding or with a stride, a pool, `Flatten`, `Reshape`,
//! a norm over the whole sample): such a network compiles, trains and predicts, and where it is asked to [`step`](crate::Network::step)
//! the compiler names the layer.
//!
//! Stepping through a sequence equals predicting it: to the bit with the feature `reproducible`, else within 4 units in the last
//! place of the largest magnitude for each layer, as matrix products of many samples are summed in another order than those of
//! one (`tests/layers/stream.rs`; 1.9 were seen). A vector is one frame, so that what takes one steps as it predicts.
//!
//! There is no export of it: `export` writes C that predicts whole sequences.

mod repeat;
mod residual;
mod ring;

pub use ring::Ring;

use core::fmt::Debug;

use bytemuck::Zeroable;

use crate::activation::Activation;
use crate::memory::joined;
use crate::{Module, Numbers, Scalar, Shape};

/// One frame of samples of shape `S`: of a sequence one step, else all of it.
///
/// ```
/// use constrata::{Sequence, stream::Frame};
/// let step: Frame<Sequence<50, 2>, f32> = [20.5, 0.4];
/// ```
pub type Frame<S, T> = <<S as Shape>::Frame as Shape>::Sample<T>;

/// A layer that computes each step by what came up to it: see [the module](self).
///
/// A network is used by [`Network::start`](crate::Network::start) and [`Network::step`](crate::Network::step):
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [50, 1] => Conv1d<4, 3, Tanh, pad = causal, dilation = 2> => Dense<1> }
/// let net = Net::random(&mut rand::rng());
/// let x: [[f32; 1]; 50] = core::array::from_fn(|t| [(t as f32 / 5.0).sin()]);
/// let y = net.predict(&x);
///
/// let mut state = Net::start();
/// for (x, y) in x.iter().zip(&y) {
///     assert!((net.step(&mut state, x)[0] - y[0]).abs() < 1e-5);
/// }
/// net.step(&mut state, &[0.5]); // and on: the 50 steps are those it learned on
/// assert_eq!(Net::STATE_BYTES, 4 * 4 + 4); // four steps of one number, and where the next one goes
/// ```
///
/// A layer of your own implements it where it computes each step alone, or remembers:
///
/// ```
/// use constrata::{Sequence, activation::Identity, layer::{Input, Output}, nalgebra::SVector, prelude::*, stream::Stream};
/// /// z_t = keep z_t-1 + x_t
/// #[derive(Clone, Copy, Debug, PartialEq, Module)]
/// struct Leaky<const STEPS: usize> {
///     #[weights]
///     keep: SVector<f32, 1>,
/// }
/// impl<const STEPS: usize> Layer for Leaky<STEPS> {
///     type Scalar = f32;
///     type Input = Sequence<STEPS, 1>;
///     type Output = Sequence<STEPS, 1>;
///     type Activation = Identity;
///     fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
///         for (x, z) in x.iter().zip(z) {
///             let mut state = 0.0;
///             x.iter().zip(z).for_each(|(x, z)| self.infer_step(&mut state, x, z));
///         }
///     }
/// }
/// impl<const STEPS: usize> Stream for Leaky<STEPS> {
///     type State = f32; // the last z
///     fn infer_step(&self, last: &mut f32, [x]: &[f32; 1], [z]: &mut [f32; 1]) {
///         *z = self.keep[0] * *last + *x;
///         *last = *z;
///     }
/// }
/// type Net = network!([3, 1] => Leaky<3>);
/// let (net, mut state) = (Net { keep: [0.5].into() }, Net::start());
/// let stepped = [4.0, 0.0, 1.0].map(|x| net.step(&mut state, &[x]));
/// assert_eq!((stepped, stepped), ([[4.0], [2.0], [2.0]], net.predict(&[[4.0], [0.0], [1.0]])));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot run step by step: it looks at later steps, or nothing says that it does not",
    label = "cannot run step by step",
    note = "pools, `Flatten`, `Reshape`, `LastStep`, `reverse = true`, norms over the whole sample and layers on images wait for all of a sample: `predict` it whole"
)]
pub trait Stream: Module {
    /// What it remembers from step to step; all zeros before the first.
    type State: Copy + Debug + PartialEq + Zeroable + Send + Sync;

    /// Bytes of the state.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Net: [9, 3] => Conv1d<8, 2, pad = causal> => Residual(Conv1d<8, 2, Relu, pad = causal>) }
    /// assert_eq!(Net::STATE_BYTES, 4 * (3 + 1) + 4 * (8 + 1));
    /// ```
    const STATE_BYTES: usize = size_of::<Self::State>();

    /// The next step of `z = layer(x)`, before the activation.
    fn infer_step(
        &self,
        state: &mut Self::State,
        x: &Frame<Self::Input, Self::Scalar>,
        z: &mut Frame<Self::Output, Self::Scalar>,
    );

    /// The next step of `y = f(layer(x))`; `FUSED` in a kernel that is compiled for a processor which rounds a product and a sum
    /// once.
    #[doc(hidden)]
    #[inline(always)]
    fn activate_step<const FUSED: bool>(
        &self,
        state: &mut Self::State,
        x: &Frame<Self::Input, Self::Scalar>,
        y: &mut Frame<Self::Output, Self::Scalar>,
    ) {
        self.infer_step(state, x, y);
        let row = <Self::Output as Shape>::Frame::ROW;
        Self::Activation::apply(numbers_mut::<Self::Output, _>(y), row);
    }
}

/// The numbers of a frame.
#[inline(always)]
pub(crate) fn numbers<S: Shape, T: Scalar>(frame: &Frame<S, T>) -> &[T] {
    S::Frame::flat(core::slice::from_ref(frame))
}

/// The numbers of a frame, to write.
#[inline(always)]
pub(crate) fn numbers_mut<S: Shape, T: Scalar>(frame: &mut Frame<S, T>) -> &mut [T] {
    S::Frame::flat_mut(core::slice::from_mut(frame))
}

/// What one layer puts out, as the next one takes it.
#[inline(always)]
pub(crate) fn handed<S: Shape, Z: Shape, T: Scalar>(frame: &Frame<S, T>) -> &Frame<Z, T> {
    let [frame] = joined::<S::Frame, Z::Frame, T, 1>(core::array::from_ref(frame));
    frame
}

/// A layer of vectors: a step is a sample.
macro_rules! steps_as_it_predicts {
    ([$($generics:tt)*] $layer:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::stream::Stream for $layer {
            type State = ();
            #[inline(always)]
            fn infer_step(
                &self,
                _: &mut (),
                x: &$crate::stream::Frame<Self::Input, Self::Scalar>,
                z: &mut $crate::stream::Frame<Self::Output, Self::Scalar>,
            ) {
                $crate::Layer::infer(self, ::core::array::from_ref(x), ::core::array::from_mut(z));
            }
            #[inline(always)]
            fn activate_step<const FUSED: bool>(
                &self,
                _: &mut (),
                x: &$crate::stream::Frame<Self::Input, Self::Scalar>,
                y: &mut $crate::stream::Frame<Self::Output, Self::Scalar>,
            ) {
                let (x, y) = (::core::array::from_ref(x), ::core::array::from_mut(y));
                $crate::module::Predict::activate_as::<FUSED, 1>(self, x, y);
            }
        }
    };
}
pub(crate) use steps_as_it_predicts;
