//! What the impls of a network have in common.

use proc_macro2::{Ident, Span, TokenStream};

use crate::resolve::{Resolved, Stage};
use crate::shape::Shape;
use crate::tokens::located;

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

/// `((a, b), (c, d))`: nested pairs of even depth, so that deep networks stay within the compiler's recursion limit.
pub(super) fn evenly(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [] => code!(()),
        [part] => part.clone(),
        _ => {
            let (left, right) = parts.split_at(parts.len().div_ceil(2));
            let (left, right) = (evenly(left), evenly(right));
            code!((#left, #right))
        }
    }
}

/// A local variable called as the field, which meets no name of the user's, and no parameter of the functions.
pub(super) fn local(field: &Ident) -> Ident {
    let name = field.to_string().replace("r#", "raw_");
    let parameters = ["x", "z", "visit", "tape", "dz", "dx", "gradient", "rng"];
    let taken = parameters.contains(&name.trim_end_matches('_'));
    Ident::new(&if taken { name + "_" } else { name }, Span::mixed_site())
}

/// `x` as the layer takes it; where the macro has not seen that it fits, the compiler is asked at the layer.
pub(super) fn pass(krate: &TokenStream, stage: &Stage, x: &TokenStream) -> TokenStream {
    if stage.fits && !matches!(stage.input, Shape::OutputOf(..)) {
        return x.clone();
    }
    let (ty, input) = (&stage.ty, stage.input.tokens(krate));
    let pass = located(&code!(#krate::stack::pass::<#input, #ty, { __B }>), stage.span);
    code!(#pass(#x))
}

/// The same for the gradient on its way back.
pub(super) fn pass_mut(krate: &TokenStream, stage: &Stage, dx: &TokenStream) -> TokenStream {
    if stage.fits && !matches!(stage.input, Shape::OutputOf(..)) {
        return dx.clone();
    }
    let (ty, input) = (&stage.ty, stage.input.tokens(krate));
    let pass = located(&code!(#krate::stack::pass_mut::<#input, #ty, { __B }>), stage.span);
    code!(#pass(#dx))
}
