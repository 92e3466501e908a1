//! The `network!` macro and `#[derive(Parameters)]` of constrata.
//!
//! ```text
//! tokens --parse--> declaration --resolve--> stages --expand--> a struct and its impls, or a type
//! ```
//!
//! `layers` is a file for each layer of the DSL; `parse` reads what all of them are written in, `resolve` holds the
//! arithmetic on shapes that they share, `expand` what is written. No layer's numerics are known here.
//!
//! # Grammar
//!
#![doc = include_str!("../grammar.md")]

/// Code of the macro's own: its local names and the user's do not meet.
macro_rules! code {
    ($($tokens:tt)*) => { ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*) };
}

mod activations;
mod budget;
mod decimal;
mod declaration;
mod depth;
mod expand;
#[cfg(test)]
mod expansions;
#[cfg(test)]
mod grammar;
mod layers;
mod module;
mod names;
mod parameters;
mod parse;
mod resolve;
mod shape;
mod size;
mod summary;
mod tokens;

use proc_macro::{Literal, TokenStream, TokenTree};

/// What `constrata::network!` calls, with the path of the crate in front: `[$crate] tokens`.
#[doc(hidden)]
#[proc_macro]
pub fn __network(tokens: TokenStream) -> TokenStream {
    expand::network(tokens.into()).into()
}

/// The grammar of `network!` as one string, for the library's documentation.
#[doc(hidden)]
#[proc_macro]
pub fn __grammar(_: TokenStream) -> TokenStream {
    TokenTree::from(Literal::string(include_str!("../grammar.md"))).into()
}

/// The names of all layers and activations of the DSL, as a slice of strings.
#[doc(hidden)]
#[proc_macro]
pub fn __names(_: TokenStream) -> TokenStream {
    names::all().into()
}

/// Implements `Parameters` for a struct of layers and matrices, in the order of its fields.
///
/// Matrices are marked `#[weights]`, `#[bias]` or, where they are not trained, `#[buffer]`; fields without a mark have `Parameters` themselves; `PhantomData` is
/// passed over. The scalar is the type parameter `T` where there is one, else that of the first field.
#[proc_macro_derive(Parameters, attributes(weights, bias, buffer))]
pub fn derive_parameters(item: TokenStream) -> TokenStream {
    parameters::derive(syn::parse_macro_input!(item)).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Implements `Module` for a struct that is a layer: `Parameters` as the derive of that name, and the traits of
/// `constrata::module`.
///
/// `#[module(name = "Scale", macs = N, own(Initialize))]`: the name is the struct's with its const parameters unless one is
/// given, multiply-adds are 0; traits in `own` are left out.
#[proc_macro_derive(Module, attributes(module, weights, bias, buffer))]
pub fn derive_module(item: TokenStream) -> TokenStream {
    module::derive(syn::parse_macro_input!(item)).unwrap_or_else(|error| error.to_compile_error()).into()
}
