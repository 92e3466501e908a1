//! `Maxout<K>`, alone or as an activation.

use quote::quote;

use super::Spec;
use crate::declaration::{Activation, Kind, Written};
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    sizes: 1,
    wants: "the number of its pieces: `Maxout<2>`",
    activates: true,
    per_step: true,
    ..Spec::new("Maxout", "maxout", resolve)
};

/// The pieces, where the activation is this.
pub(super) fn pieces(activation: &Activation) -> Option<&Size> {
    match &activation.kind {
        Kind::Layer(layer) if layer.spec.name == SPEC.name => layer.sizes[0].sizes.first(),
        _ => None,
    }
}

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let pieces = resolver.one(&layer.sizes[0], "`Maxout`", "piece");
    let units = resolver.units(layer);
    let maxima = quotient(resolver, &units, &pieces);
    let (krate, scalar) = (resolver.krate, &resolver.scalar);
    let ty = quote!(#krate::layers::Maxout<#units, #maxima, #pieces, #scalar>);
    resolver.stage(layer, ty, Shape::Vector(maxima))
}

fn quotient(resolver: &mut Resolver, units: &Size, pieces: &Size) -> Size {
    match (units.value, pieces.value) {
        (Some(n), Some(k)) if k > 0 => {
            if n % k != 0 && !units.guess && !pieces.guess {
                resolver.error(pieces.span, format!("`Maxout<{k}>` takes {k} inputs for each output and is given {n}, which {k} does not divide"));
            }
            Size::number((n / k).max(1), pieces.span)
        }
        _ => {
            let (a, b) = (units.value_tokens(), pieces.value_tokens());
            let quotient = Size::expression(quote!(#a / #b), pieces.span);
            resolver.check_computed(quotient, "units by pieces", pieces.span)
        }
    }
}
