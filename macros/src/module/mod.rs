//! `Module` for a struct that is a layer: `Parameters`, and what a network wants to know besides, but for what the layer
//! implements itself.

mod attribute;
mod name;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Generics, parse_quote};

use attribute::Attribute;

/// What of it a layer may implement itself.
const TRAITS: [&str; 5] = ["Parameters", "Describe", "Initialize", "Predict", "Learn"];

pub(crate) fn derive(input: DeriveInput) -> syn::Result<TokenStream> {
    let attribute = Attribute::parse(&input)?;
    let derives = |name: &str| !attribute.own.iter().any(|own| own == name);
    let (krate, this) = (quote!(::constrata), &input.ident);
    let (_, arguments, _) = input.generics.split_for_impl();
    let block = |name: TokenStream, bound: TokenStream, body: TokenStream| {
        let generics = bounded(&input.generics, &bound);
        let (generics, _, bounds) = generics.split_for_impl();
        quote!(#[automatically_derived] impl #generics #name for #this #arguments #bounds { #body })
    };
    let layer = quote!(Self: #krate::Layer + #krate::Parameters<Number = <Self as #krate::Layer>::Scalar>);
    let module = |name: &str| {
        let name = quote::format_ident!("{name}");
        quote!(#krate::module::#name)
    };
    let mut written = TokenStream::new();
    if derives("Describe") {
        let name = name::text(&input, &attribute, &krate)?;
        let macs = attribute
            .macs
            .as_ref()
            .map(|macs| quote!(const COST: #krate::module::Cost = #krate::module::Cost::macs(#macs);));
        written.extend(block(
            module("Describe"),
            layer.clone(),
            quote!(const NAME: #krate::Text = #name; #macs),
        ));
    }
    if derives("Initialize") {
        written.extend(block(module("Initialize"), layer.clone(), TokenStream::new()));
    }
    if derives("Predict") {
        written.extend(block(module("Predict"), quote!(Self: #krate::module::Describe), TokenStream::new()));
    }
    if derives("Learn") {
        // of a layer without a gradient it says nothing: a bound with a lifetime of its own may be false
        let bound = quote!(for<'learns> Self: #krate::Train);
        written.extend(block(module("Learn"), bound, TokenStream::new()));
    }
    let all = quote!(Self: #krate::Layer
        + #krate::Parameters<Number = <Self as #krate::Layer>::Scalar>
        + #krate::module::Describe + #krate::module::Initialize + #krate::module::Predict);
    let ours = quote!(const OURS: bool = #krate::module::is_ours(::core::module_path!()););
    written.extend(block(quote!(#krate::Module), all, ours));
    if derives("Parameters") {
        written.extend(crate::parameters::derive(input.clone())?);
    }
    Ok(written)
}

fn bounded(generics: &Generics, bound: &TokenStream) -> Generics {
    let mut generics = generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.default = None;
    }
    generics.make_where_clause().predicates.push(parse_quote!(#bound));
    generics
}
