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
//!            | "Flatten"
//!            | activation
//!            | type .
//! activation = "Identity" | "Step" | "Sigmoid" | "Tanh" | "HardSigmoid" | "HardSigmoid6" | "HardTanh" | "Relu"
//!            | "Softmax" | "Softplus" | "Silu" | "Gelu" | "GeluTanh" | "GeluSigmoid" | "PRelu" | "Swish"
//!            | "LeakyRelu" [ "<" decimal ">" ] | "Elu" [ "<" decimal ">" ] | "Maxout" "<" size ">"
//!            | type .
//! size       = INTEGER | constant | "{" expression "}" .
//! ```
//!
//! A `[C, H, W]` input is an image, a `[STEPS, N]` input a sequence. Mistakes are collected, so that all of a network
//! are reported at once.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Result};
use syn::spanned::Spanned;
use syn::{Attribute, Error, GenericParam, Generics, Ident, LitBool, Token, Type, bracketed, token};

use crate::decimal::Decimal;
use crate::declaration::{Activation, Body, Dense, Head, Input, Kind, LabeledLayer, Layer};
use crate::size::Size;
use crate::table::{self, Word};

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
            skip_to_next_layer(input);
            // What was meant is not known: what follows is looked at as if it stood here.
            let kind = Kind::Carried("Identity");
            LabeledLayer {
                label: None,
                layer: Layer::Activation(Activation { kind, span: start }),
                span: start,
            }
        }));
    }
    if layers.is_empty() && errors.is_empty() {
        errors.push(Error::new(shape.span, "a network has at least one layer: `=> Dense<10>`"));
    }
    Ok(Body { scalar, input: shape, layers })
}

