//! Layers on images and sequences: sizes, an activation, options.

use proc_macro2::TokenTree;
use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, LitBool, Token, bracketed, token};

use super::activation::activation;
use crate::declaration::{Choice, Layer, List, Spatial, Value};
use crate::size::Size;
use crate::table::Grammar;

pub(super) fn spatial(
    input: ParseStream,
    name: &'static str,
    grammar: &Grammar,
    errors: &mut Vec<Error>,
) -> Result<Layer> {
    let missing = || format!("`{name}` wants {}", grammar.wants);
    let mut layer =
        Spatial { name, kind: grammar.kind, sizes: Vec::new(), activation: None, options: Vec::new() };
    if !input.peek(Token![<]) {
        return if grammar.sizes == 0 { Ok(Layer::Spatial(layer)) } else { Err(input.error(missing())) };
    }
    input.parse::<Token![<]>()?;
    for _ in 0..grammar.sizes {
        let option = input.peek(Ident) && input.peek2(Token![=]);
        if input.peek(Token![>]) || option {
            return Err(input.error(missing()));
        }
        layer.sizes.push(list(input)?);
        if !input.peek(Token![>]) {
            input.parse::<Token![,]>()?;
        }
    }
    while !input.peek(Token![>]) {
        if input.peek(Ident) && input.peek2(Token![=]) {
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let known = grammar.options.iter().any(|known| option == known);
            if known {
                let value = value(input)?;
                if layer.options.iter().any(|other| other.name == option) {
                    errors.push(Error::new(option.span(), format!("`{option}` is given twice")));
                } else {
                    layer.options.push(Choice { name: option, value });
                }
            } else {
                errors.push(Error::new(option.span(), unknown(name, &option, grammar.options)));
                while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![>]) {
                    input.parse::<TokenTree>()?;
                }
            }
        } else if grammar.activation && layer.activation.is_none() {
            layer.activation = Some(activation(input, errors)?);
        } else {
            return Err(input.error(match grammar.options {
                [] => format!("`{name}` has no options"),
                options => format!("expected an option of `{name}`: {}", quoted(options)),
            }));
        }
        if !input.peek(Token![>]) {
            input.parse::<Token![,]>()?;
        }
    }
    input.parse::<Token![>]>()?;
    Ok(Layer::Spatial(layer))
}

fn unknown(name: &str, option: &Ident, options: &[&str]) -> String {
    match options {
        [] => format!("unknown option `{option}`; `{name}` has none"),
        _ => format!("unknown option `{option}`; `{name}` has {}", quoted(options)),
    }
}

/// "`stride`, `pad` and `bias`"
fn quoted(options: &[&str]) -> String {
    let quoted: Vec<_> = options.iter().map(|option| format!("`{option}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

/// `3`, `[3, 5]`
fn list(input: ParseStream) -> Result<List> {
    if input.peek(token::Bracket) {
        let content;
        let bracket = bracketed!(content in input);
        let sizes = content.parse_terminated(<Size as syn::parse::Parse>::parse, Token![,])?;
        return Ok(List { sizes: sizes.into_iter().collect(), span: bracket.span.join() });
    }
    let size: Size = input.parse()?;
    Ok(List { span: size.span, sizes: vec![size] })
}

fn value(input: ParseStream) -> Result<Value> {
    if input.peek(LitBool) {
        return Ok(Value::Flag(input.parse::<LitBool>()?.value));
    }
    let ahead = input.fork();
    // a constant is in capitals, or behind a path
    if let Ok(word) = ahead.parse::<Ident>()
        && !ahead.peek(Token![::])
        && word.to_string().chars().all(|letter| letter.is_ascii_lowercase())
    {
        return Ok(Value::Word(input.parse()?));
    }
    Ok(Value::Sizes(list(input)?))
}
