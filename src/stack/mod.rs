//! Layers in a row: composition, once for all of them.
//!
//! A network is a row of layers: a layer, or two rows as a pair. The pairs are nested evenly, so that a network of a hundred
//! layers stays within the compiler's recursion limit, and half of what lies between the layers is free again once a half is
//! through. A network lends its layers as such a row of references ([`Stacked`]); all else follows from here.
//!
//! ```text
//! infer        h = f(A(x))          z = Z(h)
//! backward     dh = Z'(dz)          dx = A'(f'(h) dh)
//! ```

pub mod beside;
mod chain;
mod layer;
mod network;
mod pair;
mod stream;

pub use chain::{Chain, Pair};
pub use network::{Declared, LayersOf, Stacked, activate, check, forward, infer};
pub(crate) use pair::{held, output};
pub(crate) use stream::stepped;
pub use stream::{One, StreamStack, activate_step};

use bytemuck::Zeroable;
use rand_core::Rng;

use crate::activation::Activation;
use crate::module::{Cost, Folded, Node};
use crate::{Batch, Initialization, Numbers, Role, Row, Scalar, Shape, Text};

/// Layers in a row, as a type that borrows nothing; what it is borrowed as follows from it.
#[doc(hidden)]
pub trait Stack: Zeroable + Send + Sync {
    type Scalar: Scalar;
    type Input: Shape;
    type Output: Numbers;
    type Activation: Activation;
    type Refs<'a>: Copy
    where
        Self: 'a;
    type Muts<'a>
    where
        Self: 'a;
    /// The same row, each layer in a [`One`].
    type Ones;
    /// How many layers.
    const LAYERS: usize;
    const TENSORS: usize;
    const PARAMETERS: usize;
    const BUFFERS: usize;
    const COST: Cost;
    const IS_IDENTITY: bool;
    const NAME: Text;
    const FOLDED: Folded;
    const INIT_HINT: Option<Initialization>;
    fn tensor<'a>(row: Self::Refs<'a>, index: usize) -> &'a [Self::Scalar]
    where
        Self: 'a;
    fn tensor_mut<'a>(row: Self::Muts<'a>, index: usize) -> &'a mut [Self::Scalar]
    where
        Self: 'a;
    fn role(index: usize) -> Role;
    fn infer<const B: usize>(
        row: Self::Refs<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        z: &mut Batch<Self::Output, Self::Scalar, B>,
    );
    fn activate_as<const FUSED: bool, const B: usize>(
        row: Self::Refs<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        y: &mut Batch<Self::Output, Self::Scalar, B>,
    );
    fn inspect<const B: usize>(
        row: Self::Refs<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        y: &mut Batch<Self::Output, Self::Scalar, B>,
        visit: &mut impl FnMut(Row, &[Self::Scalar]),
    );
    /// `next` suits what follows the row.
    fn initialize(
        row: Self::Muts<'_>,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    );
    fn nodes(visit: &mut impl FnMut(Node));
}

/// Layers in a row that learn.
#[doc(hidden)]
pub trait TrainStack: Stack {
    type Tape<const B: usize>: Zeroable + Send;
    fn forward<const B: usize>(
        row: Self::Refs<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        z: &mut Batch<Self::Output, Self::Scalar, B>,
    );
    fn infer_on_tape<const B: usize>(
        row: Self::Refs<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        z: &mut Batch<Self::Output, Self::Scalar, B>,
    );
    fn backward<const B: usize>(
        row: Self::Refs<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        dz: &Batch<Self::Output, Self::Scalar, B>,
        dx: Option<&mut Batch<Self::Input, Self::Scalar, B>>,
        gradient: Self::Muts<'_>,
    );
    fn backward_in_place<const B: usize>(
        row: Self::Muts<'_>,
        x: &Batch<Self::Input, Self::Scalar, B>,
        tape: &mut Self::Tape<B>,
        dz: &Batch<Self::Output, Self::Scalar, B>,
        dx: Option<&mut Batch<Self::Input, Self::Scalar, B>>,
        scratch_gradient: Self::Muts<'_>,
    );
    fn sample_noise<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng);
    fn update_buffers<const B: usize>(row: Self::Muts<'_>, tape: &Self::Tape<B>);
}
