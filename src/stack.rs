//! What the layers of a declared network are together: the part of the expansion that needs no field names.

use core::mem::MaybeUninit;

use bytemuck::Zeroable;

use crate::layer::{Input, Output};
use crate::memory::Line;
use crate::modules::Module;
use crate::summary::Row;
use crate::{Batch, Feeds, Initialization, Layer, Role, Scalar, Shape, Text};

/// Layers in a row: one, or two rows as a tuple. The macro nests them evenly, so that a network of a hundred layers stays
/// within the compiler's recursion limit.
#[doc(hidden)]
pub trait Stack: Zeroable {
    type Scalar: Scalar;
    const TENSORS: usize;
    const PARAMETERS: usize;
    const BUFFERS: usize;
    const MACS: usize;
    /// Bytes of all outputs, and of what is between the layers inside the layers.
    const OUTPUTS: usize;
    /// The most that any layer takes of the stack.
    const LOCALS: usize;
    const NAME: Text;
    const SUITS: Option<Initialization>;
    fn role(index: usize) -> Role;
    fn rows(visit: &mut impl FnMut(Row));
    fn modules(visit: &mut impl FnMut(Module));
}

impl<L: Layer> Stack for L {
    type Scalar = L::Scalar;
    const TENSORS: usize = L::TENSORS;
    const PARAMETERS: usize = L::PARAMETERS;
    const BUFFERS: usize = L::BUFFERS;
    const MACS: usize = L::MACS;
    const OUTPUTS: usize = L::SCRATCH + output_bytes::<L>();
    const LOCALS: usize = L::LOCALS;
    const NAME: Text = L::NAME;
    const SUITS: Option<Initialization> = L::SUITS;
    #[inline]
    fn role(index: usize) -> Role {
        L::role(index)
    }
    fn rows(visit: &mut impl FnMut(Row)) {
        L::rows(visit);
    }
    fn modules(visit: &mut impl FnMut(Module)) {
        L::modules(visit);
    }
}

impl<A: Stack, Z: Stack<Scalar = A::Scalar>> Stack for (A, Z) {
    type Scalar = A::Scalar;
    const TENSORS: usize = A::TENSORS + Z::TENSORS;
    const PARAMETERS: usize = A::PARAMETERS + Z::PARAMETERS;
    const BUFFERS: usize = A::BUFFERS + Z::BUFFERS;
    const MACS: usize = A::MACS + Z::MACS;
    const OUTPUTS: usize = A::OUTPUTS + Z::OUTPUTS;
    const LOCALS: usize = if A::LOCALS > Z::LOCALS { A::LOCALS } else { Z::LOCALS };
    const NAME: Text = A::NAME.text(" => ").join(&Z::NAME);
    const SUITS: Option<Initialization> = A::SUITS;
    #[inline]
    fn role(index: usize) -> Role {
        if index < A::TENSORS { A::role(index) } else { Z::role(index - A::TENSORS) }
    }
    fn rows(visit: &mut impl FnMut(Row)) {
        A::rows(visit);
        Z::rows(visit);
    }
    fn modules(visit: &mut impl FnMut(Module)) {
        A::modules(visit);
        Z::modules(visit);
    }
}

/// What `network!` in type position stands for: the network `N`, whose first layer takes the shape that was declared.
#[doc(hidden)]
pub trait Declared<First, N> {
    /// That network.
    type Network;
}

#[diagnostic::do_not_recommend]
impl<S: Feeds<First, First::Input>, First: Layer, N> Declared<First, N> for S {
    type Network = N;
}

/// A network with its layers.
#[doc(hidden)]
pub trait Stacked {
    type Layers: Stack;
}

/// Bytes of a sample behind `layer` that a network has to find while it predicts.
#[doc(hidden)]
#[must_use]
pub const fn output_bytes<L: Layer>() -> usize {
    if L::SAME { 0 } else { size_of::<Output<L, 1>>() }
}

/// The largest of some sizes.
#[doc(hidden)]
#[must_use]
pub const fn largest(sizes: &[usize]) -> usize {
    let (mut index, mut largest) = (0, 0);
    while index < sizes.len() {
        if sizes[index] > largest {
            largest = sizes[index];
        }
        index += 1;
    }
    largest
}

/// How the layer before `layer` should draw its weights, if `layer` is its activation.
#[doc(hidden)]
pub fn suits<L: Layer>(_layer: &L) -> Option<Initialization> {
    L::SUITS
}

/// What the layer `L` is to write: see [`Shape::scratch`](crate::Shape::scratch).
#[doc(hidden)]
#[inline(always)]
pub fn scratch<L: Layer, const B: usize>(place: &mut MaybeUninit<Line<Output<L, B>>>) -> &mut Output<L, B> {
    L::Output::scratch(place)
}

/// The output of shape `S` as the input of the layer `L`: compiles where they are equal, and else says both.
#[doc(hidden)]
#[inline(always)]
pub fn pass<S: Feeds<L, L::Input>, L: Layer, const B: usize>(x: &Batch<S, L::Scalar, B>) -> &Input<L, B> {
    S::pass(x)
}

/// The same for the gradient on its way back.
#[doc(hidden)]
#[inline(always)]
pub fn pass_mut<S: Feeds<L, L::Input>, L: Layer, const B: usize>(
    dx: &mut Batch<S, L::Scalar, B>,
) -> &mut Input<L, B> {
    S::pass_mut(dx)
}
