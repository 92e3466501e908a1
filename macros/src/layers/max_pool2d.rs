//! `MaxPool2d<K, stride = 2, ..>` of an image.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    aliases: &["maxpooling2d", "maxpool"],
    sizes: 1,
    options: &["stride", "pad", "last"],
    wants: "its window: `MaxPool2d<2>` or `MaxPool2d<3, stride = 2>`",
    ..Spec::new("MaxPool2d", "max_pool", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    resolver.pool(layer)
}
