//! A size in the DSL: a number, a constant, or an expression in braces.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream, Result};
use syn::{Error, Lit, Path, Token, braced, token};

/// One size with the token to blame for it.
#[derive(Clone)]
pub(crate) struct Size {
    tokens: TokenStream,
    /// The number, where the macro can see it.
    pub(crate) value: Option<usize>,
    pub(crate) span: Span,
    braced: bool,
    /// Whether it stands in for a mistake, and so nothing follows from it.
    pub(crate) guess: bool,
}

impl Size {
    pub(crate) fn number(value: usize, span: Span) -> Self {
        let mut literal = proc_macro2::Literal::usize_unsuffixed(value);
        literal.set_span(span);
        Size { tokens: literal.to_token_stream(), value: Some(value), span, braced: false, guess: false }
    }

    /// What stands in for a mistake.
    pub(crate) fn guess(span: Span) -> Self {
        Size { guess: true, ..Size::number(1, span) }
    }

    /// What `compute` makes of sizes: a number where all are known, else the expression `tokens` of them.
    pub(crate) fn computed(
        sizes: &[&Size],
        compute: impl FnOnce(&[usize]) -> Option<usize>,
        tokens: TokenStream,
        span: Span,
    ) -> Self {
        match sizes.iter().map(|size| size.value).collect::<Option<Vec<_>>>() {
            Some(values) => match compute(&values) {
                Some(value) => {
                    Size { guess: sizes.iter().any(|size| size.guess), ..Size::number(value, span) }
                }
                None => Size::guess(span),
            },
            None => Size::expression(tokens, span),
        }
    }

    /// A constant expression the macro writes itself.
    pub(crate) fn expression(tokens: TokenStream, span: Span) -> Self {
        Size { tokens, value: None, span, braced: true, guess: false }
    }

    /// The const generics of the item that the size mentions, where it computes with them.
    pub(crate) fn computes_with<'a>(&self, generics: &'a [Ident]) -> Option<&'a Ident> {
        if !self.braced || self.tokens.clone().into_iter().count() == 1 {
            return None;
        }
        generics.iter().find(|generic| mentions(self.tokens.clone(), generic))
    }

    /// As an expression: `N`, `{ 2 * N }`.
    pub(crate) fn value_tokens(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.braced { quote!((#tokens)) } else { tokens.clone() }
    }

    /// As the user wrote it, for tables and messages.
    pub(crate) fn text(&self) -> String {
        self.tokens.to_string().replace(" :: ", "::")
    }
}

/// As a generic argument.
impl ToTokens for Size {
    fn to_tokens(&self, out: &mut TokenStream) {
        let tokens = &self.tokens;
        out.extend(if self.value.is_some() { tokens.clone() } else { quote!({ #tokens }) });
    }
}

/// Whether the name is among the tokens.
pub(crate) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

impl Parse for Size {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Token![-]) {
            return Err(input.error("a size is a positive whole number"));
        }
        if input.peek(Lit) {
            let literal: Lit = input.parse()?;
            return match &literal {
                Lit::Int(int) => {
                    let value = int.base10_parse::<usize>().map_err(|_| too_large(&literal))?;
                    Ok(Size {
                        tokens: quote!(#literal),
                        value: Some(value),
                        span: literal.span(),
                        braced: false,
                        guess: false,
                    })
                }
                Lit::Float(float) => {
                    let whole = float.base10_digits().split('.').next().unwrap_or_default().to_owned();
                    Err(Error::new(literal.span(), format!("a size is a whole number: write `{whole}`")))
                }
                _ => Err(Error::new(literal.span(), "a size is a whole number")),
            };
        }
        if input.peek(token::Brace) {
            let content;
            let brace = braced!(content in input);
            let tokens: TokenStream = content.parse()?;
            return Ok(Size { tokens, value: None, span: brace.span.join(), braced: true, guess: false });
        }
        if input.peek(Token![::])
            || input.peek(syn::Ident)
            || input.peek(Token![crate])
            || input.peek(Token![self])
        {
            let path = input.call(Path::parse_mod_style)?;
            let span = path.segments.last().map_or(Span::call_site(), |segment| segment.ident.span());
            return Ok(Size { tokens: quote!(#path), value: None, span, braced: false, guess: false });
        }
        Err(input.error("expected a size: a number, a constant, or an expression in braces"))
    }
}

fn too_large(literal: &Lit) -> Error {
    Error::new(literal.span(), "this size is not a `usize`")
}
