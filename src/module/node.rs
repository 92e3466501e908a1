//! What a network consists of, as one meets it on a walk.

use core::marker::PhantomData;

use super::{Describe, TensorSpec};
use crate::activation::{Activation, Identity};
use crate::{Layer, Row, Text};

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
        /// What folding makes of it.
        #[doc(hidden)]
        folds: Folds,
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

/// What folding makes of a layer.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folds {
    /// It stays as it is.
    Stays,
    /// It takes the norm behind it, where it has no activation.
    TakesANorm,
    /// It goes into the layer before it.
    Norm,
    /// It goes without a trace.
    Goes,
}

impl Node {
    /// A layer that has none inside.
    pub(crate) fn of<L: Describe>() -> Self {
        const { named_for_what_it_is(&L::NAME, L::FOLDS) };
        let activation = Named::<L>::ACTIVATION;
        Node::Layer {
            row: Some(Row::of::<L>()),
            tensors: L::TENSORS,
            state: L::STATE_DICT,
            activation,
            folds: L::FOLDS,
        }
    }

    /// The same inside a layer that has one row for all: the first node takes it.
    pub(crate) fn under(self, one: &mut Option<Row>) -> Self {
        match self {
            Node::Layer { tensors, state, activation, folds, .. } => {
                Node::Layer { row: one.take(), tensors, state, activation, folds }
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

/// Fails where a layer is called as one of another kind: a network's text, by which it is folded and its files are known, would
/// be that of another network.
const fn named_for_what_it_is(name: &Text, folds: Folds) {
    let bytes = name.as_str().as_bytes();
    let kind = crate::fold::kind(bytes);
    if kind as usize != folds as usize {
        let text = Text::new("a layer of your own is called `").join(name);
        panic!(
            "{}",
            text.text("`, which is the name of a layer of this crate: give it another `NAME`").as_str()
        );
    }
    assert!(
        !crate::fold::is_a_row(bytes),
        "the `NAME` of a layer has ` => ` in it, as a row of layers has: leave that out"
    );
}

/// What the compiler has to find out, lest a microcontroller puts texts together.
struct Named<L>(PhantomData<L>);

impl<L: Layer> Named<L> {
    const ACTIVATION: bool = !<L::Activation as Activation>::NAME.is(&Identity::NAME);
}
