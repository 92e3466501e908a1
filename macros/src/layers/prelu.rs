//! `PRelu`, alone or as an activation: a parameter for each unit.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec =
    Spec { activates: true, per_step: true, ..Spec::new("PRelu", "prelu", resolve) };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let units = resolver.units(layer);
    let (krate, scalar) = (resolver.krate, &resolver.scalar);
    let ty = quote!(#krate::layers::PRelu<#units, #scalar>);
    let stage = resolver.stage(layer, ty, resolver.shape.clone());
    Stage { parameters: units.value, ..stage }
}
