//! Tokens: where an error in them is shown, and how they read.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

/// The same tokens, blamed on `span`: rustc shows an error in an expression where all of its tokens stand. `$crate` keeps
/// its meaning, and the user's types (see [`users`]) their place.
pub(crate) fn located(tokens: &TokenStream, span: Span) -> TokenStream {
    let locate = |mut token: TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => TokenTree::Group(group),
        TokenTree::Group(group) => {
            let mut group = Group::new(group.delimiter(), located(&group.stream(), span));
            group.set_span(span);
            TokenTree::Group(group)
        }
        TokenTree::Ident(ref ident) if ident == "$crate" => {
            token.set_span(token.span().located_at(span));
            token
        }
        _ => {
            token.set_span(span);
            token
        }
    };
    tokens.clone().into_iter().map(locate).collect()
}

/// A type of the user's among the macro's tokens.
pub(crate) fn users(ty: &Type) -> TokenStream {
    TokenTree::Group(Group::new(Delimiter::None, ty.to_token_stream())).into()
}

/// A type's tokens without spaces, for texts.
pub(crate) fn type_text(ty: &Type) -> String {
    ty.to_token_stream()
        .to_string()
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
}
