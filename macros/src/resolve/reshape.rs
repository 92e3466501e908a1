//! Layers that move numbers and compute none.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::Resolver;
use crate::declaration::Spatial;
use crate::shape::Shape;
use crate::size::Size;

impl Resolver<'_> {
    pub(super) fn reshape(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let (before, list) = (self.shape.clone(), &layer.sizes[0]);
        let sizes: Vec<_> = list.sizes.iter().map(|size| self.check(size, "`Reshape`", "number")).collect();
        let output = match sizes.as_slice() {
            [n] => Shape::Vector(n.clone()),
            [steps, n] => Shape::Sequence([steps.clone(), n.clone()]),
            [c, h, w] => Shape::Image([c.clone(), h.clone(), w.clone()]),
            _ => {
                self.error(
                    list.span,
                    "a shape is `N`, an image `[CHANNELS, HEIGHT, WIDTH]` or a sequence `[STEPS, N]`",
                );
                before.clone()
            }
        };
        let (given, wanted) = (before.len(self.krate), output.len(self.krate));
        let guess = before.sizes().iter().chain(output.sizes()).any(|size| size.guess);
        if let (Some(given), Some(wanted)) = (given.value, wanted.value)
            && given != wanted
            && !guess
        {
            let (text, shape) = (layer.text(), before.text());
            self.error(
                list.span,
                format!("`{text}` has {wanted} numbers and is given the {given} of `{shape}`"),
            );
        }
        let (x, z) = (before.tokens(self.krate), output.tokens(self.krate));
        self.plain(layer, "reshape", quote!(Reshape<#x, #z), before, output, label, span);
    }

    pub(super) fn upsample(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let before = self.shape.clone();
        let image = self.image(layer, span);
        let [h, w] = self.pair(&layer.sizes[0], "`Upsample`", "row and column", false);
        let [rows, columns] = [(&image[1], &h), (&image[2], &w)].map(|(size, times)| {
            let (a, b) = (size.value_tokens(), times.value_tokens());
            let size = Size::computed(&[size, times], |v| v[0].checked_mul(v[1]), quote!(#a * #b), span);
            self.check_computed(size, "how large the image becomes", span)
        });
        let output = Shape::Image([image[0].clone(), rows, columns]);
        let (x, z) = (Shape::Image(image).tokens(self.krate), output.tokens(self.krate));
        self.plain(layer, "upsample", quote!(Upsample<#x, #z, #h, #w), before, output, label, span);
    }

    pub(super) fn zero_pad(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let (before, list) = (self.shape.clone(), &layer.sizes[0]);
        let image = self.image(layer, span);
        let [top, bottom, left, right] = match list.sizes.as_slice() {
            [all] => [all, all, all, all].map(Size::clone),
            [rows, columns] => [rows, rows, columns, columns].map(Size::clone),
            [top, bottom, left, right] => [top, bottom, left, right].map(Size::clone),
            _ => {
                self.error(
                    list.span,
                    "`ZeroPad` takes one number, `[ROWS, COLUMNS]` or `[TOP, BOTTOM, LEFT, RIGHT]`",
                );
                [0; 4].map(|zero| Size::number(zero, span))
            }
        };
        let [rows, columns] = [(&image[1], &top, &bottom), (&image[2], &left, &right)].map(|(size, a, b)| {
            let [n, before, behind] = [size, a, b].map(Size::value_tokens);
            let sum = |v: &[usize]| v[0].checked_add(v[1])?.checked_add(v[2]);
            let size = Size::computed(&[size, a, b], sum, quote!(#n + #before + #behind), span);
            self.check_computed(size, "how large the image becomes", span)
        });
        let output = Shape::Image([image[0].clone(), rows, columns]);
        let (x, z) = (Shape::Image(image).tokens(self.krate), output.tokens(self.krate));
        self.plain(layer, "zero_pad", quote!(ZeroPad<#x, #z, #top, #left), before, output, label, span);
    }
}
