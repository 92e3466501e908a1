//! How deep layers nest: the compiler follows types inside types so far and no farther, and would say so in a hundred lines.

use syn::Error;

use crate::declaration::{Body, LabeledLayer, Layer};
use crate::parse::stand_in;

/// So many levels the compiler follows, with room for a network inside others.
const MOST: usize = 108;
/// So many a layer in parentheses takes, and what a row of layers takes each time that it is halved.
const NEST: usize = 3;
const HALF: usize = 2;

/// Refuses what nests deeper, and goes on as if it were not there.
pub(crate) fn check(body: &mut Body, errors: &mut Vec<Error>) {
    let row = halvings(&body.layers);
    for layer in &mut body.layers {
        let deep = row + of(&layer.layer);
        if deep > MOST {
            let message = format!(
                "layers nest {deep} levels deep here, and the compiler follows {MOST} (parentheses are three deeper, and a row of 2, 4, 8 .. \
                 layers two, four, six ..): a network declared by `network! {{ struct .. }}` is one layer of another; copies in a row are \
                 `Repeat<N>(..)`"
            );
            errors.push(Error::new(layer.span, message));
            *layer = stand_in(layer.span);
        }
    }
}

fn of(layer: &Layer) -> usize {
    match layer {
        Layer::Block(block) => NEST + block.depth(),
        _ => 1,
    }
}

/// How deep layers in a row nest.
pub(crate) fn of_row(layers: &[LabeledLayer]) -> usize {
    halvings(layers) + layers.iter().map(|LabeledLayer { layer, .. }| of(layer)).max().unwrap_or(0)
}

/// A row is halved until its halves are single layers.
fn halvings(layers: &[LabeledLayer]) -> usize {
    HALF * times_halved(layers.len())
}

pub(crate) fn times_halved(length: usize) -> usize {
    length.next_power_of_two().trailing_zeros() as usize
}
