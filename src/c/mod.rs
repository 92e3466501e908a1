//! How layers and activations are written as C: what [`export`](crate::export) puts a header together from.
//!
//! Each layer writes itself, and compositions write what is inside them: C needs loops and buffers, which no list of
//! [nodes](crate::module::Node) has.

mod formula;
mod function;
mod literal;
mod name;
mod per_step;
mod pool;
mod row;
mod spread;
mod traced;
mod writer;

pub(crate) use literal::literal;
pub(crate) use name::{check, comment, macros};
pub use traced::Traced;
pub use writer::{C, Names};

use crate::stack::Stacked;

/// What can be written as C: the layers of this crate, what [`network!`](crate::network) makes of them, and a layer of yours
/// that says how.
///
/// ```
/// use constrata::{export::{C, Export, ToC}, prelude::*, activation::Identity};
/// use constrata::nalgebra::SVector;
/// /// z = s x
/// #[derive(Clone, Copy, Debug, PartialEq, Module)]
/// struct Scale<const N: usize> {
///     #[weights]
///     factor: SVector<f32, N>,
/// }
/// impl<const N: usize> Layer for Scale<N> {
///     type Scalar = f32;
///     type Input = Vector<N>;
///     type Output = Vector<N>;
///     type Activation = Identity;
///     fn infer<const B: usize>(&self, x: &[[f32; N]; B], z: &mut [[f32; N]; B]) {
///         for b in 0..B {
///             for i in 0..N { z[b][i] = self.factor[i] * x[b][i]; }
///         }
///     }
/// }
/// impl<const N: usize> ToC for Scale<N> {
///     fn c(c: &mut C) {
///         c.each::<Self, 2>("scale", |[x, factor]| factor * x);
///     }
/// }
/// network! { struct Net: 4 => Scale<4> => Dense<2, Softmax> }
/// assert!(Net::zeros().to_c("net").contains("net_scale(x[i], net_weights1[i])"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as C",
    label = "does not say how it is written as C",
    note = "a layer of your own implements `constrata::export::ToC`"
)]
pub trait ToC {
    /// Writes `z = layer(x)` for one sample.
    fn c(c: &mut C);
}

impl<A: ToC, Z: ToC> ToC for (A, Z) {
    fn c(c: &mut C) {
        A::c(c);
        Z::c(c);
    }
}

#[diagnostic::do_not_recommend]
impl<N: Stacked<Layers: ToC>> ToC for N {
    fn c(c: &mut C) {
        N::Layers::c(c);
    }
}
