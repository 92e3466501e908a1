//! How deep layers nest: the compiler follows types inside types so far and no farther, and would say so in a hundred lines.

use syn::Error;

use crate::declaration::{Body, LabeledLayer, Layer, Nested};
use crate::parse::stand_in;

/// So many levels the compiler follows, with room for a network inside others.
const MOST: usize = 96;

/// Refuses what nests deeper, and goes on as if it were not there. In a `row`, each layer is inside the one before it.
pub(crate) fn check(body: &mut Body, row: bool, errors: &mut Vec<Error>) {
    for layer in &mut body.layers {
        let deep = of(&layer.layer);
        if deep > MOST {
            let message = format!(
                "layers nest {deep} levels deep here, and the compiler follows {MOST} (a layer in parentheses is three deeper, and each in a \
                 row there one deeper than the last): a network declared by `network! {{ struct .. }}` takes a row of any length and is one \
                 layer; copies in a row are `Repeat<N>(..)`"
            );
            errors.push(Error::new(layer.span, message));
            *layer = stand_in(layer.span);
        }
    }
    let deep = if row { of_row(&body.layers) } else { 0 };
    if let (true, Some(layer)) = (deep > MOST, body.layers.get(MOST).or(body.layers.last())) {
        let message = format!(
            "the network nests {deep} levels deep, and in type position the compiler follows {MOST}, one for each layer: \
             `network! {{ struct Net: .. }}` takes as many layers as one likes"
        );
        errors.push(Error::new(layer.span, message));
    }
}

fn of(layer: &Layer) -> usize {
    let Layer::Nested(nested) = layer else { return 1 };
    3 + match nested {
        Nested::Residual { body, project, .. } => of_row(body).max(project.as_deref().map_or(0, of_row)),
        Nested::Repeat { body, .. } => of_row(body),
        // branches are in a row themselves
        Nested::Parallel { branches, .. } => {
            branches.iter().enumerate().map(|(index, branch)| index + of_row(branch)).max().unwrap_or(0)
        }
    }
}

fn of_row(layers: &[LabeledLayer]) -> usize {
    layers.iter().enumerate().map(|(index, LabeledLayer { layer, .. })| index + of(layer)).max().unwrap_or(0)
}
