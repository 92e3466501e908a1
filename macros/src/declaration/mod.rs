//! What the user wrote, as a tree.

mod activation;
mod block;
mod written;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Attribute, Type, Visibility};

pub(crate) use activation::{Activation, Kind};
pub(crate) use block::Block;
pub(crate) use written::{Choice, List, Value, Written};

use crate::size::Size;
use crate::tokens::type_text;

/// `#[attrs] pub struct Name<T, const H: usize>:`
pub(crate) struct Head {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    /// The scalar as a type parameter, where the network is generic over it.
    pub(crate) scalar: Option<Ident>,
    pub(crate) sizes: Vec<Ident>,
}

/// `f32; 64 => Dense<32, Relu> => Dense<10, Softmax>`
pub(crate) struct Body {
    pub(crate) scalar: TokenStream,
    pub(crate) input: Input,
    pub(crate) layers: Vec<LabeledLayer>,
}

/// `64`, `[1, 28, 28]`
pub(crate) struct Input {
    pub(crate) sizes: Vec<Size>,
    pub(crate) list: bool,
    pub(crate) span: Span,
}

pub(crate) struct LabeledLayer {
    pub(crate) label: Option<Ident>,
    pub(crate) layer: Layer,
    /// The token to blame: the layer's name.
    pub(crate) span: Span,
}

pub(crate) enum Layer {
    /// A layer of the list, with what stands in its brackets.
    Known(Written),
    /// A layer of the list with layers inside.
    Block(Box<dyn Block>),
    Activation(Activation),
    /// A layer outside the list: any type that implements `Layer`.
    Other(Box<Type>),
}

impl Layer {
    /// As the user wrote it, for tables.
    fn text(&self) -> String {
        match self {
            Layer::Known(layer) => layer.text(),
            Layer::Block(block) => block.text(),
            Layer::Activation(activation) => activation.text(),
            Layer::Other(ty) => type_text(ty),
        }
    }
}

/// Layers in a row, as the user wrote them.
pub(crate) fn row_text(layers: &[LabeledLayer]) -> String {
    layers.iter().map(|LabeledLayer { layer, .. }| layer.text()).collect::<Vec<_>>().join(" => ")
}
