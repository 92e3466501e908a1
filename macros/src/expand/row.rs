//! Layers in a row, evenly nested, so that long rows stay within the compiler's recursion limit.

use proc_macro2::TokenStream;
use quote::quote;

/// `((a, b), c)`, of references or types.
pub(super) fn lent(parts: &[TokenStream]) -> TokenStream {
    nested(parts, &|first, rest| code!((#first, #rest)))
}

/// `Chain<Pair<A, B>, C>`; of one layer, that layer.
pub(crate) fn by_value(krate: &TokenStream, layers: &[TokenStream]) -> TokenStream {
    let pair = |layers: &[TokenStream]| nested(layers, &|first, rest| quote!(#krate::Pair<#first, #rest>));
    let [_, _, ..] = layers else { return pair(layers) };
    let (first, rest) = halves(layers);
    let (first, rest) = (pair(first), pair(rest));
    quote!(#krate::Chain<#first, #rest>)
}

/// `Both<Both<A, B>, C>`.
pub(crate) fn beside(krate: &TokenStream, branches: &[TokenStream]) -> TokenStream {
    nested(branches, &|first, rest| quote!(#krate::layers::Both<#first, #rest>))
}

fn nested(parts: &[TokenStream], pair: &impl Fn(TokenStream, TokenStream) -> TokenStream) -> TokenStream {
    match parts {
        [] => code!(()),
        [part] => part.clone(),
        _ => {
            let (first, rest) = halves(parts);
            pair(nested(first, pair), nested(rest, pair))
        }
    }
}

fn halves(parts: &[TokenStream]) -> (&[TokenStream], &[TokenStream]) {
    parts.split_at(parts.len().div_ceil(2))
}
