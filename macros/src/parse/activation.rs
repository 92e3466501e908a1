//! One activation.

use proc_macro2::TokenTree;
use syn::parse::{ParseStream, Result};
use syn::{Error, Token};

use super::word::{last_segment, word};
use crate::decimal::Decimal;
use crate::declaration::{Activation, Kind};
use crate::table::Word;

pub(super) fn activation(input: ParseStream, errors: &mut Vec<Error>) -> Result<Activation> {
    let span = last_segment(input);
    let kind = match word(input, "activation", errors)? {
        Some((_, Word::Dense | Word::Flatten | Word::Dropout | Word::Nested(_) | Word::Spatial(_))) => {
            errors.push(Error::new(span, "this is a layer, not an activation"));
            skip_arguments(input)?;
            Kind::Carried("Identity")
        }
        Some((name, word)) => known_activation(input, name, word, errors)?,
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

pub(super) fn known_activation(
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
