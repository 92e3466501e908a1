//! Names: the known ones, and near misses.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, Token};

use crate::names::{self, Word};

/// The known word that comes next, taken from the input; or none, where a type comes next.
pub(super) fn word(input: ParseStream, wanted: &str, errors: &mut Vec<Error>) -> Result<Option<Word>> {
    let ahead = input.fork();
    let Ok(name) = ahead.parse::<Ident>() else {
        if input.peek(Token![crate])
            || input.peek(Token![self])
            || input.peek(Token![super])
            || input.peek(Token![::])
        {
            return Ok(None);
        }
        return Err(
            input.error(format!("expected a{} {wanted}", if wanted == "activation" { "n" } else { "" }))
        );
    };
    if ahead.peek(Token![::]) {
        return Ok(None);
    }
    if let Some(known) = names::look_up(&name.to_string()) {
        input.parse::<Ident>()?;
        return Ok(Some(known));
    }
    // A name near a known one is a slip of the pen; any other is the user's own type, and rustc's to resolve.
    let Some(known) = names::nearest(&name.to_string()) else { return Ok(None) };
    let meant = known.name();
    errors.push(Error::new(name.span(), format!("unknown {wanted} `{name}`; did you mean `{meant}`? (a type of your own is written with its path: `self::{name}`)")));
    input.parse::<Ident>()?;
    Ok(Some(known))
}

/// The name to blame: the last segment of a path, before its generics.
pub(super) fn last_segment(input: ParseStream) -> Span {
    let ahead = input.fork();
    let mut span = input.span();
    loop {
        if ahead.peek(Token![::]) {
            let _ = ahead.parse::<Token![::]>();
        }
        match ahead.call(Ident::parse_any) {
            Ok(segment) => span = segment.span(),
            Err(_) => return span,
        }
        if !ahead.peek(Token![::]) {
            return span;
        }
    }
}
