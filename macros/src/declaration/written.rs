//! One layer and what stands in its brackets.

use proc_macro2::{Ident, Span};

use super::Activation;
use crate::decimal::Decimal;
use crate::layers::Spec;
use crate::size::Size;

/// `Conv2d<16, 3, Relu, stride = 2>`: what is written of what the [`Spec`] allows.
#[derive(Clone)]
pub(crate) struct Written {
    pub(crate) spec: &'static Spec,
    /// The token to blame: the layer's name.
    pub(crate) span: Span,
    /// The inputs, where they stand before the first size: `Dense<64 => 32>`.
    pub(crate) inputs: Option<Size>,
    /// As many as the spec says.
    pub(crate) sizes: Vec<List>,
    pub(crate) decimal: Option<Decimal>,
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
#[derive(Clone)]
pub(crate) struct Choice {
    pub(crate) name: Ident,
    pub(crate) value: Value,
}

#[derive(Clone)]
pub(crate) enum Value {
    Word(Ident),
    Flag(bool),
    Sizes(List),
}

impl Written {
    pub(crate) fn new(spec: &'static Spec, span: Span) -> Self {
        let (sizes, options) = (Vec::new(), Vec::new());
        Written { spec, span, inputs: None, sizes, decimal: None, activation: None, options }
    }

    /// The option `name`, where it is given.
    pub(crate) fn choice(&self, name: &str) -> Option<&Choice> {
        self.options.iter().find(|choice| choice.name == name)
    }

    /// As the user wrote it, but for the inputs: for tables and messages.
    pub(crate) fn text(&self) -> String {
        let mut parts: Vec<String> = self.sizes.iter().map(List::text).collect();
        parts.extend(self.decimal.as_ref().map(|decimal| decimal.text.clone()));
        parts.extend(self.activation.as_ref().map(Activation::text));
        parts.extend(self.options.iter().map(|Choice { name, value }| match value {
            Value::Word(word) => format!("{name} = {word}"),
            Value::Flag(flag) => format!("{name} = {flag}"),
            Value::Sizes(list) => format!("{name} = {}", list.text()),
        }));
        let name = self.spec.name;
        if parts.is_empty() { name.into() } else { format!("{name}<{}>", parts.join(", ")) }
    }
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
