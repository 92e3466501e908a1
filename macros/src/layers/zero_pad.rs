//! `ZeroPad<1>`, `ZeroPad<[TOP, BOTTOM, LEFT, RIGHT]>`: zeros around an image.

use quote::quote;

use super::Spec;
use crate::declaration::{List, Written};
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec =
    Spec { sizes: 1, wants: "how many zeros: `ZeroPad<1>`", ..Spec::new("ZeroPad", "zero_pad", resolve) };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let image = resolver.image(layer);
    let [top, bottom, left, right] = sides(resolver, &layer.sizes[0]);
    let [rows, columns] = [(&image[1], &top, &bottom), (&image[2], &left, &right)].map(|(size, a, b)| {
        let [n, before, behind] = [size, a, b].map(Size::value_tokens);
        let sum = |v: &[usize]| v[0].checked_add(v[1])?.checked_add(v[2]);
        let size = Size::computed(&[size, a, b], sum, quote!(#n + #before + #behind), layer.span);
        resolver.check_computed(size, "how large the image becomes", layer.span)
    });
    let output = Shape::Image([image[0].clone(), rows, columns]);
    let (krate, scalar) = (resolver.krate, &resolver.scalar);
    let (x, z) = (Shape::Image(image).tokens(krate), output.tokens(krate));
    resolver.stage(layer, quote!(#krate::layers::ZeroPad<#x, #z, #top, #left, #scalar>), output)
}

/// Top, bottom, left and right.
fn sides(resolver: &mut Resolver, list: &List) -> [Size; 4] {
    match list.sizes.as_slice() {
        [all] => [all, all, all, all].map(Size::clone),
        [rows, columns] => [rows, rows, columns, columns].map(Size::clone),
        [top, bottom, left, right] => [top, bottom, left, right].map(Size::clone),
        _ => {
            let message = "`ZeroPad` takes one number, `[ROWS, COLUMNS]` or `[TOP, BOTTOM, LEFT, RIGHT]`";
            resolver.error(list.span, message);
            [0; 4].map(|zero| Size::number(zero, list.span))
        }
    }
}
