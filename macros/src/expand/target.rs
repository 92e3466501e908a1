//! What the impls of a network have in common.

use proc_macro2::TokenStream;

use crate::resolve::Resolved;

/// The parts of `impl<generics> Trait for this where bounds`.
pub(super) struct Target<'a> {
    pub(super) krate: &'a TokenStream,
    pub(super) generics: TokenStream,
    pub(super) this: TokenStream,
    pub(super) network: &'a Resolved,
    /// After a mistake the functions are left empty, so that no second error follows from it.
    pub(super) broken: bool,
    /// That the user's own activations are activations.
    pub(super) bounds: TokenStream,
}
