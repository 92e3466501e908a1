//! Normalization: of what, and in which groups.

use proc_macro2::{Ident, Span};
use quote::{format_ident, quote};

use super::{Resolver, Stage};
use crate::declaration::{Activation, Spatial};
use crate::shape::Shape;
use crate::size::Size;
use crate::table::Spatial as Kind;

impl Resolver<'_> {
    pub(super) fn norm(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let (krate, scalar, before) = (self.krate, self.scalar.clone(), self.shape.clone());
        let shape = before.tokens(krate);
        let fits = !matches!(before, Shape::OutputOf(..));
        let carried = layer.activation.as_ref().and_then(|activation| activation.carried(krate));
        let (behind, carried) = match carried {
            Some(carried) => (None, carried),
            None => (layer.activation.clone(), quote!(#krate::activation::Identity)),
        };
        let channels = match (&layer.kind, &before) {
            (Kind::LayerNorm, _) => before.len(krate),
            (_, Shape::Vector(n) | Shape::Sequence([_, n]) | Shape::Image([n, _, _])) => n.clone(),
            (_, Shape::OutputOf(..)) => {
                Size::expression(quote!(<#shape as #krate::Channels>::CHANNELS), span)
            }
        };
        let what = match layer.kind {
            Kind::LayerNorm => "how many numbers come in",
            _ => "how many channels come in",
        };
        let channels = self.check_computed(channels, what, span);
        let (name, kind) = match layer.kind {
            Kind::BatchNorm => ("BatchNorm", "batch_norm"),
            Kind::LayerNorm => ("LayerNorm", "layer_norm"),
            _ => ("GroupNorm", "group_norm"),
        };
        let groups = (layer.kind == Kind::GroupNorm).then(|| self.groups(layer, &channels, span));
        let groups = groups.map(|groups| quote!(#groups,));
        let name = Ident::new(name, span);
        let ty = quote!(#krate::layers::#name<#shape, #channels, #groups #carried, #scalar>);
        let parameters = channels.value.and_then(|channels| channels.checked_mul(2));
        let activation = layer.activation.as_ref();
        let learns = activation.is_none_or(Activation::learns);
        let own = activation.map(Activation::own).unwrap_or_default();
        let stage = Stage::new(label.clone(), kind, ty, before.clone(), before, span, layer.text());
        self.push(Stage { fits, learns, own, parameters, ..stage });
        if let Some(activation) = activation {
            self.refuse_lonely_softmax(activation);
        }
        if let Some(activation) = behind {
            let label = label.map(|label| format_ident!("{label}_{}", activation.name().to_lowercase()));
            self.activation(&activation, label);
        }
    }

    /// The groups, which divide the channels.
    fn groups(&mut self, layer: &Spatial, channels: &Size, span: Span) -> Size {
        if let Shape::Sequence(_) = self.shape {
            let shape = self.shape.text();
            self.error(span, format!("`{}` takes an image or a vector and is given a sequence of shape `{shape}`; write `LayerNorm`", layer.text()));
        }
        let list = &layer.sizes[0];
        let [groups] = list.sizes.as_slice() else {
            self.error(list.span, "`GroupNorm` takes one number of groups");
            return Size::guess(list.span);
        };
        let groups = self.check(groups, "`GroupNorm`", "group");
        if let (Some(n), Some(g)) = (channels.value, groups.value)
            && n % g != 0
            && !channels.guess
        {
            self.error(groups.span, format!("{g} groups do not divide the {n} channels that come in"));
            return Size::guess(groups.span);
        }
        groups
    }
}
