//! From tokens to what they declare; the grammar is in `macros/grammar.md`.
//!
//! Mistakes are collected, so that all of a network are reported at once.

mod activation;
mod brackets;
mod layer;
mod row;
mod word;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Result};
use syn::spanned::Spanned;
use syn::{Attribute, Error, GenericParam, Generics, Ident, Token, bracketed, token};

use crate::declaration::{Activation, Body, Head, Input, Kind, LabeledLayer, Layer};
use crate::names;
use crate::size::Size;
pub(crate) use activation::activation;
pub(crate) use brackets::unknown;
use layer::labeled_layer;
pub(crate) use row::{end, parentheses, row};

/// The item's head, where there is one.
pub(crate) fn head(input: ParseStream) -> Result<Option<Head>> {
    if !(input.peek(Token![#]) || input.peek(Token![pub]) || input.peek(Token![struct])) {
        return Ok(None);
    }
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility = input.parse()?;
    input.parse::<Token![struct]>()?;
    let name: Ident = input.parse()?;
    let generics: Generics = input.parse()?;
    let (mut scalar, mut sizes) = (None, Vec::new());
    for parameter in generics.params {
        match parameter {
            GenericParam::Type(parameter) if scalar.is_none() => scalar = Some(parameter.ident),
            GenericParam::Const(parameter) => sizes.push(parameter.ident),
            other => {
                return Err(Error::new(
                    other.span(),
                    "a network is generic over one scalar and over const sizes",
                ));
            }
        }
    }
    if !input.peek(Token![:]) {
        return Err(input.error(format!("expected `:` and the layers: `struct {name}: 64 => Dense<10>`")));
    }
    input.parse::<Token![:]>()?;
    Ok(Some(Head { attributes, visibility, name, scalar, sizes }))
}

/// What stands behind the head, or the whole of the type form.
pub(crate) fn body(input: ParseStream, errors: &mut Vec<Error>) -> Result<Body> {
    let mut scalar = quote!(f32);
    if input.peek(Ident) && input.peek2(Token![;]) {
        scalar = input.parse::<Ident>()?.to_token_stream();
        input.parse::<Token![;]>()?;
    }
    let shape = shape(input)?;
    let mut layers = Vec::new();
    while !input.is_empty() {
        let arrow = input.span();
        if input.peek(Token![->]) {
            errors.push(input.error("layers are joined by `=>`, not `->`"));
            input.parse::<Token![->]>()?;
        } else if input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
        } else {
            return Err(input.error("expected `=>` and a layer"));
        }
        if input.is_empty() {
            errors.push(Error::new(arrow, "missing layer after this `=>`"));
            break;
        }
        let start = input.span();
        layers.push(labeled_layer(input, errors).unwrap_or_else(|error| {
            errors.push(error);
            after(input, false);
            stand_in(start)
        }));
    }
    if layers.is_empty() && errors.is_empty() {
        errors.push(Error::new(shape.span, "a network has at least one layer: `=> Dense<10>`"));
    }
    Ok(Body { scalar, input: shape, layers })
}

/// For a layer that is a mistake: what was meant is not known, and what follows is looked at as if it stood here.
pub(crate) fn stand_in(span: Span) -> LabeledLayer {
    let kind = Kind::Elementwise("Identity");
    LabeledLayer { label: None, layer: Layer::Activation(Activation { kind, span }), span }
}

/// Goes on behind a layer that is a mistake; in a list, up to its next part.
fn after(input: ParseStream, list: bool) {
    let mut depth = 0_usize;
    let end = |depth| {
        let comma = list && input.peek(Token![,]);
        input.is_empty() || depth == 0 && (input.peek(Token![=>]) || input.peek(Token![->]) || comma)
    };
    while !end(depth) {
        depth = if input.peek(Token![<]) { depth + 1 } else { depth };
        depth = if input.peek(Token![>]) { depth.saturating_sub(1) } else { depth };
        let _ = input.parse::<TokenTree>();
    }
}

fn shape(input: ParseStream) -> Result<Input> {
    if input.is_empty() {
        return Err(input.error(
            "missing input: a network begins with its input size, `64 => ..` or `[1, 28, 28] => ..`",
        ));
    }
    if input.peek(Token![=>]) {
        return Err(input.error("missing input size before `=>`: `64 => ..` or `[1, 28, 28] => ..`"));
    }
    if input.peek(token::Bracket) {
        let content;
        let bracket = bracketed!(content in input);
        let sizes = content.parse_terminated(<Size as syn::parse::Parse>::parse, Token![,])?;
        return Ok(Input { sizes: sizes.into_iter().collect(), list: true, span: bracket.span.join() });
    }
    let is_layer = |name: &str| names::look_up(name).is_some();
    if input.fork().call(Ident::parse_any).is_ok_and(|name| is_layer(&name.to_string())) {
        return Err(
            input.error("missing input size before the first layer: `64 => ..` or `[1, 28, 28] => ..`")
        );
    }
    let size: Size = input.parse()?;
    Ok(Input { span: size.span, sizes: vec![size], list: false })
}

/// The path of the crate in brackets, as `constrata::network!` puts it in front.
pub(crate) fn crate_path(input: ParseStream) -> Result<TokenStream> {
    let content;
    bracketed!(content in input);
    content.parse()
}
