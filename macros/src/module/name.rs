//! What the layer is called: as its struct, with its const parameters.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Ident, Type};

use super::attribute::Attribute;

/// An expression of the type `Text`.
pub(super) fn text(
    input: &DeriveInput,
    attribute: &Attribute,
    krate: &TokenStream,
) -> syn::Result<TokenStream> {
    if let Some(name) = &attribute.name {
        return Ok(quote!(#krate::Text::new(#name)));
    }
    let name = input.ident.to_string();
    let mut text = quote!(#krate::Text::new(#name));
    let mut before = "<";
    for parameter in input.generics.const_params() {
        let name = &parameter.ident;
        let value = match &parameter.ty {
            Type::Path(path) if path.path.is_ident("usize") => quote!(.number(#name)),
            Type::Path(path) if path.path.is_ident("bool") => {
                quote!(.text(if #name { "true" } else { "false" }))
            }
            _ => return Err(unnamed(&input.ident, name)),
        };
        text = quote!(#text.text(#before) #value);
        before = ", ";
    }
    Ok(if before == "<" { text } else { quote!(#text.text(">")) })
}

fn unnamed(layer: &Ident, parameter: &Ident) -> Error {
    let message = format!(
        "the name of a layer holds its const parameters, for files of two layers not to be taken for one another, and `{parameter}` is neither `usize` nor `bool`; give a name: `#[module(name = \"{layer}\")]`"
    );
    Error::new(parameter.span(), message)
}
