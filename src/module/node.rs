//! What a network consists of, as one meets it on a walk.

use core::marker::PhantomData;

use super::{Describe, Kind, TensorSpec};
use crate::activation::{Activation, Identity};
use crate::{Layer, Row};

/// What one meets on a walk through a network: [`Describe::nodes`].
///
/// ```
/// use constrata::{module::{Describe, Node}, prelude::*};
/// network! { struct Net: 2 => Residual(Dense<2, Tanh>) => Relu }
/// let mut walk = String::new();
/// Net::nodes(&mut |node| walk += match node {
///     Node::Open => "( ",
///     Node::Block => "[ ",
///     Node::Part { list, .. } => list,
///     Node::Layer { .. } => " layer ",
///     Node::Activation { .. } => "activation ",
///     Node::Joined { .. } => "joined ",
///     Node::Close => ") ",
/// });
/// assert_eq!(walk, "( [ branch layer joined ) activation ) ");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A network begins.
    Open,
    /// A module of its own begins, whose parts have names.
    Block,
    /// What follows is a part of it: `branch`, or `branches.1` as the second in a list; in a list without a name, `1`.
    Part {
        /// The name of the part, or of the list.
        list: &'static str,
        /// Its place in the list.
        index: Option<usize>,
    },
    /// A layer that has none inside.
    Layer {
        /// Its row in a table; none where that of another speaks for it.
        row: Option<Row>,
        /// How many slices of parameters it has.
        tensors: usize,
        /// What they are called elsewhere.
        state: &'static [TensorSpec],
        /// Whether an activation of its own follows.
        activation: bool,
        /// What it is, as far as those who rewrite networks have to know.
        kind: Kind,
    },
    /// An activation that is a layer alone.
    Activation {
        /// As of a layer.
        row: Option<Row>,
    },
    /// The parts of the block are one again: their sum, or all of them side by side.
    Joined {
        /// As of a layer.
        row: Option<Row>,
    },
    /// The network, or the block, ends.
    Close,
}

impl Node {
    /// A layer that has none inside.
    pub(crate) fn of<L: Describe>() -> Self {
        let activation = Named::<L>::ACTIVATION;
        Node::Layer {
            row: Some(Row::of::<L>()),
            tensors: L::TENSORS,
            state: L::STATE_DICT,
            activation,
            kind: const { L::FOLDED.kind() },
        }
    }

    /// The same inside a layer that has one row for all: the first node takes it.
    pub(crate) fn under(self, one: &mut Option<Row>) -> Self {
        match self {
            Node::Layer { tensors, state, activation, kind, .. } => {
                Node::Layer { row: one.take(), tensors, state, activation, kind }
            }
            Node::Activation { .. } => Node::Activation { row: one.take() },
            Node::Joined { .. } => Node::Joined { row: one.take() },
            node => node,
        }
    }

    /// Its row in a table of layers, where it has one.
    ///
    /// ```
    /// use constrata::module::{Describe, Node};
    /// constrata::layers::Dense::<3, 2>::nodes(&mut |node| assert_eq!(node.row().unwrap().parameters, 8));
    /// assert_eq!(Node::Open.row(), None);
    /// ```
    #[must_use]
    pub fn row(&self) -> Option<Row> {
        match *self {
            Node::Layer { row, .. } | Node::Activation { row } | Node::Joined { row } => row,
            Node::Open | Node::Block | Node::Part { .. } | Node::Close => None,
        }
    }
}

/// Found out by the compiler, so that no microcontroller puts texts together.
pub(super) struct Named<L>(PhantomData<L>);

impl<L: Layer> Named<L> {
    pub(super) const ACTIVATION: bool = !<L::Activation as Activation>::NAME.is(&Identity::NAME);
}
