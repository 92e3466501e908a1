//! `Residual(layers, Act, project = layers)`: the layers inside, and their input added to what they put out.

use proc_macro2::Span;
use quote::quote;
use syn::parse::{ParseStream, Result};
use syn::{Error, Ident, Token};

use super::Spec;
use crate::declaration::{Activation, Block, LabeledLayer, row_text};
use crate::depth;
use crate::parse::{activation, end, parentheses, row, unknown};
use crate::resolve::{Resolver, Row, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    options: &["project"],
    wants: "layers in parentheses: `Residual(Dense<16, Relu> => Dense<16>)`",
    ..Spec::block("Residual", "residual", parse)
};

struct Residual {
    body: Vec<LabeledLayer>,
    project: Option<Vec<LabeledLayer>>,
    activation: Option<Activation>,
}

fn parse(input: ParseStream, errors: &mut Vec<Error>) -> Result<Box<dyn Block>> {
    parentheses(input, &SPEC, |input| Ok(Box::new(inside(input, errors)?) as _))
}

fn inside(input: ParseStream, errors: &mut Vec<Error>) -> Result<Residual> {
    let body = row(input, SPEC.name, errors);
    let (mut activation, mut project) = (None, None);
    while input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        if input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![=>]) {
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            if option != "project" {
                errors.push(unknown(SPEC.name, &option, SPEC.options));
            } else if project.is_some() {
                errors.push(Error::new(option.span(), "`project` is given twice"));
            }
            project = Some(row(input, SPEC.name, errors));
        } else if activation.is_none() {
            activation = Some(self::activation(input, errors)?);
        } else {
            return Err(input.error("`Residual` has one activation behind its sum"));
        }
    }
    end(input, errors);
    Ok(Residual { body, project, activation })
}

impl Block for Residual {
    fn text(&self) -> String {
        let activation = self.activation.as_ref().map_or(String::new(), |it| format!(", {}", it.text()));
        let project =
            self.project.as_ref().map_or(String::new(), |it| format!(", project = {}", row_text(it)));
        format!("Residual({}{activation}{project})", row_text(&self.body))
    }

    fn depth(&self) -> usize {
        depth::of_row(&self.body).max(self.project.as_deref().map_or(0, depth::of_row))
    }

    fn activation(&self) -> Option<&Activation> {
        self.activation.as_ref()
    }

    fn resolve(&self, resolver: &mut Resolver, span: Span) -> Stage {
        let (krate, scalar, before) = (resolver.krate, resolver.scalar.clone(), resolver.shape.clone());
        let branch = resolver.row(&self.body);
        let project = self.project.as_ref().map(|layers| resolver.row(layers));
        let added = project.as_ref().map_or(&before, |project| &project.output);
        let (adds, puts) = (added.text(), branch.output.text());
        let differs = added.differs(&branch.output);
        if differs && project.is_some() {
            resolver.error(span, format!("`Residual` adds its projection, which puts out `{adds}`, to the layers inside, which put out `{puts}`; they must be equal"));
        } else if differs {
            let remedy = projection(&before, &branch.output);
            resolver.error(span, format!("`Residual` adds its input, of shape `{adds}`, to the layers inside, which put out `{puts}`; make them equal, or give a projection{remedy}"));
        }
        let carried = resolver.carried(self.activation.as_ref());
        let (x, inside) = (before.tokens(krate), &branch.ty);
        let ty = match &project {
            _ if differs => resolver.recovered(&before, &branch.output),
            None => {
                let x = quote!(#krate::layers::Activate<#krate::activation::Identity, #x, #scalar>);
                quote!(#krate::layers::Residual<#inside, #x, #carried, 0>)
            }
            Some(Row { ty: project, .. }) => {
                quote!(#krate::layers::Residual<#inside, #project, #carried>)
            }
        };
        let learns = self.activation.as_ref().is_none_or(Activation::learns);
        let own = self.activation.as_ref().map(Activation::own).unwrap_or_default();
        let stage = Stage::new(SPEC.field, ty, before, branch.output.clone(), span, self.text());
        let rows: Vec<_> = [Some(branch), project].into_iter().flatten().collect();
        Stage { learns, own, ..stage }.around(&rows)
    }
}

/// The projection that makes `x` fit, where there is a plain one.
fn projection(x: &Shape, z: &Shape) -> String {
    let layer = match (x, z) {
        (Shape::Vector(_), Shape::Vector(n)) => format!("Dense<{}>", n.text()),
        (Shape::Image([_, h, w]), Shape::Image([c, rows, columns])) => {
            let stride = |from: &Size, to: &Size| {
                let (from, to) = (from.value?, to.value?);
                let stride = from.div_ceil(to);
                (from.div_ceil(stride) == to).then_some(stride)
            };
            match (stride(h, rows), stride(w, columns)) {
                (Some(1), Some(1)) => format!("Conv2d<{}, 1>", c.text()),
                (Some(a), Some(b)) if a == b => format!("Conv2d<{}, 1, stride = {a}>", c.text()),
                (Some(a), Some(b)) => format!("Conv2d<{}, 1, stride = [{a}, {b}]>", c.text()),
                _ => return String::new(),
            }
        }
        _ => return String::new(),
    };
    format!(": `Residual(.., project = {layer})`")
}
