//! One activation.

use proc_macro2::TokenTree;
use syn::parse::{ParseStream, Result};
use syn::{Error, Token};

use super::brackets::brackets;
use super::word::{last_segment, word};
use crate::activations::{Form, Function};
use crate::decimal::Decimal;
use crate::declaration::{Activation, Kind};
use crate::names::Word;

pub(crate) fn activation(input: ParseStream, errors: &mut Vec<Error>) -> Result<Activation> {
    let span = last_segment(input);
    let kind = match word(input, "activation", errors)? {
        Some(Word::Layer(spec)) if spec.activates => {
            Kind::Layer(Box::new(brackets(input, spec, span, errors)?))
        }
        Some(Word::Layer(_)) => {
            errors.push(Error::new(span, "this is a layer, not an activation"));
            skip_arguments(input)?;
            Kind::Elementwise("Identity")
        }
        Some(Word::Activation(known)) => function(input, known, errors)?,
        None => Kind::Own(input.parse()?),
    };
    Ok(Activation { kind, span })
}

/// `<..>` behind what has no place here.
fn skip_arguments(input: ParseStream) -> Result<()> {
    let mut depth = 0;
    while input.peek(Token![<]) || depth > 0 {
        depth += usize::from(input.peek(Token![<]));
        depth -= usize::from(input.peek(Token![>]) && !input.peek(Token![>=]));
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

pub(super) fn function(input: ParseStream, known: &Function, errors: &mut Vec<Error>) -> Result<Kind> {
    Ok(match known.form {
        Form::Elementwise => Kind::Elementwise(known.name),
        Form::Parametrized => Kind::Parametrized(known.name, parameter(input, known.name, errors)?),
        Form::NeedsInput => Kind::NeedsInput(known.name),
    })
}

/// `<0.01>` behind `LeakyRelu` or `Elu`.
fn parameter(input: ParseStream, name: &str, errors: &mut Vec<Error>) -> Result<Option<Decimal>> {
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
