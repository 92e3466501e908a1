//! From what is written to the layers' types: the arithmetic on shapes.

mod activation;
mod arguments;
mod convolution;
mod input;
mod norm;
mod per_step;
mod pool;
mod recurrent;
mod row;
mod stage;
mod walk;
mod windows;

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use syn::{Error, Type};

use crate::declaration::{Activation, Body, Input, LabeledLayer, Layer, Written};
use crate::layers::Resolve;
use crate::shape::Shape;
use crate::size::Size;
use crate::tokens::{type_text, users};
pub(crate) use convolution::Convolution;
pub(crate) use row::Row;
pub(crate) use stage::Stage;
pub(crate) use walk::{AXES, PADS, Pad, Pads, Walk};
pub(crate) use windows::Walked;

/// A network with every type known.
pub(crate) struct Resolved {
    pub(crate) scalar: TokenStream,
    pub(crate) input: Shape,
    pub(crate) stages: Vec<Stage>,
    /// Expressions that fail the build where sizes the macro does not see do not go together.
    pub(crate) checks: Vec<TokenStream>,
}

/// Walks the layers, the shape so far in hand.
pub(crate) struct Resolver<'a> {
    pub(crate) krate: &'a TokenStream,
    pub(crate) generics: &'a [Ident],
    errors: &'a mut Vec<Error>,
    pub(crate) scalar: TokenStream,
    /// What the layers so far put out.
    pub(crate) shape: Shape,
    stages: Vec<Stage>,
    checks: Vec<TokenStream>,
}

pub(crate) fn resolve(
    body: Body,
    krate: &TokenStream,
    generics: &[Ident],
    errors: &mut Vec<Error>,
) -> Resolved {
    let input = input(body.input, errors);
    let (shape, stages) = (input.clone(), Vec::new());
    let mut resolver =
        Resolver { krate, generics, errors, scalar: body.scalar, shape, stages, checks: Vec::new() };
    let input = input.map(|size| resolver.check(size, "an input", "number"));
    resolver.shape = input.clone();
    for layer in &body.layers {
        resolver.layer(layer);
    }
    resolver.name_fields();
    Resolved { scalar: resolver.scalar, input, stages: resolver.stages, checks: resolver.checks }
}

fn input(input: Input, errors: &mut Vec<Error>) -> Shape {
    match (input.list, input.sizes.as_slice()) {
        (false, [n]) => Shape::Vector(n.clone()),
        (true, [steps, n]) => Shape::Sequence([steps.clone(), n.clone()]),
        (true, [c, h, w]) => Shape::Image([c.clone(), h.clone(), w.clone()]),
        (_, sizes) => {
            let hint = "an input is `N`, an image `[CHANNELS, HEIGHT, WIDTH]` or a sequence `[STEPS, N]`";
            errors.push(Error::new(input.span, hint));
            Shape::Vector(sizes.first().cloned().unwrap_or_else(|| Size::guess(input.span)))
        }
    }
}

impl Resolver<'_> {
    pub(crate) fn error(&mut self, span: Span, message: impl std::fmt::Display) {
        self.errors.push(Error::new(span, message));
    }

    /// The size, unless it is zero or computes with the item's const generics; then 1, so that one mistake stays one.
    pub(crate) fn check(&mut self, size: &Size, whose: &str, of: &str) -> Size {
        if size.value == Some(0) {
            self.error(size.span, format!("{whose} needs at least 1 {of}, not 0"));
        } else if let Some(generic) = size.computes_with(self.generics) {
            self.error(size.span, format!("stable Rust cannot compute with the const generic `{generic}`; give the result a const generic of its own"));
        } else {
            return size.clone();
        }
        Size::guess(size.span)
    }

    /// The same for a size the macro computed.
    pub(crate) fn check_computed(&mut self, size: Size, what: &str, span: Span) -> Size {
        let Some(generic) = size.computes_with(self.generics) else { return size };
        self.error(span, format!("{what} depends on the const generic `{generic}`, with which stable Rust cannot compute; write the sizes as numbers"));
        Size::guess(span)
    }

    fn layer(&mut self, LabeledLayer { label, layer, span }: &LabeledLayer) {
        match layer {
            Layer::Known(layer) => self.known(layer, label.as_ref()),
            Layer::Block(block) => {
                let stage = block.resolve(self, *span);
                self.push(stage, label.as_ref(), block.activation());
            }
            Layer::Activation(activation) => self.activation(activation, label.as_ref()),
            Layer::Other(ty) => self.other(ty, label.as_ref(), *span),
        }
    }

    fn known(&mut self, layer: &Written, label: Option<&Ident>) {
        if let Resolve::Layer(resolve) = layer.spec.resolve {
            let stage =
                if layer.spec.per_step { self.per_step(layer, resolve) } else { resolve(self, layer) };
            self.push(stage, label, layer.activation.as_ref());
        }
    }

    /// The layer, and behind it the activation that it does not carry.
    fn push(&mut self, stage: Stage, label: Option<&Ident>, activation: Option<&Activation>) {
        self.shape = stage.output.clone();
        self.stages.push(stage.labeled(label));
        let Some(activation) = activation else { return };
        self.refuse_lonely_softmax(activation);
        if activation.carried(self.krate).is_none() {
            let label = label.map(|label| format_ident!("{label}_{}", activation.name().to_lowercase()));
            self.activation(activation, label.as_ref());
        }
    }

    /// A layer that only its type knows: the compiler is asked whether it fits and learns.
    fn other(&mut self, ty: &Type, label: Option<&Ident>, span: Span) {
        let text = type_text(ty);
        // `network!(..)` too is a type
        let path = text.split(['<', '!', '(', '[']).next().unwrap_or_default();
        let kind = path.rsplit("::").next().unwrap_or_default().trim().to_lowercase();
        let kind = if syn::parse_str::<Ident>(&kind).is_ok() { kind } else { "layer".into() };
        let ty = users(ty);
        let output = Shape::OutputOf(ty.clone(), span);
        let stage = Stage::new(&kind, ty, self.shape.clone(), output, span, text.clone());
        let stage = Stage { fits: false, learns: false, parameters: None, macs: None, ..stage };
        self.push(stage, label, None);
    }

    /// Fields without a label are called by their kind and place: `dense1`, `relu2`.
    fn name_fields(&mut self) {
        for index in 0..self.stages.len() {
            let (before, stages) = self.stages.split_at_mut(index);
            let stage = &mut stages[0];
            if !stage.labeled {
                stage.name = format_ident!("{}{}", stage.name, index + 1);
            } else if before.iter().any(|other| other.name == stage.name) {
                let message = format!("the name `{}` is used twice in this network", stage.name);
                self.errors.push(Error::new(stage.name.span(), message));
                stage.name = format_ident!("{}{}", stage.name, index + 1);
            }
        }
    }
}
