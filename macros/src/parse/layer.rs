//! One layer.

use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, Token};

use super::activation::function;
use super::brackets::brackets;
use super::word::{last_segment, word};
use crate::declaration::{Activation, Kind, LabeledLayer, Layer};
use crate::layers::Resolve;
use crate::names::Word;

pub(crate) fn labeled_layer(input: ParseStream, errors: &mut Vec<Error>) -> Result<LabeledLayer> {
    let mut label = None;
    if input.peek(Ident) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
        label = Some(input.parse()?);
        input.parse::<Token![:]>()?;
    }
    let span = last_segment(input);
    let layer = match word(input, "layer", errors)? {
        Some(Word::Layer(spec)) => match spec.resolve {
            Resolve::Block(parse) => Layer::Block(parse(input, errors)?),
            Resolve::Layer(_) => {
                let layer = brackets(input, spec, span, errors)?;
                if spec.activates {
                    Layer::Activation(Activation { kind: Kind::Layer(Box::new(layer)), span })
                } else {
                    Layer::Known(layer)
                }
            }
        },
        Some(Word::Activation(known)) => {
            Layer::Activation(Activation { kind: function(input, known, errors)?, span })
        }
        None => Layer::Other(input.parse()?),
    };
    Ok(LabeledLayer { label, layer, span })
}
