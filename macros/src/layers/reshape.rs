//! `Reshape<[1, 28, 28]>`: the same numbers in another shape.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;

pub(crate) const SPEC: Spec =
    Spec { sizes: 1, wants: "a shape: `Reshape<[1, 28, 28]>`", ..Spec::new("Reshape", "reshape", resolve) };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let (before, list) = (resolver.shape.clone(), &layer.sizes[0]);
    let sizes: Vec<_> = list.sizes.iter().map(|size| resolver.check(size, "`Reshape`", "number")).collect();
    let output = match sizes.as_slice() {
        [n] => Shape::Vector(n.clone()),
        [steps, n] => Shape::Sequence([steps.clone(), n.clone()]),
        [c, h, w] => Shape::Image([c.clone(), h.clone(), w.clone()]),
        _ => {
            resolver.error(
                list.span,
                "a shape is `N`, an image `[CHANNELS, HEIGHT, WIDTH]` or a sequence `[STEPS, N]`",
            );
            before.clone()
        }
    };
    let (krate, text) = (resolver.krate, layer.text());
    let (given, wanted) = (before.len(krate), output.len(krate));
    let guess = before.sizes().iter().chain(output.sizes()).any(|size| size.guess);
    if let (Some(given), Some(wanted)) = (given.value, wanted.value)
        && given != wanted
        && !guess
    {
        let shape = before.text();
        let message = format!("`{text}` has {wanted} numbers and is given the {given} of `{shape}`");
        resolver.error(list.span, message);
    }
    let (x, z, scalar) = (before.tokens(krate), output.tokens(krate), &resolver.scalar);
    resolver.stage(layer, quote!(#krate::layers::Reshape<#x, #z, #scalar>), output)
}
