//! Neural networks whose architecture is a type.
//!
//! A wrong shape does not compile; to predict, or to take a training step, needs no allocator; the same network trains on a
//! laptop and runs, or trains, on a microcontroller.
//!
//! With `cargo add constrata rand`, train and predict:
//!
#![cfg_attr(feature = "std", doc = "```")]
#![cfg_attr(not(feature = "std"), doc = "```ignore")]
//! use constrata::prelude::*;
//! use constrata::train::{Data, Fit, Metric, each, evaluate};
//! use rand::{SeedableRng, rngs::SmallRng};
//!
//! network! {
//!     /// Two numbers in, one probability out.
//!     pub struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid>
//! }
//!
//! fn main() -> Result<(), constrata::Error> {
//!     let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
//!     let y = [[0.0], [1.0], [1.0], [0.0]];
//!     let mut net = Xor::random(&mut SmallRng::seed_from_u64(1));
//!
//!     let fit = Fit { epochs: 500, batch: 4, learning_rate: 0.05, ..Fit::new(BinaryCrossEntropy, Adam::default()) };
//!     fit.run(&mut net, Data::new(&x, &y), each(|epoch| println!("{epoch}")))?;
//!
//!     let found = evaluate(&net, Data::new(&x, &y), &BinaryCrossEntropy, &[Metric::Accuracy])?;
//!     assert!(found.scores.loss < 0.05);
//!     let [probability] = net.predict(&[1.0, 0.0]);
//!     assert!(probability > 0.9);
//!     Ok(())
//! }
//! ```
//!
//! Train in release builds (`cargo run --release`): a debug build is hundreds of times slower.
//!
//! # Where to begin
//!
//! * [`network!`] declares a network: the grammar, the two forms, what is written.
//! * [`Network`] is what one can do with it: predict, draw weights, ask its size. `println!("{}", Xor::summary())` is the table
//!   of its layers; a summary belongs to the type.
//! * [`train`] trains on data sets, for classification and regression: [`train::Fit`], [`train::evaluate`], callbacks, metrics.
//! * [`data`] reads CSV files, standardizes inputs and targets, splits; [`Model`] keeps the scalers and names with the network.
//!   The README has a [classification and a regression](https://github.com/constrata/constrata#from-your-csv-to-named-answers) program.
//! * [`Pass`] is one training pass, for a loop of your own; [`loss`] and [`optimizer`] are what goes with it.
//! * [`layer`] is the idea on one screen; [`layers`] and [`activation`] are what there is; [`module`] is what a network wants to
//!   know of a layer besides, of one of your own too.
//! * [`stream`] runs what learned on whole sequences, a step at a time.
//! * The [course](https://github.com/constrata/constrata/blob/main/docs/COURSE.md): short programs, from a neuron to convolutions.
//! * [On a microcontroller](https://github.com/constrata/constrata/blob/main/docs/EMBEDDED.md), with a
//!   [template](https://github.com/constrata/constrata/tree/main/firmware/template) for your own firmware.
//!
//! # Features
//!
//! * `std` (default): [`train`], values made on the heap ([`boxed`], [`Network::boxed`]), the processor's best
//!   instruction set chosen at run time.
//! * `data`: CSV and IDX files, and the data sets that come with this crate ([`data`]); brings the `flate2` crate.
//! * `safetensors`: networks in files that PyTorch reads and writes (the module `safetensors`); brings the crate of that name.
//! * `serde`: `Serialize` and `Deserialize` for layers, settings, scalers and models; a network derives them as any
//!   struct. Parameters that are infinite or NaN are refused, and read by `file::allowing_nan`. (serde_json reads an `f64` to
//!   the last bit with its feature `float_roundtrip` only.)
//! * `threads`: [`train::Fit`] shares large batches among the threads of a rayon pool; results are the same, bit for bit.
//! * `progress`: a progress bar for training, [`train`]`::Progress`.
//! * `interrupt`: Ctrl-C ends a training run and not the program, [`train`]`::Interrupt`.
//! * `reproducible`: the bits of a microcontroller on every machine: plain loops, single precision throughout, nothing fused
//!   and nothing flushed. Slower.
//! * none: `no_std`, no allocator; everything else.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
// without `std`, the parts that need it are named here and there, and cannot be linked to
#![cfg_attr(not(feature = "std"), allow(rustdoc::broken_intra_doc_links))]
#[cfg(feature = "std")]
extern crate std;

// The derive and the macro write `::constrata`, here as anywhere.
extern crate self as constrata;

pub mod activation;
#[cfg(feature = "std")]
mod c;
pub mod data;
mod error;
#[cfg(feature = "std")]
pub mod export;
pub mod file;
mod fold;
pub mod kernel;
pub mod layer;
pub mod layers;
pub mod loss;
pub mod memory;
pub mod module;
mod network;
pub mod optimizer;
#[doc(hidden)]
pub mod parameters;
pub mod prelude;
#[cfg(feature = "safetensors")]
pub mod safetensors;
mod scalar;
mod shape;
#[doc(hidden)]
pub mod stack;
pub mod stream;
#[cfg(feature = "std")]
pub mod train;
#[doc(hidden)]
pub mod window;

