//! `Rnn<H, Act, bias = false, reverse = true>` over the steps of a sequence.

use quote::quote;

use super::Spec;
use crate::declaration::{Activation, Kind, Written};
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    aliases: &["simplernn", "elman"],
    sizes: 1,
    activation: true,
    options: &["bias", "reverse"],
    wants: "its number of units: `Rnn<32>` or `Rnn<32, Relu>`",
    ..Spec::new("Rnn", "rnn", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let krate = resolver.krate;
    let carried = layer.activation.as_ref().and_then(|activation| inside(resolver, activation));
    let carried = carried.unwrap_or_else(|| quote!(#krate::activation::Tanh));
    resolver.recurrent(layer, 1, &quote!(#carried,))
}

/// The type of the activation, where it may stand inside the recurrence.
fn inside(resolver: &mut Resolver, activation: &Activation) -> Option<proc_macro2::TokenStream> {
    let name = activation.name();
    let carried = activation.carried(resolver.krate);
    let wrong = match (&activation.kind, &carried) {
        (Kind::Elementwise("Step"), _) => "has no gradient",
        (_, None) => "has a gradient that needs more than what it puts out",
        _ => return carried,
    };
    resolver.error(
        activation.span,
        format!("`{name}` {wrong}, and cannot stand inside the recurrence of `Rnn`; write `Tanh` or `Relu`"),
    );
    None
}
