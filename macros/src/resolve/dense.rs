//! `Dense<..>`: its input size, its units, and the activation behind it.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};

use super::{Resolver, Stage};
use crate::declaration::{Activation, Dense, Kind};
use crate::shape::Shape;
use crate::size::Size;

impl Resolver<'_> {
    pub(super) fn dense(&mut self, mut dense: Dense, label: Option<Ident>, span: Span) {
        dense.output = self.check(&dense.output, "`Dense`", "unit");
        let (input, fits) = self.inputs(&dense, span);
        let units = match &dense.activation {
            // `Dense<32, Maxout<3>>` is 32 units of 3 pieces each.
            Some(Activation { kind: Kind::Maxout(pieces), .. }) => self.product(&dense.output, pieces),
            _ => dense.output.clone(),
        };
        let (krate, scalar) = (self.krate, &self.scalar);
        let carried = dense.activation.as_ref().and_then(|activation| activation.carried(krate));
        let (behind, carried) = match carried {
            Some(carried) => (None, carried),
            None => (dense.activation.clone(), quote!(#krate::activation::Identity)),
        };
        let columns = if dense.bias { quote!() } else { quote!(, 0) };
        let ty = quote!(#krate::layers::Dense<#input, #units, #carried, #scalar #columns>);
        let macs = input.value.zip(units.value).and_then(|(i, o)| i.checked_mul(o));
        let biases = if dense.bias { units.value } else { Some(0) };
        let parameters = macs.zip(biases).and_then(|(weights, biases)| weights.checked_add(biases));
        let learns = dense.activation.as_ref().is_none_or(Activation::learns);
        let output = Shape::Vector(units);
        let stage = Stage::new(label.clone(), "dense", ty, self.shape.clone(), output, span, dense.text());
        let own = dense.activation.as_ref().map(Activation::own).unwrap_or_default();
        self.push(Stage { fits, learns, own, parameters, macs, ..stage });
        if let Some(activation) = &dense.activation {
            self.refuse_lonely_softmax(activation);
        }
        if let Some(activation) = behind {
            let label = label.map(|label| format_ident!("{label}_{}", activation.name().to_lowercase()));
            self.activation(&activation, label);
        }
    }

    /// How many inputs the layer takes, and whether the macro has seen that it is given as many.
    fn inputs(&mut self, dense: &Dense, span: Span) -> (Size, bool) {
        let output = dense.output.text();
        let before = self.shape.clone();
        match (&dense.input, &before) {
            (Some(given), Shape::Vector(n)) => {
                let given = self.check(given, "`Dense`", "input");
                if let (Some(a), Some(b)) = (given.value, n.value)
                    && a != b
                    && !n.guess
                    && !given.guess
                {
                    self.error(
                        given.span,
                        format!("`Dense<{a} => {output}>` takes {a} inputs and is given {b}; write `Dense<{b} => {output}>`, or `Dense<{output}>`"),
                    );
                    return (n.clone(), true);
                }
                let seen = given.value.is_some() && n.value.is_some();
                (given, seen)
            }
            (None, Shape::Vector(n)) => (n.clone(), true),
            (Some(given), Shape::OutputOf(..)) => (given.clone(), false),
            (None, Shape::OutputOf(layer, _)) => {
                let (len, layer) = (before.len(self.krate), layer.to_string().replace(' ', ""));
                if let Some(generic) = len.computes_with(self.generics) {
                    self.error(
                        span,
                        format!("the output of `{layer}` depends on the const generic `{generic}`, with which stable Rust cannot compute; write the inputs: `Dense<INPUTS => {output}>`"),
                    );
                    return (Size::guess(span), true);
                }
                (len, false)
            }
            (_, Shape::Image(_) | Shape::Sequence(_)) => {
                let kind = if matches!(before, Shape::Image(_)) { "an image" } else { "a sequence" };
                let shape = before.text();
                self.error(span, format!("`Dense<{output}>` takes a vector and is given {kind} of shape `{shape}`; put `Flatten` before it"));
                (before.len(self.krate), true)
            }
        }
    }

    fn product(&mut self, units: &Size, pieces: &Size) -> Size {
        if let Some(product) = units.value.zip(pieces.value).and_then(|(a, b)| a.checked_mul(b)) {
            return Size::number(product, units.span);
        }
        let (a, b) = (units.value_tokens(), pieces.value_tokens());
        let product = Size::expression(quote!(#a * #b), units.span);
        self.check_computed(product, "units times pieces", units.span)
    }
}
