//! Activations that stand alone, as layers.

use proc_macro2::Ident;
use quote::quote;

use super::{Resolver, Stage};
use crate::declaration::{Activation, Kind};
use crate::shape::Shape;
use crate::size::Size;

impl Resolver<'_> {
    pub(super) fn activation(&mut self, activation: &Activation, label: Option<&Ident>) {
        let (krate, scalar, span) = (self.krate, &self.scalar, activation.span);
        let before = self.shape.clone();
        let shape = before.tokens(krate);
        let ty = match &activation.kind {
            Kind::Layer(layer) => return self.known(layer, label),
            Kind::NeedsInput(function) => {
                let function = Ident::new(function, span);
                quote!(#krate::layers::Pointwise<#krate::activation::#function, #shape, #scalar>)
            }
            Kind::Elementwise(_) | Kind::Parametrized(..) | Kind::Own(_) => {
                let carried = activation.carried(krate);
                quote!(#krate::layers::Activate<#carried, #shape, #scalar>)
            }
        };
        self.refuse_lonely_softmax(activation);
        let (kind, text) = (activation.name().to_lowercase(), activation.text());
        let stage = Stage::new(&kind, ty, before.clone(), before, span, text);
        self.push(Stage { learns: activation.learns(), own: activation.own(), ..stage }, label, None);
    }

    /// Softmax over one number is 1, whatever the network does.
    pub(super) fn refuse_lonely_softmax(&mut self, activation: &Activation) {
        let lonely = matches!(
            self.shape,
            Shape::Vector(Size { value: Some(1), guess: false, .. })
                | Shape::Sequence([_, Size { value: Some(1), guess: false, .. }])
        );
        if lonely && matches!(activation.kind, Kind::Elementwise("Softmax")) {
            self.error(
                activation.span,
                "softmax over 1 unit is always 1; use `Sigmoid`, or at least 2 units",
            );
        }
    }
}
