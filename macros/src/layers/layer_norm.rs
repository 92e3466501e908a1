//! `LayerNorm<Act>`, of all numbers of a vector, a step or an image.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    aliases: &["layernormalization"],
    activation: true,
    per_step: true,
    ..Spec::new("LayerNorm", "layer_norm", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let len = resolver.shape.len(resolver.krate);
    let len = resolver.check_computed(len, "how many numbers come in", layer.span);
    resolver.norm(layer, &len, None)
}
