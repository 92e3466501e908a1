//! What stands in a layer's brackets: sizes, an activation, options.

use proc_macro2::{Span, TokenTree};
use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, LitBool, Token, bracketed, token};

use super::activation::activation;
use crate::declaration::{Choice, List, Value, Written};
use crate::layers::Spec;
use crate::size::Size;

pub(super) fn brackets(
    input: ParseStream,
    spec: &'static Spec,
    span: Span,
    errors: &mut Vec<Error>,
) -> Result<Written> {
    let mut layer = Written::new(spec, span);
    if !input.peek(Token![<]) {
        let complete = spec.sizes == 0 && !spec.decimal;
        return if complete { Ok(layer) } else { Err(input.error(spec.missing())) };
    }
    input.parse::<Token![<]>()?;
    arguments(input, &mut layer)?;
    while !input.peek(Token![>]) {
        if option_follows(input) {
            option(input, &mut layer, errors)?;
        } else if spec.activation && layer.activation.is_none() {
            layer.activation = Some(activation(input, errors)?);
        } else {
            return Err(input.error(match spec.options {
                [] => format!("`{}` has no options", spec.name),
                options => format!("expected an option of `{}`: {}", spec.name, quoted(options)),
            }));
        }
        comma(input)?;
    }
    input.parse::<Token![>]>()?;
    Ok(layer)
}

/// The decimal number and the sizes.
fn arguments(input: ParseStream, layer: &mut Written) -> Result<()> {
    let spec = layer.spec;
    let missing = |input: ParseStream| input.peek(Token![>]) || option_follows(input);
    if spec.decimal {
        layer.decimal = Some(input.parse()?);
        comma(input)?;
    }
    for index in 0..spec.sizes {
        if missing(input) {
            return Err(input.error(spec.missing()));
        }
        let mut size = list(input)?;
        if spec.inputs && index == 0 && input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
            layer.inputs = size.sizes.pop();
            size = list(input)?;
        }
        layer.sizes.push(size);
        comma(input)?;
    }
    Ok(())
}

fn option_follows(input: ParseStream) -> bool {
    input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![=>])
}

/// A comma, unless the brackets end.
fn comma(input: ParseStream) -> Result<()> {
    if !input.peek(Token![>]) {
        input.parse::<Token![,]>()?;
    }
    Ok(())
}

/// `stride = 2`; of one that is not known, what follows is passed over.
fn option(input: ParseStream, layer: &mut Written, errors: &mut Vec<Error>) -> Result<()> {
    let Spec { name, options, .. } = layer.spec;
    let option: Ident = input.parse()?;
    input.parse::<Token![=]>()?;
    if options.iter().any(|known| option == known) {
        let value = value(input)?;
        if layer.options.iter().any(|other| other.name == option) {
            errors.push(Error::new(option.span(), format!("`{option}` is given twice")));
        } else {
            layer.options.push(Choice { name: option, value });
        }
        return Ok(());
    }
    errors.push(unknown(name, &option, options));
    while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![>]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// That the layer `name` has other options.
pub(crate) fn unknown(name: &str, option: &Ident, options: &[&str]) -> Error {
    let known = if options.is_empty() { "none".into() } else { quoted(options) };
    Error::new(option.span(), format!("unknown option `{option}`; `{name}` has {known}"))
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
