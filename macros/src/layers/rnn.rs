//! `Rnn<H, Act, bias = false, reverse = true>` over the steps of a sequence.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
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
    let Some(activation) = &layer.activation else {
        return resolver.recurrent(layer, 1, &quote!(#krate::activation::Tanh,));
    };
    if activation.carried(krate).is_none() {
        let name = activation.name();
        resolver.error(
            activation.span,
            format!("`{name}` cannot stand inside the recurrence of `Rnn`: its gradient needs more than what it puts out; write `Tanh` or `Relu`, or `Rnn<..> => {name}` to have it behind"),
        );
    }
    let carried = resolver.carried(layer.activation.as_ref());
    resolver.recurrent(layer, 1, &quote!(#carried,))
}
