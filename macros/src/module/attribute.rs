//! `#[module(name = "Scale", macs = N, own(Initialize))]`

use syn::{DeriveInput, Expr, Ident, LitStr, Token, punctuated::Punctuated};

use super::TRAITS;

/// What stands in `#[module(..)]`.
#[derive(Default)]
pub(super) struct Attribute {
    pub(super) name: Option<LitStr>,
    pub(super) macs: Option<Expr>,
    pub(super) own: Vec<Ident>,
}

impl Attribute {
    pub(super) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let mut found = Attribute::default();
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("module")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    found.name = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("macs") {
                    found.macs = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("own") {
                    let list;
                    syn::parenthesized!(list in meta.input);
                    for own in Punctuated::<Ident, Token![,]>::parse_terminated(&list)? {
                        if !TRAITS.iter().any(|name| own == name) {
                            return Err(syn::Error::new(
                                own.span(),
                                format!("`own` takes {}", TRAITS.join(", ")),
                            ));
                        }
                        found.own.push(own);
                    }
                } else {
                    return Err(meta.error("`module` takes `name = \"..\"`, `macs = ..`, `own(..)`"));
                }
                Ok(())
            })?;
        }
        let written = |name: &str| found.own.iter().find(|own| *own == name);
        if let (Some(own), true) = (written("Describe"), found.name.is_some() || found.macs.is_some()) {
            return Err(syn::Error::new(
                own.span(),
                "the name and the multiply-adds stand in your own `Describe`",
            ));
        }
        Ok(found)
    }
}
