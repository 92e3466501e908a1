//! One layer.

use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, LitBool, Token};

use super::activation::{activation, known_activation};
use super::nested::nested;
use super::spatial::spatial;
use super::word::{last_segment, word};
use crate::decimal::Decimal;
use crate::declaration::{Activation, Dense, LabeledLayer, Layer};
use crate::size::Size;
use crate::table::Word;

pub(super) fn labeled_layer(input: ParseStream, errors: &mut Vec<Error>) -> Result<LabeledLayer> {
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
        Word::Nested(kind) => Layer::Nested(nested(input, kind, errors)?),
        Word::Dropout => dropout(input, errors)?,
        Word::Spatial(grammar) => spatial(input, name, grammar, errors)?,
        _ => Layer::Activation(Activation { kind: known_activation(input, name, word, errors)?, span }),
    };
    Ok(LabeledLayer { label, layer, span })
}

/// `<0.2>` behind `Dropout`.
fn dropout(input: ParseStream, errors: &mut Vec<Error>) -> Result<Layer> {
    if !input.peek(Token![<]) {
        return Err(input.error("`Dropout` wants the share it drops: `Dropout<0.2>`"));
    }
    input.parse::<Token![<]>()?;
    let mut share: Decimal = input.parse()?;
    input.parse::<Token![>]>()?;
    if share.numerator >= share.denominator {
        errors.push(Error::new(
            share.span,
            "the share that `Dropout` drops lies between 0 and 1, and is not 1",
        ));
        share.numerator = 0;
    }
    Ok(Layer::Dropout(share))
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
