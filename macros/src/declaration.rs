//! What the user wrote, as a tree.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Attribute, Type, Visibility};

mod nested;

pub(crate) use nested::{Join, Nested};

use crate::decimal::Decimal;
use crate::size::Size;
use crate::tokens::{type_text, users};

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
    Dense(Dense),
    Flatten,
    /// With the share that is dropped.
    Dropout(Decimal),
    Spatial(Spatial),
    Activation(Activation),
    Nested(Nested),
    /// A layer outside the table: any type that implements `Layer`.
    Other(Box<Type>),
}

/// `Dense<IN => OUT, Act, bias = false>`
pub(crate) struct Dense {
    pub(crate) input: Option<Size>,
    pub(crate) output: Size,
    pub(crate) activation: Option<Activation>,
    pub(crate) bias: bool,
}

impl Dense {
    /// As the user wrote it, for tables.
    pub(crate) fn text(&self) -> String {
        let activation =
            self.activation.as_ref().map_or(String::new(), |activation| format!(", {}", activation.text()));
        let bias = if self.bias { "" } else { ", bias = false" };
        format!("Dense<{}{activation}{bias}>", self.output.text())
    }
}

/// `Conv2d<OUT, K, Act, stride = 2>` and its like, as [`Grammar`](crate::table::Grammar) says.
pub(crate) struct Spatial {
    pub(crate) name: &'static str,
    pub(crate) kind: crate::table::Spatial,
    pub(crate) sizes: Vec<List>,
    pub(crate) activation: Option<Activation>,
    pub(crate) options: Vec<Choice>,
}

/// `3`, `[3, 5]`
#[derive(Clone)]
pub(crate) struct List {
    pub(crate) sizes: Vec<Size>,
    pub(crate) span: Span,
}

/// `stride = 2`, `pad = same`, `bias = false`
pub(crate) struct Choice {
    pub(crate) name: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    Word(Ident),
    Flag(bool),
    Sizes(List),
}

impl List {
    /// As the user wrote it.
    pub(crate) fn text(&self) -> String {
        match self.sizes.as_slice() {
            [size] => size.text(),
            sizes => format!("[{}]", sizes.iter().map(Size::text).collect::<Vec<_>>().join(", ")),
        }
    }
}

impl Spatial {
    /// As the user wrote it, for tables.
    pub(crate) fn text(&self) -> String {
        let mut parts: Vec<String> = self.sizes.iter().map(List::text).collect();
        parts.extend(self.activation.as_ref().map(Activation::text));
        parts.extend(self.options.iter().map(|Choice { name, value }| match value {
            Value::Word(word) => format!("{name} = {word}"),
            Value::Flag(flag) => format!("{name} = {flag}"),
            Value::Sizes(list) => format!("{name} = {}", list.text()),
        }));
        if parts.is_empty() { self.name.into() } else { format!("{}<{}>", self.name, parts.join(", ")) }
    }
}

/// An activation of the table, or a type.
#[derive(Clone)]
pub(crate) struct Activation {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

#[derive(Clone)]
pub(crate) enum Kind {
    /// Carried by the layer before it: `Relu`, `Softmax`.
    Carried(&'static str),
    /// Carried, with a number: `LeakyRelu<0.01>`.
    Tuned(&'static str, Option<Decimal>),
    /// A function that is a layer: `Gelu`.
    Function(&'static str),
    /// A layer with a parameter for each neuron: `PRelu`.
    Learned(&'static str),
    /// `Maxout<K>`
    Maxout(Size),
    /// The user's own `Elementwise` type.
    Own(Box<Type>),
}

impl Activation {
    /// The type of an activation that the layer before it carries; none for one that is a layer.
    pub(crate) fn carried(&self, krate: &TokenStream) -> Option<TokenStream> {
        match &self.kind {
            Kind::Carried(name) => {
                let name = Ident::new(name, self.span);
                Some(quote!(#krate::activation::#name))
            }
            Kind::Tuned(name, tuned) => {
                let name = Ident::new(name, self.span);
                let arguments = tuned.as_ref().map(|tuned| {
                    let [n, d] = tuned.fraction();
                    quote!(<#n, #d>)
                });
                Some(quote!(#krate::activation::#name #arguments))
            }
            Kind::Own(ty) => Some(users(ty)),
            Kind::Function(_) | Kind::Learned(_) | Kind::Maxout(_) => None,
        }
    }

    /// Whether it is known to have a gradient.
    pub(crate) fn learns(&self) -> bool {
        !matches!(self.kind, Kind::Carried("Step") | Kind::Own(_))
    }

    /// The user's own activation.
    pub(crate) fn own(&self) -> Vec<TokenStream> {
        match &self.kind {
            Kind::Own(ty) => vec![users(ty)],
            _ => Vec::new(),
        }
    }

    pub(crate) fn name(&self) -> String {
        match &self.kind {
            Kind::Carried(name) | Kind::Tuned(name, _) | Kind::Function(name) | Kind::Learned(name) => {
                (*name).into()
            }
            Kind::Maxout(_) => "Maxout".into(),
            Kind::Own(ty) => type_text(ty),
        }
    }

    /// As the user wrote it, for tables.
    pub(crate) fn text(&self) -> String {
        match &self.kind {
            Kind::Tuned(name, Some(tuned)) => format!("{name}<{}>", tuned.text),
            Kind::Maxout(pieces) => format!("Maxout<{}>", pieces.text()),
            _ => self.name(),
        }
    }
}