pub use bytemuck;
#[doc(hidden)]
pub use constrata_macros::__network;
/// Writes what a network wants to know of a layer of your own: see [the trait](trait@Module).
pub use constrata_macros::Module;
/// ```
/// use constrata::{layers::Dense, nalgebra::SVector, prelude::*};
/// #[derive(Clone, Copy, Parameters)]
/// struct Gated<const N: usize> {
///     signal: Dense<N, 1>,
///     #[weights]
///     gate: SVector<f32, N>,
/// }
/// assert_eq!((Gated::<3>::TENSORS, Gated::<3>::PARAMETERS), (3, 3 + 1 + 3));
/// ```
pub use constrata_macros::Parameters;
pub use nalgebra;
pub use rand_core;

/// Declares a network: as an item with a name and named fields, or as a type.
///
/// ```
/// use constrata::prelude::*;
///
/// network! {
///     /// 8 x 8 pixels in, one probability for each digit out.
///     #[budget(parameters = 2_500, flash = 10 * 1024)]
///     pub struct Digits: 64 => hidden: Dense<32, Relu> => output: Dense<10, Softmax>
/// }
/// type Xor = network!(2 => Dense<8, Tanh> => Dense<1, Sigmoid>);
///
/// assert_eq!((Digits::PARAMETERS, Xor::PARAMETERS), (2410, 33));
/// assert_eq!(Digits::zeros().hidden.weights.shape(), (32, 64));
/// ```
///
/// # Grammar
///
#[doc = constrata_macros::__grammar!()]
///
/// A `[C, H, W]` input is an image, a `[STEPS, N]` input a sequence. On a sequence, layers of vectors act on each step
/// ([`PerStep`](layers::PerStep)), as in PyTorch and Keras: `[50, 8] => Dense<4>` gives `[50, 4]`. [`Lstm`](layers::Lstm), [`Gru`](layers::Gru)
/// and [`Rnn`](layers::Rnn) remember from step to step. `Flatten`, `LastStep`, `MeanOverSteps` and `MaxOverSteps` make one vector of it. A type as a layer is any that implements [`Layer`]
/// (another network, say), a type as an activation any that implements [`Activation`](activation::Activation). The scalar is `f32` unless said otherwise;
/// a network over many scalars takes a type parameter: `struct Net<T>: T; 2 => Dense<1>`. Layers without a label are
/// called by kind and place: `dense1`, `flatten2`.
///
/// # Attributes
///
/// Documentation, visibility, derives and attributes are kept; without a derive there are `Clone`, `Copy`, `Debug` and
/// `PartialEq`. `#[budget(parameters = .., flash = .., ram = .., stack = .., state = .., train_ram = ..)]` fails the build where
/// the network needs more: parameters; bytes of parameters; bytes of activations to predict; bytes of stack to predict; bytes of
/// state to run [step by step](stream); bytes to train, sample by sample.
///
/// # What is written
///
/// A struct with a public field for each layer, which lends its layers as a row; constants, and checks of the shapes. Of
/// `pub struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid>`, shortened:
///
/// ```text
/// pub struct Xor { pub hidden: Dense<2, 8, Tanh, f32>, pub output: Dense<8, 1, Sigmoid, f32> }
///
/// impl Stacked for Xor {
///     type Layers = (Dense<2, 8, Tanh, f32>, Dense<8, 1, Sigmoid, f32>);    // of more layers, pairs of pairs
///     fn layers(&self) -> (&Dense<..>, &Dense<..>) { (&self.hidden, &self.output) }
/// }
/// ```
///
/// The rest follows from the row, once for all networks: [`Layer`], [`Module`], [`Train`], [`Learn`], [`Stream`].
///
/// ```text
/// infer        h = f(hidden(x))         z = output(h)
/// backward     dh = output'(dz)         dx = hidden'(f'(h) dh)
/// ```
#[macro_export]
macro_rules! network {
    ($($tokens:tt)*) => { $crate::__network! { [$crate] $($tokens)* } };
}

pub use error::{Error, NotFinite};
pub use file::{Model, Save};
pub use fold::Fold;
pub use layer::{Layer, Train};
pub use module::{Initialization, Learn, Module, Row, Summary, Text};
#[cfg(feature = "std")]
pub use network::boxed;
#[doc(hidden)]
pub use network::recovered;
pub use network::{GradientCheck, Network, Pass, Samples, Targets, Training, budget, gradient_check};
pub use parameters::{Parameters, Role};
pub use scalar::{Dual, Scalar, dual};
pub use shape::{Batch, Image, MatchesInput, Numbers, SameShape, Sequence, Shape, Vector};
pub use stack::{Chain, Pair};
pub use stream::Stream;
pub use window::{Causal, Channels, Geometry, LooksBack, Planes, Steps, Walk, Window};

/// The programs of the README and of the guide are tests.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../docs/GUIDE.md")]
struct Pages;
