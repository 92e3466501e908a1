//! A decimal number in the DSL, as the fraction a type can carry: `0.01` is 1 / 100.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream, Result};
use syn::{Error, Lit, Token};

use crate::size::Size;

#[derive(Clone)]
pub(crate) struct Decimal {
    pub(crate) numerator: usize,
    pub(crate) denominator: usize,
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Decimal {
    /// Numerator and denominator, as arguments of a type.
    pub(crate) fn fraction(&self) -> [Size; 2] {
        // of the macro, so that clippy does not look at `0.5` and find a number that begins with 0
        let span = self.span.resolved_at(Span::mixed_site());
        [self.numerator, self.denominator].map(|n| Size::number(n, span))
    }
}

impl Parse for Decimal {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Token![-]) {
            return Err(input.error("expected a number that is not negative, such as `0.01`"));
        }
        let literal: Lit = input
            .parse()
            .map_err(|error| Error::new(error.span(), "expected a decimal number, such as `0.01`"))?;
        let digits = match &literal {
            Lit::Float(float) => float.base10_digits().to_owned(),
            Lit::Int(int) => int.base10_digits().to_owned(),
            _ => return Err(Error::new(literal.span(), "expected a decimal number, such as `0.01`")),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let numerator = format!("{whole}{fraction}").parse().ok();
        let denominator = u32::try_from(fraction.len()).ok().and_then(|places| 10_usize.checked_pow(places));
        match (numerator, denominator) {
            (Some(numerator), Some(denominator)) if fraction.len() <= 9 => {
                Ok(Decimal { numerator, denominator, text: digits.clone(), span: literal.span() })
            }
            _ => {
                Err(Error::new(literal.span(), "a number here has at most 9 decimal places and no exponent"))
            }
        }
    }
}
