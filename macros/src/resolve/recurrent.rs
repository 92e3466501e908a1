//! Layers that go through a sequence step by step, and what makes a vector of all steps.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Resolver, Stage};
use crate::declaration::{Choice, Value, Written};
use crate::shape::Shape;
use crate::size::Size;

impl Resolver<'_> {
    /// A layer with so many gates for each unit; `activation` comes behind its sizes, with a comma.
    pub(crate) fn recurrent(&mut self, layer: &Written, gates: usize, activation: &TokenStream) -> Stage {
        let (name, span) = (layer.spec.name, layer.span);
        let [steps, features] = self.sequence(layer);
        let units = self.one(&layer.sizes[0], &format!("`{name}`"), "unit");
        let (bias, reverse) = (self.bias(layer), self.flag(layer, "reverse"));
        let all = self.gates(layer, gates, &units);
        let (krate, scalar, ty) = (self.krate, &self.scalar, Ident::new(name, span));
        let end = match (bias, reverse) {
            (true, false) => quote!(),
            (false, false) => quote!(, 0),
            (true, true) => quote!(, 1, true),
            (false, true) => quote!(, 0, true),
        };
        let ty = quote!(#krate::layers::#ty<#steps, #features, #units, #all, #activation #scalar #end>);
        let inputs = features.value.zip(units.value).and_then(|(n, h)| n.checked_add(h));
        let weights = inputs.zip(all.value).and_then(|(inputs, all)| inputs.checked_mul(all));
        let biases = if bias { all.value.and_then(|all| all.checked_mul(2)) } else { Some(0) };
        let parameters = weights.zip(biases).and_then(|(weights, biases)| weights.checked_add(biases));
        let macs = weights.zip(steps.value).and_then(|(weights, steps)| weights.checked_mul(steps));
        let stage = self.stage(layer, ty, Shape::Sequence([steps, units]));
        Stage { parameters, macs, ..stage }
    }

    /// A layer without parameters that makes a vector of a sequence.
    pub(crate) fn over_steps(&mut self, layer: &Written) -> Stage {
        let [steps, features] = self.sequence(layer);
        let (krate, scalar, ty) = (self.krate, &self.scalar, Ident::new(layer.spec.name, layer.span));
        let ty = quote!(#krate::layers::#ty<#steps, #features, #scalar>);
        self.stage(layer, ty, Shape::Vector(features))
    }

    /// How many numbers the gates of all units are.
    fn gates(&mut self, layer: &Written, gates: usize, units: &Size) -> Size {
        if gates == 1 {
            return units.clone();
        }
        let tokens = units.value_tokens();
        let all = Size::computed(&[units], |v| v[0].checked_mul(gates), quote!(#gates * #tokens), units.span);
        self.check_computed(all, &format!("how many gates `{}` has", layer.text()), units.span)
    }

    /// Whether the option `name` is `true`.
    fn flag(&mut self, layer: &Written, name: &str) -> bool {
        match layer.choice(name) {
            None => false,
            Some(Choice { value: Value::Flag(flag), .. }) => *flag,
            Some(Choice { name: option, .. }) => {
                self.error(option.span(), format!("`{name}` is `true` or `false`"));
                false
            }
        }
    }
}