fn skip_to_next_layer(input: ParseStream) {
    let mut depth = 0_usize;
    while !input.is_empty() && !(depth == 0 && (input.peek(Token![=>]) || input.peek(Token![->]))) {
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

fn labeled_layer(input: ParseStream, errors: &mut Vec<Error>) -> Result<LabeledLayer> {
    let mut label = None;
    if input.peek(Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        label = Some(input.parse()?);
        input.parse::<Token![:]>()?;
    }
    let span = last_segment(input);
    let Some((name, word)) = word(input, "layer", errors)? else {
        return Ok(LabeledLayer { label, layer: Layer::Other(input.parse()?), span });
    };
    let layer = match word {
        Word::Dense => dense(input, errors)?,
        Word::Flatten => Layer::Flatten,
        _ => Layer::Activation(Activation { kind: known_activation(input, name, word, errors)?, span }),
    };
    Ok(LabeledLayer { label, layer, span })
}

/// The known word that comes next, taken from the input; or none, where a type comes next.
fn word(input: ParseStream, wanted: &str, errors: &mut Vec<Error>) -> Result<Option<(&'static str, Word)>> {
    let ahead = input.fork();
    let Ok(name) = ahead.parse::<Ident>() else {
        if input.peek(Token![crate])
            || input.peek(Token![self])
            || input.peek(Token![super])
            || input.peek(Token![::])
        {
            return Ok(None);
        }
        return Err(
            input.error(format!("expected a{} {wanted}", if wanted == "activation" { "n" } else { "" }))
        );
    };
    if ahead.peek(Token![::]) {
        return Ok(None);
    }
    if let Some(known) = table::look_up(&name.to_string()) {
        input.parse::<Ident>()?;
        return Ok(Some(known));
    }
    // A name near a known one is a slip of the pen; any other is the user's own type, and rustc's to resolve.
    let Some((known, word)) = table::nearest(&name.to_string()) else { return Ok(None) };
    errors.push(Error::new(name.span(), format!("unknown {wanted} `{name}`; did you mean `{known}`? (a type of your own is written with its path: `self::{name}`)")));
    input.parse::<Ident>()?;
    Ok(Some((known, word)))
}

fn dense(input: ParseStream, errors: &mut Vec<Error>) -> Result<Layer> {
    let missing = "`Dense` wants its number of units: `Dense<32>` or `Dense<32, Relu>`";
    if !input.peek(Token![<]) {
        return Err(input.error(missing));
    }
    input.parse::<Token![<]>()?;
    if input.peek(Token![>]) {
        return Err(input.error(missing));
    }
    let (mut given, mut output, mut activation, mut bias) = (None, input.parse::<Size>()?, None, true);
    if input.peek(Token![=>]) {
        input.parse::<Token![=>]>()?;
        given = Some(output);
        output = input.parse()?;
    }
    while !input.peek(Token![>]) {
        input.parse::<Token![,]>()?;
        if input.peek(Ident) && input.peek2(Token![=]) {
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            if option != "bias" {
                errors.push(Error::new(
                    option.span(),
                    format!("unknown option `{option}`; `Dense` has `bias`"),
                ));
            }
            bias = input.parse::<LitBool>()?.value;
        } else if !input.peek(Token![>]) {
            activation = Some(self::activation(input, errors)?);
        }
    }
    input.parse::<Token![>]>()?;
    Ok(Layer::Dense(Dense { input: given, output, activation, bias }))
}

fn activation(input: ParseStream, errors: &mut Vec<Error>) -> Result<Activation> {
    let span = last_segment(input);
    let kind = match word(input, "activation", errors)? {
        Some((_, Word::Dense | Word::Flatten)) => {
            errors.push(Error::new(span, "this is a layer, not an activation"));
            Kind::Carried("Identity")
        }
        Some((name, word)) => known_activation(input, name, word, errors)?,
        None => Kind::Own(input.parse()?),
    };
    Ok(Activation { kind, span })
}

fn known_activation(
    input: ParseStream,
    name: &'static str,
    word: Word,
    errors: &mut Vec<Error>,
) -> Result<Kind> {
    Ok(match word {
        Word::Tuned => Kind::Tuned(name, tuned(input, name, errors)?),
        Word::Function => Kind::Function(name),
        Word::Learned => Kind::Learned(name),
        Word::Maxout => {
            if !input.peek(Token![<]) {
                return Err(input.error("`Maxout` wants the number of its pieces: `Maxout<2>`"));
            }
            input.parse::<Token![<]>()?;
            let pieces = input.parse()?;
            input.parse::<Token![>]>()?;
            Kind::Maxout(pieces)
        }
        _ => Kind::Carried(name),
    })
}

/// `<0.01>` behind `LeakyRelu` or `Elu`.
fn tuned(input: ParseStream, name: &str, errors: &mut Vec<Error>) -> Result<Option<Decimal>> {
    if !input.peek(Token![<]) {
        return Ok(None);
    }
    input.parse::<Token![<]>()?;
    let decimal: Decimal = input.parse()?;
    input.parse::<Token![>]>()?;
    if name == "LeakyRelu" && decimal.numerator >= decimal.denominator {
        errors.push(Error::new(decimal.span, "the slope of `LeakyRelu` lies between 0 and 1"));
    }
    Ok(Some(decimal))
}

/// The name to blame: the last segment of a path, before its generics.
fn last_segment(input: ParseStream) -> Span {
    let ahead = input.fork();
    let mut span = input.span();
    loop {
        if ahead.peek(Token![::]) {
            let _ = ahead.parse::<Token![::]>();
        }
        match ahead.call(Ident::parse_any) {
            Ok(segment) => span = segment.span(),
            Err(_) => return span,
        }
        if !ahead.peek(Token![::]) {
            return span;
        }
    }
}

/// The path of the crate in brackets, as `constrata::network!` puts it in front.
pub(crate) fn crate_path(input: ParseStream) -> Result<TokenStream> {
    let content;
    bracketed!(content in input);
    content.parse()
}

/// A type's tokens without spaces, for texts.
pub(crate) fn type_text(ty: &Type) -> String {
    ty.to_token_stream()
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}
