//! One field of the network.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

use crate::shape::Shape;

/// A layer with all its sizes.
pub(crate) struct Stage {
    /// The field's name.
    pub(crate) name: Ident,
    /// Whether the user chose it.
    pub(crate) labeled: bool,
    pub(crate) ty: TokenStream,
    /// What the layer before puts out.
    pub(crate) input: Shape,
    pub(crate) output: Shape,
    /// Whether the macro has seen that `input` is what the layer takes; else the compiler is asked.
    pub(crate) fits: bool,
    /// The layer whose input `input` is to be: this, or the first inside.
    pub(crate) entry: TokenStream,
    /// Whether the layer is known to learn; else the compiler is asked.
    pub(crate) learns: bool,
    /// The user's own activations in it: the compiler is asked whether they are.
    pub(crate) own: Vec<TokenStream>,
    /// The token to blame.
    pub(crate) span: Span,
    /// As the user wrote it, for tables.
    pub(crate) text: String,
    /// Parameters and multiply-adds, where they are known.
    pub(crate) parameters: Option<usize>,
    pub(crate) macs: Option<usize>,
}

impl Stage {
    /// A layer without parameters that fits and learns.
    pub(crate) fn new(
        label: Option<Ident>,
        kind: &str,
        ty: TokenStream,
        input: Shape,
        output: Shape,
        span: Span,
        text: String,
    ) -> Self {
        let labeled = label.is_some();
        let name = label.unwrap_or_else(|| format_ident!("{kind}", span = Span::call_site()));
        let (fits, learns, parameters, macs) = (true, true, Some(0), Some(0));
        let (entry, own) = (ty.clone(), Vec::new());
        Stage { name, labeled, ty, input, output, fits, entry, learns, own, span, text, parameters, macs }
    }
}
