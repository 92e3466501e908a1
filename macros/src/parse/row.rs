//! Layers inside a layer's parentheses.

use proc_macro2::TokenStream;
use syn::parse::{ParseBuffer, ParseStream, Result};
use syn::{Error, Token, parenthesized, token};

use super::layer::labeled_layer;
use super::{after, stand_in};
use crate::declaration::LabeledLayer;
use crate::layers::Spec;

/// What `read` makes of the parentheses that follow.
pub(crate) fn parentheses<T>(
    input: ParseStream,
    spec: &Spec,
    read: impl FnOnce(&ParseBuffer) -> Result<T>,
) -> Result<T> {
    if !input.peek(token::Paren) {
        return Err(input.error(spec.missing()));
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        return Err(content.error(spec.missing()));
    }
    let layer = read(&content);
    if layer.is_err() {
        // what is left would be an error of its own
        let _ = content.parse::<TokenStream>();
    }
    layer
}

/// Layers in a row, up to a comma or the end.
pub(crate) fn row(input: ParseStream, inside: &str, errors: &mut Vec<Error>) -> Vec<LabeledLayer> {
    let mut layers = Vec::new();
    loop {
        let start = input.span();
        let layer = labeled_layer(input, errors).unwrap_or_else(|error| {
            errors.push(error);
            after(input, true);
            stand_in(start)
        });
        if let Some(label) = &layer.label {
            let message = format!(
                "a label names a field of the network, and `{inside}(..)` is one field: write the label before it"
            );
            errors.push(Error::new(label.span(), message));
        }
        layers.push(layer);
        let arrow = input.span();
        if input.peek(Token![->]) {
            errors.push(input.error("layers are joined by `=>`, not `->`"));
            let _ = input.parse::<Token![->]>();
        } else if input.peek(Token![=>]) {
            let _ = input.parse::<Token![=>]>();
        } else {
            return layers;
        }
        if input.is_empty() || input.peek(Token![,]) {
            errors.push(Error::new(arrow, "missing layer after this `=>`"));
            return layers;
        }
    }
}

/// Nothing may be left; what is, is not looked at.
pub(crate) fn end(input: ParseStream, errors: &mut Vec<Error>) {
    if !input.is_empty() {
        errors.push(input.error("expected `=>` and a layer, `,` or `)`"));
        let _ = input.parse::<TokenStream>();
    }
}
