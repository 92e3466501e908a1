//! The grammar of `network!`.
//!
//! ```text
//! network    = item | body .
//! item       = { attribute } [ visibility ] "struct" NAME [ "<" generic { "," generic } ">" ] ":" body .
//! generic    = NAME | "const" NAME ":" "usize" .
//! body       = [ scalar ";" ] input { "=>" [ label ":" ] layer } .
//! scalar     = "f32" | "f64" | type .
//! input      = size | "[" size "," size [ "," size ] "]" .
//! layer      = "Dense" "<" [ size "=>" ] size [ "," activation ] [ "," "bias" "=" ( "true" | "false" ) ] ">"
//!            | "Flatten" | "GlobalAvgPool" | "Reshape" "<" input ">" | "Upsample" "<" pair ">" | "ZeroPad" "<" list ">"
//!            | ( "Conv2d" | "ConvTranspose2d" | "Conv1d" ) "<" size "," pair { "," setting } ">"
//!            | "DepthwiseConv2d" "<" pair { "," setting } ">"
//!            | ( "MaxPool2d" | "AvgPool2d" ) "<" pair { "," option } ">"
//!            | "Residual" "(" layers { "," ( activation | "project" "=" layers ) } ")"
//!            | "Repeat" "<" size ">" "(" layers ")"
//!            | "Parallel" "(" ( "concat" | "add" ) ":" layers "," layers { "," layers } ")"
//!            | "Dropout" "<" decimal ">"
//!            | ( "BatchNorm" | "LayerNorm" ) [ "<" activation ">" ] | "GroupNorm" "<" size [ "," activation ] ">"
//!            | activation
//!            | type .
//! layers     = layer { "=>" layer } .
//! activation = "Identity" | "Step" | "Sigmoid" | "Tanh" | "HardSigmoid" | "HardSigmoid6" | "HardTanh" | "Relu"
//!            | "Softmax" | "Softplus" | "Silu" | "Gelu" | "GeluTanh" | "GeluSigmoid" | "PRelu" | "Swish"
//!            | "LeakyRelu" [ "<" decimal ">" ] | "Elu" [ "<" decimal ">" ] | "Maxout" "<" size ">"
//!            | type .
//! pair       = size | "[" size "," size "]" .
//! list       = pair | "[" size "," size "," size "," size "]" .
//! setting    = activation | option .
//! option     = "stride" "=" pair | "pad" "=" ( "valid" | "same" | "causal" | pair ) | "dilation" "=" pair
//!            | "groups" "=" size | "multiplier" "=" size | "output_pad" "=" pair
//!            | "bias" "=" ( "true" | "false" ) | "last" "=" ( "exact" | "drop" ) .
//! size       = INTEGER | constant | "{" expression "}" .
//! ```
//!
//! A `[C, H, W]` input is an image, a `[STEPS, N]` input a sequence. Mistakes are collected, so that all of a network
//! are reported at once.

mod activation;
mod layer;
mod nested;
mod spatial;
mod word;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Result};
use syn::spanned::Spanned;
use syn::{Attribute, Error, GenericParam, Generics, Ident, Token, bracketed, token};

use crate::declaration::{Activation, Body, Head, Input, Kind, LabeledLayer, Layer};
use crate::size::Size;
use crate::table;
use layer::labeled_layer;

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
    let kind = Kind::Carried("Identity");
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
    let is_layer = |name: &str| table::look_up(name).is_some();
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
