//! The generics and bounds of an impl, as `__zeroable!` and `__flat!` ask for them.
//!
//! What may have braces stands in parentheses: a brace could end the header.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{GenericParam, Generics, Token, Type, TypeParamBound, TypeParen, WherePredicate};

/// The parameters, of which `T` is a scalar.
pub(super) fn generics(generics: &Generics, krate: &TokenStream) -> TokenStream {
    let generics = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Type(parameter) => {
            let (name, mut bounds) = (&parameter.ident, parameter.bounds.clone());
            bounds.iter_mut().for_each(enclose);
            if name == "T" { quote!(T: #krate::Scalar + #bounds) } else { quote!(#name: #bounds) }
        }
        GenericParam::Const(parameter) => {
            let (name, ty) = (&parameter.ident, &parameter.ty);
            quote!(const #name: #ty)
        }
        GenericParam::Lifetime(parameter) => parameter.to_token_stream(),
    });
    quote!(#(#generics),*)
}

/// What stands behind `where`.
pub(super) fn bounds(generics: &Generics) -> Option<Punctuated<WherePredicate, Token![,]>> {
    let bounds = generics.where_clause.as_ref()?;
    Some(bounds.predicates.iter().cloned().map(in_parentheses).collect())
}

fn in_parentheses(mut predicate: WherePredicate) -> WherePredicate {
    if let WherePredicate::Type(bounds) = &mut predicate {
        let elem = Box::new(bounds.bounded_ty.clone());
        bounds.bounded_ty = Type::Paren(TypeParen { attrs: Vec::new(), paren_token: Paren::default(), elem });
        bounds.bounds.iter_mut().for_each(enclose);
    }
    predicate
}

fn enclose(bound: &mut TypeParamBound) {
    if let TypeParamBound::Trait(bound) = bound {
        bound.paren_token = Some(Paren::default());
    }
}
