//! Attributes that change a struct's fields: a derive above them has seen other ones.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// The struct with these fields behind its own.
#[proc_macro_attribute]
pub fn also(fields: TokenStream, item: TokenStream) -> TokenStream {
    with_fields(item, |own| [own, fields.clone()].into_iter().collect())
}

/// The struct with these fields and no others.
#[proc_macro_attribute]
pub fn instead(fields: TokenStream, item: TokenStream) -> TokenStream {
    with_fields(item, |_| fields.clone())
}

fn with_fields(item: TokenStream, change: impl Fn(TokenStream) -> TokenStream) -> TokenStream {
    let changed = |tree| match tree {
        TokenTree::Group(fields) if fields.delimiter() == Delimiter::Brace => {
            Group::new(Delimiter::Brace, change(fields.stream())).into()
        }
        tree => tree,
    };
    item.into_iter().map(changed).collect()
}
