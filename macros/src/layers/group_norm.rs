//! `GroupNorm<G, Act>`, of groups of channels.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    sizes: 1,
    activation: true,
    wants: "how many groups: `GroupNorm<4>` or `GroupNorm<4, Relu>`",
    ..Spec::new("GroupNorm", "group_norm", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let channels = resolver.channels(layer);
    let groups = groups(resolver, layer, &channels);
    resolver.norm(layer, &channels, Some(quote!(#groups,)))
}

/// The groups, which divide the channels.
fn groups(resolver: &mut Resolver, layer: &Written, channels: &Size) -> Size {
    if let Shape::Sequence(_) = resolver.shape {
        let (text, shape) = (layer.text(), resolver.shape.text());
        resolver.error(layer.span, format!("`{text}` takes an image or a vector and is given a sequence of shape `{shape}`; write `LayerNorm`"));
    }
    let list = &layer.sizes[0];
    let [groups] = list.sizes.as_slice() else {
        resolver.error(list.span, "`GroupNorm` takes one number of groups");
        return Size::guess(list.span);
    };
    let groups = resolver.check(groups, "`GroupNorm`", "group");
    if let (Some(n), Some(g)) = (channels.value, groups.value)
        && n % g != 0
        && !channels.guess
    {
        resolver.error(groups.span, format!("{g} groups do not divide the {n} channels that come in"));
        return Size::guess(groups.span);
    }
    groups
}
