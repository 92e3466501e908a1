//! `BatchNorm<Act>`, of each channel.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    aliases: &["batchnorm1d", "batchnorm2d", "batchnormalization"],
    activation: true,
    ..Spec::new("BatchNorm", "batch_norm", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let channels = resolver.channels(layer);
    resolver.norm(layer, &channels, None)
}
