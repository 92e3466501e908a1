//! Layers with layers inside, in parentheses.

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, Token, parenthesized, token};

use super::activation::activation;
use super::layer::labeled_layer;
use super::{after, stand_in};
use crate::declaration::{Join, LabeledLayer, Nested};
use crate::table::Nested as Kind;

pub(super) fn nested(input: ParseStream, kind: Kind, errors: &mut Vec<Error>) -> Result<Nested> {
    let missing = match kind {
        Kind::Residual => "`Residual` wants layers in parentheses: `Residual(Dense<16, Relu> => Dense<16>)`",
        Kind::Repeat => "`Repeat` wants how many, and layers in parentheses: `Repeat<3>(Dense<16, Relu>)`",
        Kind::Parallel => {
            "`Parallel` wants how its branches are joined, and the branches: `Parallel(concat: Dense<8>, Dense<8, Tanh>)`, or `add:`"
        }
    };
    let mut count = None;
    if kind == Kind::Repeat && input.peek(Token![<]) {
        input.parse::<Token![<]>()?;
        count = Some(input.parse()?);
        input.parse::<Token![>]>()?;
    }
    if !input.peek(token::Paren) || (kind == Kind::Repeat && count.is_none()) {
        return Err(input.error(missing));
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        return Err(content.error(missing));
    }
    let layer = match (kind, count) {
        (Kind::Repeat, Some(count)) => {
            let body = layers(&content, "Repeat", errors);
            end(&content, errors);
            Ok(Nested::Repeat { count, body })
        }
        (Kind::Parallel, _) => parallel(&content, missing, errors),
        _ => residual(&content, errors),
    };
    if layer.is_err() {
        // what is left would be an error of its own
        let _ = content.parse::<TokenStream>();
    }
    layer
}

fn residual(input: ParseStream, errors: &mut Vec<Error>) -> Result<Nested> {
    let body = layers(input, "Residual", errors);
    let (mut activation, mut project) = (None, None);
    while input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        if input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![=>]) {
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            if option != "project" {
                errors.push(Error::new(
                    option.span(),
                    format!("unknown option `{option}`; `Residual` has `project`"),
                ));
            } else if project.is_some() {
                errors.push(Error::new(option.span(), "`project` is given twice"));
            }
            project = Some(layers(input, "Residual", errors));
        } else if activation.is_none() {
            activation = Some(self::activation(input, errors)?);
        } else {
            return Err(input.error("`Residual` has one activation behind its sum"));
        }
    }
    end(input, errors);
    Ok(Nested::Residual { body, project, activation })
}

fn parallel(input: ParseStream, missing: &str, errors: &mut Vec<Error>) -> Result<Nested> {
    if !(input.peek(Ident) && input.peek2(Token![:]) && !input.peek2(Token![::])) {
        return Err(input.error(missing));
    }
    let word: Ident = input.parse()?;
    input.parse::<Token![:]>()?;
    let join = match word.to_string().as_str() {
        "concat" => Join::Concat,
        "add" => Join::Add,
        _ => {
            let message = format!("branches are joined by `concat` or `add`, not `{word}`");
            errors.push(Error::new(word.span(), message));
            Join::Concat
        }
    };
    if input.is_empty() {
        return Err(input.error(missing));
    }
    let mut branches = vec![layers(input, "Parallel", errors)];
    while input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        if !input.is_empty() {
            branches.push(layers(input, "Parallel", errors));
        }
    }
    end(input, errors);
    if branches.len() < 2 {
        errors
            .push(Error::new(word.span(), "`Parallel` has at least two branches, with a comma between them"));
    }
    Ok(Nested::Parallel { join, branches })
}

/// Layers in a row, up to a comma or the end.
fn layers(input: ParseStream, inside: &str, errors: &mut Vec<Error>) -> Vec<LabeledLayer> {
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
fn end(input: ParseStream, errors: &mut Vec<Error>) {
    if !input.is_empty() {
        errors.push(input.error("expected `=>` and a layer, `,` or `)`"));
        let _ = input.parse::<TokenStream>();
    }
}
