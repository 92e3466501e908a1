//! `AvgPool2d<K, stride = 2, ..>` of an image.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    aliases: &["averagepool2d", "averagepooling2d"],
    sizes: 1,
    options: &["stride", "pad", "last"],
    wants: "its window: `AvgPool2d<2>` or `AvgPool2d<3, stride = 2>`",
    ..Spec::new("AvgPool2d", "avg_pool", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    resolver.pool(layer)
}
