//! `Conv2d<OUT, K, Act, stride = 2, ..>` of an image.

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    aliases: &["convolution2d", "convolution"],
    sizes: 2,
    activation: true,
    options: &["stride", "pad", "dilation", "groups", "bias"],
    wants: "its channels and its kernel: `Conv2d<16, 3>` or `Conv2d<16, [3, 5], Relu>`",
    ..Spec::new("Conv2d", "conv", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let image = resolver.image(layer);
    let kernel = resolver.pair(&layer.sizes[1], "`Conv2d`", "row and column", false);
    let outputs = resolver.one(&layer.sizes[0], "`Conv2d`", "channel");
    let groups = resolver.option(layer, "groups", "group", Size::number(1, layer.span));
    resolver.conv2d(layer, image, outputs, kernel, groups)
}
