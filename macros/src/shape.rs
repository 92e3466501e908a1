//! The shape between two layers, as far as the macro knows it.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::size::Size;

#[derive(Clone)]
pub(crate) enum Shape {
    Vector(Size),
    Image([Size; 3]),
    Sequence([Size; 2]),
    /// What a layer outside the table puts out; only its type knows.
    OutputOf(TokenStream, Span),
}

impl Shape {
    /// The shape's type.
    pub(crate) fn tokens(&self, krate: &TokenStream) -> TokenStream {
        match self {
            Shape::Vector(n) => quote!(#krate::Vector<#n>),
            Shape::Image([c, h, w]) => quote!(#krate::Image<#c, #h, #w>),
            Shape::Sequence([steps, n]) => quote!(#krate::Sequence<#steps, #n>),
            Shape::OutputOf(layer, _) => quote!(<#layer as #krate::Layer>::Output),
        }
    }

    /// The sizes, where the macro knows them.
    pub(crate) fn sizes(&self) -> &[Size] {
        match self {
            Shape::Vector(n) => std::slice::from_ref(n),
            Shape::Image(sizes) => sizes,
            Shape::Sequence(sizes) => sizes,
            Shape::OutputOf(..) => &[],
        }
    }

    /// The size that grows where shapes are put side by side.
    pub(crate) fn width(&self, krate: &TokenStream) -> Size {
        match self {
            Shape::Image([width, ..]) | Shape::Sequence([_, width]) => width.clone(),
            _ => self.len(krate),
        }
    }

    /// The sizes that must be equal there, where the macro knows them.
    pub(crate) fn beside(&self) -> Option<&[Size]> {
        match self {
            Shape::Image([_, rest @ ..]) => Some(rest),
            Shape::Sequence([steps, _]) => Some(std::slice::from_ref(steps)),
            Shape::Vector(_) => Some(&[]),
            Shape::OutputOf(..) => None,
        }
    }

    /// The shape with every size replaced.
    pub(crate) fn map(&self, mut check: impl FnMut(&Size) -> Size) -> Shape {
        match self {
            Shape::Vector(n) => Shape::Vector(check(n)),
            Shape::Image(sizes) => Shape::Image(sizes.each_ref().map(check)),
            Shape::Sequence(sizes) => Shape::Sequence(sizes.each_ref().map(check)),
            Shape::OutputOf(..) => self.clone(),
        }
    }

    /// Whether it is another shape, for certain.
    pub(crate) fn differs(&self, other: &Shape) -> bool {
        let (a, b) = (self.sizes(), other.sizes());
        if a.is_empty() || b.is_empty() || a.iter().chain(b).any(|size| size.guess) {
            return false;
        }
        let differ = |(a, b): (&Size, &Size)| a.value.zip(b.value).is_some_and(|(a, b)| a != b);
        a.len() != b.len() || a.iter().zip(b).any(differ)
    }

    /// As the user writes it: `10`, `[1, 28, 28]`.
    pub(crate) fn text(&self) -> String {
        match self {
            Shape::Vector(n) => n.text(),
            Shape::OutputOf(layer, _) => format!("the output of {}", layer.to_string().replace(' ', "")),
            _ => format!("[{}]", self.sizes().iter().map(Size::text).collect::<Vec<_>>().join(", ")),
        }
    }

    /// How many numbers a sample has: a literal where all sizes are, else an expression.
    pub(crate) fn len(&self, krate: &TokenStream) -> Size {
        match self {
            Shape::Vector(n) => n.clone(),
            Shape::OutputOf(_, span) => {
                let shape = self.tokens(krate);
                Size::expression(quote!(<#shape as #krate::Shape>::LEN), *span)
            }
            _ => {
                let sizes = self.sizes();
                let span = sizes[0].span;
                match sizes.iter().map(|size| size.value).product::<Option<usize>>() {
                    Some(value) => Size::number(value, span),
                    None => {
                        let factors = sizes.iter().map(Size::value_tokens);
                        let product = factors.reduce(|a, b| quote!(#a * #b));
                        Size::expression(product.unwrap_or_default(), span)
                    }
                }
            }
        }
    }
}
