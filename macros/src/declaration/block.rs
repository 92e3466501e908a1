//! Layers with layers inside, in parentheses.

use proc_macro2::Span;

use super::Activation;
use crate::resolve::{Resolver, Stage};

/// `Residual(..)`, `Repeat<N>(..)`, `Parallel(..)`: what each of them is stands in its file in `layers/`.
pub(crate) trait Block {
    /// As the user wrote it, for tables.
    fn text(&self) -> String;

    /// How deep the layers inside nest.
    fn depth(&self) -> usize;

    /// The activation behind it.
    fn activation(&self) -> Option<&Activation> {
        None
    }

    /// The layer with all its sizes. What is inside begins with the shape before, and must end as the block wants.
    fn resolve(&self, resolver: &mut Resolver, span: Span) -> Stage;
}
