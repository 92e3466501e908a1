//! `#[budget(parameters = .., flash = .., ram = .., stack = .., state = .., train_ram = ..)]`: bounds that fail the build.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Error, MetaNameValue, Token};

use crate::declaration::Head;
use crate::tokens::located;

/// The checks of all `#[budget]` attributes, which are taken off the item.
pub(crate) fn checks(head: &mut Head, krate: &TokenStream, errors: &mut Vec<Error>) -> TokenStream {
    let (budgets, others): (Vec<Attribute>, _) = std::mem::take(&mut head.attributes)
        .into_iter()
        .partition(|attribute| attribute.path().is_ident("budget"));
    head.attributes = others;
    let mut checks = TokenStream::new();
    for budget in budgets {
        if let Some(generic) = head.scalar.iter().chain(&head.sizes).next() {
            let message =
                format!("a budget needs a network of known size, and this one is generic over `{generic}`");
            errors.push(Error::new(budget.path().span(), message));
            continue;
        }
        let bounds = budget.meta.require_list().and_then(|list| {
            Punctuated::<MetaNameValue, Token![,]>::parse_terminated.parse2(list.tokens.clone())
        });
        match bounds {
            Ok(bounds) => bounds.iter().for_each(|bound| check(bound, head, krate, errors, &mut checks)),
            Err(error) => errors.push(error),
        }
    }
    checks
}

fn check(
    bound: &MetaNameValue,
    head: &Head,
    krate: &TokenStream,
    errors: &mut Vec<Error>,
    checks: &mut TokenStream,
) {
    let name = &head.name;
    let what = bound.path.get_ident().map(ToString::to_string).unwrap_or_default();
    let (need, unit) = match what.as_str() {
        "parameters" => (quote!(<#name as #krate::Parameters>::PARAMETERS), "parameters"),
        "flash" => (quote!(<#name as #krate::Network>::PARAMETER_BYTES), "bytes of flash for its parameters"),
        "ram" => (quote!(<#name as #krate::Network>::INFERENCE_BYTES), "bytes of RAM to predict"),
        "stack" => (quote!(<#name as #krate::Network>::STACK_BYTES), "bytes of stack to predict"),
        "state" => (quote!(<#name as #krate::Stream>::STATE_BYTES), "bytes of state to run step by step"),
        "train_ram" => (quote!(<#name as #krate::Learn>::TRAINING_BYTES), "bytes of RAM to train"),
        _ => {
            let message =
                "a budget is one of `parameters`, `flash`, `ram`, `stack`, `state` and `train_ram` (bytes)";
            return errors.push(Error::new(bound.path.span(), message));
        }
    };
    let (value, text, krate) = (&bound.value, name.to_string(), located(krate, bound.value.span()));
    checks.extend(quote_spanned! {value.span()=>
        const _: () = #krate::budget::keep(#text, #unit, #need, #value);
    });
}
