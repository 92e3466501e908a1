//! `Repeat<N>(layers)`: copies of the layers inside, one behind the other.

use proc_macro2::Span;
use quote::quote;
use syn::parse::{ParseStream, Result};
use syn::{Error, Token};

use super::Spec;
use crate::declaration::{Block, LabeledLayer, row_text};
use crate::depth;
use crate::parse::{end, parentheses, row};
use crate::resolve::{Resolver, Stage};
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    sizes: 1,
    wants: "how many, and layers in parentheses: `Repeat<3>(Dense<16, Relu>)`",
    ..Spec::block("Repeat", "repeat", parse)
};

struct Repeat {
    count: Size,
    body: Vec<LabeledLayer>,
}

fn parse(input: ParseStream, errors: &mut Vec<Error>) -> Result<Box<dyn Block>> {
    if !input.peek(Token![<]) {
        return Err(input.error(SPEC.missing()));
    }
    input.parse::<Token![<]>()?;
    let count = input.parse()?;
    input.parse::<Token![>]>()?;
    parentheses(input, &SPEC, |input| {
        let body = row(input, SPEC.name, errors);
        end(input, errors);
        Ok(Box::new(Repeat { count, body }) as _)
    })
}

impl Block for Repeat {
    fn text(&self) -> String {
        format!("Repeat<{}>({})", self.count.text(), row_text(&self.body))
    }

    fn depth(&self) -> usize {
        depth::of_row(&self.body)
    }

    fn resolve(&self, resolver: &mut Resolver, span: Span) -> Stage {
        let (krate, before) = (resolver.krate, resolver.shape.clone());
        let count = resolver.check(&self.count, "`Repeat`", "copy");
        let row = resolver.row(&self.body);
        let inside = &row.ty;
        let mut ty = quote!(#krate::layers::Repeat<#inside, #count>);
        if before.differs(&row.output) {
            let (takes, gives, times) = (before.text(), row.output.text(), count.text());
            resolver.error(span, format!("`Repeat<{times}>` puts copies of its layers one behind the other, and they take `{takes}` and put out `{gives}`; these must be equal"));
            ty = resolver.recovered(&before, &row.output);
        }
        let stage = Stage::new(SPEC.field, ty, before, row.output.clone(), span, self.text());
        stage.around(&[row.times(count.value)])
    }
}
