//! One field of the network.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::Resolver;
use crate::declaration::{Activation, Written};
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
        kind: &str,
        ty: TokenStream,
        input: Shape,
        output: Shape,
        span: Span,
        text: String,
    ) -> Self {
        let (name, labeled) = (format_ident!("{kind}", span = Span::call_site()), false);
        let (fits, learns, parameters, macs) = (true, true, Some(0), Some(0));
        let (entry, own) = (ty.clone(), Vec::new());
        Stage { name, labeled, ty, input, output, fits, entry, learns, own, span, text, parameters, macs }
    }
    /// The same with the name that the user chose, if any.
    pub(super) fn labeled(self, label: Option<&Ident>) -> Self {
        let labeled = label.is_some();
        let name = label.cloned().unwrap_or(self.name);
        Stage { name, labeled, ..self }
    }
}

impl Resolver<'_> {
    /// What becomes of a layer of the list, of the type `ty`: without parameters, and as its activation is.
    ///
    /// It is seen to fit where the shape before it is known: its `resolve` has looked at that.
    pub(crate) fn stage(&self, layer: &Written, ty: TokenStream, output: Shape) -> Stage {
        let (before, activation) = (self.shape.clone(), layer.activation.as_ref());
        let fits = !matches!(before, Shape::OutputOf(..));
        let learns = activation.is_none_or(Activation::learns);
        let own = activation.map(Activation::own).unwrap_or_default();
        let stage = Stage::new(layer.spec.field, ty, before, output, layer.span, layer.text());
        Stage { fits, learns, own, ..stage }
    }

    /// The type of the activation that a layer carries.
    pub(crate) fn carried(&self, activation: Option<&Activation>) -> TokenStream {
        let krate = self.krate;
        let carried = activation.and_then(|activation| activation.carried(krate));
        carried.unwrap_or_else(|| quote!(#krate::activation::Identity))
    }
}
