//! What all norms have: two numbers for each channel, and the shape before them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Resolver, Stage};
use crate::declaration::Written;
use crate::shape::Shape;
use crate::size::Size;

impl Resolver<'_> {
    /// The channels of the shape before.
    pub(crate) fn channels(&mut self, layer: &Written) -> Size {
        let krate = self.krate;
        let channels = match &self.shape {
            Shape::Vector(n) | Shape::Sequence([_, n]) | Shape::Image([n, _, _]) => n.clone(),
            Shape::OutputOf(..) => {
                let shape = self.shape.tokens(krate);
                Size::expression(quote!(<#shape as #krate::Channels>::CHANNELS), layer.span)
            }
        };
        self.check_computed(channels, "how many channels come in", layer.span)
    }

    /// The layer of that many channels; `groups` comes behind them, with a comma.
    pub(crate) fn norm(&mut self, layer: &Written, channels: &Size, groups: Option<TokenStream>) -> Stage {
        let (krate, scalar, before) = (self.krate, &self.scalar, self.shape.clone());
        let (name, shape) = (Ident::new(layer.spec.name, layer.span), before.tokens(krate));
        let carried = self.carried(layer.activation.as_ref());
        let ty = quote!(#krate::layers::#name<#shape, #channels, #groups #carried, #scalar>);
        let parameters = channels.value.and_then(|channels| channels.checked_mul(2));
        Stage { parameters, ..self.stage(layer, ty, before) }
    }
}
