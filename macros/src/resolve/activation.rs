//! Activations that stand alone, as layers.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::{Resolver, Stage};
use crate::declaration::{Activation, Kind};
use crate::shape::Shape;
use crate::size::Size;

impl Resolver<'_> {
    pub(super) fn activation(&mut self, activation: &Activation, label: Option<Ident>) {
        let (krate, span, name) = (self.krate, activation.span, activation.name());
        let before = self.shape.clone();
        let shape = before.tokens(krate);
        let (mut output, mut parameters, mut fits) = (before.clone(), Some(0), true);
        let scalar = self.scalar.clone();
        let ty = match &activation.kind {
            Kind::Function(function) => {
                let function = Ident::new(function, span);
                quote!(#krate::layers::Pointwise<#krate::activation::#function, #shape, #scalar>)
            }
            Kind::Learned(layer) => {
                let units = self.units(&name, span);
                (parameters, fits) = (units.value, !matches!(before, Shape::OutputOf(..)));
                let layer = Ident::new(layer, span);
                quote!(#krate::layers::#layer<#units, #scalar>)
            }
            Kind::Maxout(pieces) => {
                let pieces = self.check(pieces, "`Maxout`", "piece");
                let units = self.units(&name, span);
                fits = !matches!(before, Shape::OutputOf(..));
                let maxima = self.quotient(&units, &pieces);
                output = Shape::Vector(maxima.clone());
                quote!(#krate::layers::Maxout<#units, #maxima, #pieces, #scalar>)
            }
            Kind::Carried(_) | Kind::Tuned(..) | Kind::Own(_) => {
                self.refuse_lonely_softmax(activation);
                let carried = activation.carried(krate);
                quote!(#krate::layers::Activate<#carried, #shape, #scalar>)
            }
        };
        let stage = Stage::new(label, &name.to_lowercase(), ty, before, output, span, activation.text());
        self.push(Stage { learns: activation.learns(), own: activation.own(), parameters, fits, ..stage });
    }

    /// The units of the vector that the layer `name` wants.
    fn units(&mut self, name: &str, span: Span) -> Size {
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

    fn quotient(&mut self, units: &Size, pieces: &Size) -> Size {
        match (units.value, pieces.value) {
            (Some(n), Some(k)) if k > 0 => {
                if n % k != 0 && !units.guess && !pieces.guess {
                    self.error(pieces.span, format!("`Maxout<{k}>` takes {k} inputs for each output and is given {n}, which {k} does not divide"));
                }
                Size::number((n / k).max(1), pieces.span)
            }
            _ => {
                let (a, b) = (units.value_tokens(), pieces.value_tokens());
                let quotient = Size::expression(quote!(#a / #b), pieces.span);
                self.check_computed(quotient, "units by pieces", pieces.span)
            }
        }
    }

    /// Softmax over one number is 1, whatever the network does.
    pub(super) fn refuse_lonely_softmax(&mut self, activation: &Activation) {
        let lonely = matches!(self.shape, Shape::Vector(Size { value: Some(1), guess: false, .. }));
        if lonely && matches!(activation.kind, Kind::Carried("Softmax")) {
            self.error(
                activation.span,
                "softmax over 1 unit is always 1; use `Sigmoid`, or at least 2 units",
            );
        }
    }
}
