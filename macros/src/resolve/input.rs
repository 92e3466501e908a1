//! The shape a layer takes, out of the one before it.

use quote::quote;

use super::Resolver;
use crate::declaration::Written;
use crate::shape::Shape;
use crate::size::Size;
use crate::tokens::located;

impl Resolver<'_> {
    /// The channels, rows and columns of the image before, which `layer` wants.
    pub(crate) fn image(&mut self, layer: &Written) -> [Size; 3] {
        let (krate, span) = (self.krate, layer.span);
        let given = match &self.shape {
            Shape::Image(sizes) => return sizes.clone(),
            Shape::OutputOf(..) => {
                let shape = self.shape.tokens(krate);
                return [quote!(CHANNELS), quote!(SIZE[0]), quote!(SIZE[1])].map(|size| {
                    Size::expression(located(&quote!(<#shape as #krate::Planes>::#size), span), span)
                });
            }
            Shape::Vector(n) => format!("a vector of {}", n.text()),
            Shape::Sequence(_) => format!("a sequence of shape `{}`", self.shape.text()),
        };
        let text = layer.text();
        self.error(span, format!("`{text}` takes an image and is given {given}; an image has three sizes: `[CHANNELS, HEIGHT, WIDTH] => ..`"));
        [Size::guess(span), Size::guess(span), Size::guess(span)]
    }

    /// The steps and features of the sequence before, which `layer` wants.
    pub(crate) fn sequence(&mut self, layer: &Written) -> [Size; 2] {
        let (krate, span) = (self.krate, layer.span);
        match &self.shape {
            Shape::Sequence(sizes) => sizes.clone(),
            Shape::OutputOf(..) => {
                let shape = self.shape.tokens(krate);
                [quote!(STEPS), quote!(FEATURES)].map(|size| {
                    Size::expression(located(&quote!(<#shape as #krate::Steps>::#size), span), span)
                })
            }
            other => {
                let kind = if let Shape::Vector(_) = other { "a vector of" } else { "an image of shape" };
                let (text, shape) = (layer.text(), other.text());
                self.error(span, format!("`{text}` takes a sequence and is given {kind} `{shape}`; a sequence has two sizes: `[STEPS, N] => ..`"));
                [Size::guess(span), Size::guess(span)]
            }
        }
    }

    /// The units of the vector that `layer` wants.
    pub(crate) fn units(&mut self, layer: &Written) -> Size {
        let (name, span) = (layer.spec.name, layer.span);
        let units = self.shape.len(self.krate);
        if let Shape::Image(_) | Shape::Sequence(_) = self.shape {
            let shape = self.shape.text();
            self.error(
                span,
                format!("`{name}` takes a vector and is given the shape `{shape}`; put `Flatten` before it"),
            );
        }
        self.check_computed(units, "how many numbers come in", span)
    }
}
