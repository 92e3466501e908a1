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
//! A gradient is a value of the layer's own type. The tape is the caller's, so nothing is allocated. Layers in a row are a layer
//! ([`Chain`](crate::Chain)), and so is what [`network!`](crate::network) declares. What a network wants to know of a layer
//! besides (its name, its cost, how it begins) is in [`module`](crate::module), and a derive writes it:
//!
//! ```
//! use constrata::{activation::Identity, layer::{Input, Output}, nalgebra::SVector, prelude::*};
//! /// z = x + shift            dshift += dz    dx = dz
//! #[derive(Clone, Copy, Debug, PartialEq, Module)]
//! struct Shift {
//!     #[bias]
//!     shift: SVector<f32, 2>,
//! }
//! impl Layer for Shift {
//!     type Scalar = f32;
//!     type Input = Vector<2>;
//!     type Output = Vector<2>;
//!     type Activation = Identity;
//!     fn infer<const B: usize>(&self, x: &[[f32; 2]; B], z: &mut [[f32; 2]; B]) {
//!         for b in 0..B { for i in 0..2 { z[b][i] = x[b][i] + self.shift[i]; } }
//!     }
//! }
//! impl Train for Shift {
//!     type Tape<const B: usize> = (); // `forward` is `infer`: backward needs nothing but x
//!     fn backward<const B: usize>(
//!         &self, _: &Input<Self, B>, _: &mut (), dz: &Output<Self, B>, dx: Option<&mut Input<Self, B>>, gradient: &mut Self,
//!     ) {
//!         for b in 0..B { for i in 0..2 { gradient.shift[i] += dz[b][i]; } }
//!         if let Some(dx) = dx { *dx = *dz; }
//!     }
//! }
//! network! { struct Net: 2 => Dense<2> => Shift }
//! let (net, mut gradient, mut pass) = (Net::zeros(), Net::zeros(), Net::pass());
//! net.gradient(&[[1.0, 2.0]; 3], &[[1.0, -1.0]; 3], &HalfSquaredError, &mut pass, &mut gradient);
//! assert_eq!(gradient.shift2.shift.data.0, [[-1.0, 1.0]]);
//! ```

use bytemuck::Zeroable;

use crate::activation::Activation;
use crate::{Batch, Module, Numbers, Scalar, Shape};

/// `B` samples going into a layer: `Input<network!(64 => Dense<10>), 2>` is `[[f32; 64]; 2]`.
pub type Input<L, const B: usize> = Batch<<L as Layer>::Input, <L as Layer>::Scalar, B>;
/// `B` samples coming out of a layer.
pub type Output<L, const B: usize> = Batch<<L as Layer>::Output, <L as Layer>::Scalar, B>;

/// A function between two static shapes.
pub trait Layer: Send + Sync {
    /// The numbers it computes with: `f32`, `f64`.
    type Scalar: Scalar;
    /// The shape of a sample that goes in.
    type Input: Shape;
    /// The shape of a sample that comes out.
    type Output: Numbers;
    /// What is applied to `z`; [`Identity`](crate::activation::Identity) where there is nothing to apply.
    type Activation: Activation;
    /// `z = layer(x)`, before the activation.
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>);
}

/// A layer that can learn: `forward` remembers on a tape what `backward` will need.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be trained: it ends in or passes through a layer without a gradient",
    label = "has no gradient",
    note = "`Step` has derivative 0 everywhere, so nothing before it would learn; train with `Sigmoid` or `HardSigmoid`, predict with `Step`"
)]
pub trait Train: Module {
    /// What `backward` needs beyond `x`, for `B` samples. The caller owns it; all zeros to begin with.
    type Tape<const B: usize>: Zeroable + Send;

    /// `z = layer(x)`, as [`Layer::infer`], remembering on the tape.
    #[inline(always)]
    fn forward<const B: usize>(&self, x: &Input<Self, B>, _: &mut Self::Tape<B>, z: &mut Output<Self, B>) {
        self.infer(x, z);
    }

    /// Given `dz`, the derivative of the loss by `z`: writes `dx` where it is asked for (the first layer of
    /// a network is not asked), and adds the derivative by the parameters to `gradient`. A tape serves it once.
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    );
}
