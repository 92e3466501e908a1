//! `GlobalAvgPool`: the mean of each channel of an image.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;

pub(crate) const SPEC: Spec = Spec {
    aliases: &["globalaveragepooling2d", "globalaveragepool", "adaptiveavgpool2d"],
    ..Spec::new("GlobalAvgPool", "global_avg_pool", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let [channels, rows, columns] = resolver.image(layer);
    let (krate, scalar) = (resolver.krate, &resolver.scalar);
    let ty = quote!(#krate::layers::GlobalAvgPool<#channels, #rows, #columns, #scalar>);
    resolver.stage(layer, ty, Shape::Vector(channels))
}
