//! `Dropout<0.2>`, of any shape.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    decimal: true,
    wants: "the share it drops: `Dropout<0.2>`",
    ..Spec::new("Dropout", "dropout", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let [n, d] = match &layer.decimal {
        Some(share) if share.numerator < share.denominator => share.fraction(),
        share => {
            let span = share.as_ref().map_or(layer.span, |share| share.span);
            resolver.error(span, "the share that `Dropout` drops lies between 0 and 1, and is not 1");
            [0, 1].map(|n| Size::number(n, span))
        }
    };
    let (krate, scalar, before) = (resolver.krate, &resolver.scalar, resolver.shape.clone());
    let shape = before.tokens(krate);
    let ty = quote!(#krate::layers::Dropout<#shape, #n, #d, #scalar>);
    Stage { fits: true, ..resolver.stage(layer, ty, before) }
}
