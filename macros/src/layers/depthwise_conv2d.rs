//! `DepthwiseConv2d<K, Act, multiplier = 2, ..>`: a `Conv2d` whose groups are the channels of its image.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    sizes: 1,
    activation: true,
    options: &["stride", "pad", "dilation", "multiplier", "bias"],
    wants: "its kernel: `DepthwiseConv2d<3>` or `DepthwiseConv2d<3, Relu>`",
    ..Spec::new("DepthwiseConv2d", "depthwise", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let (span, image) = (layer.span, resolver.image(layer));
    let channels = image[0].clone();
    let kernel = resolver.pair(&layer.sizes[0], "`DepthwiseConv2d`", "row and column", false);
    let multiplier = resolver.option(layer, "multiplier", "channel", Size::number(1, span));
    let (a, b) = (channels.value_tokens(), multiplier.value_tokens());
    let sizes = [&channels, &multiplier];
    let outputs = match multiplier.value {
        Some(1) => channels.clone(),
        _ => Size::computed(&sizes, |v| v[0].checked_mul(v[1]), quote!(#a * #b), span),
    };
    let outputs = resolver.check_computed(outputs, "how many channels go out", span);
    resolver.conv2d(layer, image, outputs, kernel, channels)
}
