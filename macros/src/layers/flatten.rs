//! `Flatten`: any shape as a vector.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;

pub(crate) const SPEC: Spec = Spec::new("Flatten", "flatten", resolve);

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let (krate, before) = (resolver.krate, resolver.shape.clone());
    let shape = before.tokens(krate);
    let what = format!("how many numbers `{}` has", before.text());
    let len = resolver.check_computed(before.len(krate), &what, layer.span);
    let scalar = &resolver.scalar;
    let ty = quote!(#krate::layers::Flatten<#shape, #len, #scalar>);
    let stage = resolver.stage(layer, ty, Shape::Vector(len));
    Stage { fits: true, ..stage }
}
