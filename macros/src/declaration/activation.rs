//! An activation, behind a layer or alone.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use super::Written;
use crate::decimal::Decimal;
use crate::tokens::{type_text, users};

#[derive(Clone)]
pub(crate) struct Activation {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

#[derive(Clone)]
pub(crate) enum Kind {
    /// Carried by the layer before it, whose output alone gives its gradient: `Relu`, `Softmax`.
    Elementwise(&'static str),
    /// The same, with a number: `LeakyRelu<0.01>`.
    Parametrized(&'static str, Option<Decimal>),
    /// A function whose gradient needs its input, and which is a layer for that: `Gelu`.
    NeedsInput(&'static str),
    /// A layer of the list: `PRelu`, `Maxout<2>`.
    Layer(Box<Written>),
    /// The user's own `Elementwise` type.
    Own(Box<Type>),
}

impl Activation {
    /// The type of an activation that the layer before it carries; none for one that is a layer.
    pub(crate) fn carried(&self, krate: &TokenStream) -> Option<TokenStream> {
        match &self.kind {
            Kind::Elementwise(name) => {
                let name = Ident::new(name, self.span);
                Some(quote!(#krate::activation::#name))
            }
            Kind::Parametrized(name, parameter) => {
                let name = Ident::new(name, self.span);
                let arguments = parameter.as_ref().map(|parameter| {
                    let [n, d] = parameter.fraction();
                    quote!(<#n, #d>)
                });
                Some(quote!(#krate::activation::#name #arguments))
            }
            Kind::Own(ty) => Some(users(ty)),
            Kind::NeedsInput(_) | Kind::Layer(_) => None,
        }
    }

    /// Whether it is known to have a gradient.
    pub(crate) fn learns(&self) -> bool {
        !matches!(self.kind, Kind::Elementwise("Step") | Kind::Own(_))
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
            Kind::Elementwise(name) | Kind::Parametrized(name, _) | Kind::NeedsInput(name) => (*name).into(),
            Kind::Layer(layer) => layer.spec.name.into(),
            Kind::Own(ty) => type_text(ty),
        }
    }

    /// As the user wrote it, for tables.
    pub(crate) fn text(&self) -> String {
        match &self.kind {
            Kind::Parametrized(name, Some(parameter)) => format!("{name}<{}>", parameter.text),
            Kind::Layer(layer) => layer.text(),
            _ => self.name(),
        }
    }
}
