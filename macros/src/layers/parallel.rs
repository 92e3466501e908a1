//! `Parallel(concat: layers, layers, ..)`, `Parallel(add: ..)`: branches side by side, of one input.

use proc_macro2::Span;
use quote::quote;
use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, Token};

use super::Spec;
use crate::declaration::{Block, LabeledLayer, row_text};
use crate::depth;
use crate::parse::{end, parentheses, row};
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    wants: "how its branches are joined, and the branches: `Parallel(concat: Dense<8>, Dense<8, Tanh>)`, or `add:`",
    ..Spec::block("Parallel", "parallel", parse)
};

struct Parallel {
    join: Join,
    branches: Vec<Vec<LabeledLayer>>,
}

/// What becomes of what branches put out.
#[derive(Clone, Copy)]
enum Join {
    Concat,
    Add,
}

fn parse(input: ParseStream, errors: &mut Vec<Error>) -> Result<Box<dyn Block>> {
    parentheses(input, &SPEC, |input| Ok(Box::new(inside(input, errors)?) as _))
}

fn inside(input: ParseStream, errors: &mut Vec<Error>) -> Result<Parallel> {
    if !(input.peek(Ident) && input.peek2(Token![:]) && !input.peek2(Token![::])) {
        return Err(input.error(SPEC.missing()));
    }
    let word: Ident = input.parse()?;
    input.parse::<Token![:]>()?;
    let join = match word.to_string().as_str() {
        "concat" => Join::Concat,
        "add" => Join::Add,
        _ => {
            let message = format!("branches are joined by `concat` or `add`, not `{word}`");
            errors.push(Error::new(word.span(), message));
            Join::Concat
        }
    };
    if input.is_empty() {
        return Err(input.error(SPEC.missing()));
    }
    let mut branches = vec![row(input, SPEC.name, errors)];
    while input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        if !input.is_empty() {
            branches.push(row(input, SPEC.name, errors));
        }
    }
    end(input, errors);
    if branches.len() < 2 {
        errors
            .push(Error::new(word.span(), "`Parallel` has at least two branches, with a comma between them"));
    }
    Ok(Parallel { join, branches })
}

impl Block for Parallel {
    fn text(&self) -> String {
        let join = match self.join {
            Join::Concat => "concat",
            Join::Add => "add",
        };
        let branches: Vec<_> = self.branches.iter().map(|branch| row_text(branch)).collect();
        format!("Parallel({join}: {})", branches.join(", "))
    }

    /// The branches are in a row themselves.
    fn depth(&self) -> usize {
        // branches are halved as a row is
        let deepest = self.branches.iter().map(|branch| depth::of_row(branch)).max();
        depth::times_halved(self.branches.len()) + deepest.unwrap_or(0)
    }

    fn resolve(&self, resolver: &mut Resolver, span: Span) -> Stage {
        let (krate, before) = (resolver.krate, resolver.shape.clone());
        let spans = self.branches.iter().map(|layers| layers.last().map_or(span, |last| last.span));
        let rows: Vec<_> = self.branches.iter().map(|layers| resolver.row(layers)).collect();
        let outputs: Vec<_> = rows.iter().map(|row| row.output.clone()).zip(spans).collect();
        let (output, word) = match self.join {
            Join::Add => (added(resolver, &outputs), quote!(Add)),
            Join::Concat => (concatenated(resolver, &outputs, span), quote!(Concat)),
        };
        let known = output.is_some();
        let output = output.unwrap_or_else(|| outputs[0].0.clone());
        let ty = if known {
            let types: Vec<_> = rows.iter().map(|row| row.ty.clone()).collect();
            let branches = crate::expand::row::beside(krate, &types);
            let z = output.tokens(krate);
            quote!(#krate::layers::Parallel<#krate::layers::#word, #branches, #z>)
        } else {
            resolver.recovered(&before, &output)
        };
        Stage::new(SPEC.field, ty, before, output, span, self.text()).around(&rows)
    }
}

/// The shape of all branches; none where they differ.
fn added(resolver: &mut Resolver, outputs: &[(Shape, Span)]) -> Option<Shape> {
    let (first, _) = &outputs[0];
    let mut alike = true;
    for (output, span) in &outputs[1..] {
        if output.differs(first) {
            let (a, b) = (first.text(), output.text());
            resolver.error(*span, format!("`Parallel(add: ..)` adds what its branches put out, and that is `{a}` of the first and `{b}` of this one"));
            alike = false;
        }
    }
    alike.then(|| first.clone())
}

/// The shape of all branches side by side; none where they cannot be.
fn concatenated(resolver: &mut Resolver, outputs: &[(Shape, Span)], span: Span) -> Option<Shape> {
    let krate = resolver.krate;
    let (first, _) =
        outputs.iter().find(|(shape, _)| !matches!(shape, Shape::OutputOf(..))).unwrap_or(&outputs[0]);
    let wanted = first.beside().unwrap_or_default();
    for (output, span) in outputs {
        let Some(kept) = output.beside() else {
            if wanted.is_empty() {
                continue;
            }
            let (a, b) = (first.text(), output.text());
            resolver.error(*span, format!("`Parallel(concat: ..)` puts `{a}` beside {b}, whose sizes are known to its type alone; end this branch in a layer of the table"));
            return None;
        };
        let differ =
            |(a, b): (&Size, &Size)| a.value.zip(b.value).is_some_and(|(a, b)| a != b && !(a == 0 || b == 0));
        if kept.len() != wanted.len() || (kept.iter().zip(wanted).any(differ) && output.differs(first)) {
            let (a, b) = (first.text(), output.text());
            let what = match first {
                Shape::Image(_) => "images of the same rows and columns",
                Shape::Sequence(_) => "sequences of as many steps",
                _ => "vectors",
            };
            resolver.error(*span, format!("`Parallel(concat: ..)` puts {what} side by side, and the first branch puts out `{a}`, this one `{b}`"));
            return None;
        }
    }
    let widths: Vec<_> = outputs.iter().map(|(shape, _)| shape.width(krate)).collect();
    let sizes: Vec<_> = widths.iter().collect();
    let terms = widths.iter().map(Size::value_tokens);
    let sum = |v: &[usize]| v.iter().try_fold(0_usize, |sum, n| sum.checked_add(*n));
    let width = Size::computed(&sizes, sum, quote!(#(#terms)+*), span);
    let width = resolver.check_computed(width, "how much the branches put out together", span);
    Some(match first {
        Shape::Image([_, h, w]) => Shape::Image([width, h.clone(), w.clone()]),
        Shape::Sequence([steps, _]) => Shape::Sequence([steps.clone(), width]),
        _ => Shape::Vector(width),
    })
}
