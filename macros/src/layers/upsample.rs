//! `Upsample<2>`: each pixel of an image several times.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec =
    Spec { sizes: 1, wants: "how many times: `Upsample<2>`", ..Spec::new("Upsample", "upsample", resolve) };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let image = resolver.image(layer);
    let [h, w] = resolver.pair(&layer.sizes[0], "`Upsample`", "row and column", false);
    let [rows, columns] = [(&image[1], &h), (&image[2], &w)].map(|(size, times)| {
        let (a, b) = (size.value_tokens(), times.value_tokens());
        let sizes = [size, times];
        let size = Size::computed(&sizes, |v| v[0].checked_mul(v[1]), quote!(#a * #b), layer.span);
        resolver.check_computed(size, "how large the image becomes", layer.span)
    });
    let output = Shape::Image([image[0].clone(), rows, columns]);
    let (krate, scalar) = (resolver.krate, &resolver.scalar);
    let (x, z) = (Shape::Image(image).tokens(krate), output.tokens(krate));
    resolver.stage(layer, quote!(#krate::layers::Upsample<#x, #z, #h, #w, #scalar>), output)
}
