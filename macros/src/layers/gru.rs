//! `Gru<H, bias = false, reverse = true>` over the steps of a sequence.

use quote::quote;

use super::Spec;
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};

pub(crate) const SPEC: Spec = Spec {
    sizes: 1,
    options: &["bias", "reverse"],
    wants: "its number of units: `Gru<32>`",
    ..Spec::new("Gru", "gru", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    resolver.recurrent(layer, 3, &quote!())
}
