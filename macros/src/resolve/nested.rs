//! Layers with layers inside: what is inside begins with the shape before, and must end as the layer around it wants.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::{Resolver, Stage};
use crate::declaration::{Activation, Join, LabeledLayer, Nested};
use crate::shape::Shape;
use crate::size::Size;

/// Layers in a row as one: what [`Stage`] says of a layer.
struct Row {
    ty: TokenStream,
    output: Shape,
    fits: bool,
    entry: Option<TokenStream>,
    learns: bool,
    own: Vec<TokenStream>,
    parameters: Option<usize>,
    macs: Option<usize>,
}

impl Resolver<'_> {
    pub(super) fn nested(&mut self, layer: Nested, label: Option<Ident>, span: Span) {
        let text = layer.text();
        match layer {
            Nested::Residual { body, project, activation } => {
                self.residual(body, project, activation, (label, span, text));
            }
            Nested::Repeat { count, body } => self.repeat(&count, body, (label, span, text)),
            Nested::Parallel { join, branches } => self.parallel(join, branches, (label, span, text)),
        }
    }

    /// The layers, which begin with the shape so far; that stays what it was.
    fn row(&mut self, layers: Vec<LabeledLayer>) -> Row {
        let (before, outer) = (self.shape.clone(), std::mem::take(&mut self.stages));
        for layer in layers {
            self.layer(layer);
        }
        let krate = self.krate;
        let stages = std::mem::replace(&mut self.stages, outer);
        let output = std::mem::replace(&mut self.shape, before);
        let types: Vec<_> = stages.iter().map(|stage| stage.ty.clone()).collect();
        Row {
            ty: crate::expand::row::by_value(krate, &types),
            output,
            fits: stages.first().is_none_or(|stage| stage.fits),
            entry: stages.first().map(|stage| stage.entry.clone()),
            learns: stages.iter().all(|stage| stage.learns),
            parameters: stages.iter().map(|stage| stage.parameters).sum(),
            macs: stages.iter().map(|stage| stage.macs).sum(),
            own: stages.into_iter().flat_map(|stage| stage.own).collect(),
        }
    }

    fn residual(
        &mut self,
        body: Vec<LabeledLayer>,
        project: Option<Vec<LabeledLayer>>,
        activation: Option<Activation>,
        (label, span, text): (Option<Ident>, Span, String),
    ) {
        let (krate, scalar, before) = (self.krate, self.scalar.clone(), self.shape.clone());
        let branch = self.row(body);
        let project = project.map(|layers| self.row(layers));
        let added = project.as_ref().map_or(&before, |project| &project.output);
        let (adds, puts) = (added.text(), branch.output.text());
        let differs = added.differs(&branch.output);
        if differs && project.is_some() {
            self.error(span, format!("`Residual` adds its projection, which puts out `{adds}`, to the layers inside, which put out `{puts}`; they must be equal"));
        } else if differs {
            let remedy = projection(&before, &branch.output);
            self.error(span, format!("`Residual` adds its input, of shape `{adds}`, to the layers inside, which put out `{puts}`; make them equal, or give a projection{remedy}"));
        }
        let carried = activation.as_ref().and_then(|activation| activation.carried(krate));
        let (behind, carried) = match carried {
            Some(carried) => (None, carried),
            None => (activation.clone(), quote!(#krate::activation::Identity)),
        };
        let (x, inside) = (before.tokens(krate), &branch.ty);
        let ty = match &project {
            _ if differs => self.recovered(&before, &branch.output),
            None => {
                let x = quote!(#krate::layers::Activate<#krate::activation::Identity, #x, #scalar>);
                quote!(#krate::layers::Residual<#inside, #x, #carried, 0>)
            }
            Some(Row { ty: project, .. }) => {
                quote!(#krate::layers::Residual<#inside, #project, #carried>)
            }
        };
        let learns = activation.as_ref().is_none_or(Activation::learns);
        let own = activation.as_ref().map(Activation::own).unwrap_or_default();
        let stage = Stage::new(label.clone(), "residual", ty, before, branch.output.clone(), span, text);
        let rows: Vec<_> = [Some(branch), project].into_iter().flatten().collect();
        self.push_rows(&rows, Stage { learns, own, ..stage });
        if let Some(activation) = &activation {
            self.refuse_lonely_softmax(activation);
        }
        if let Some(activation) = behind {
            let label = label.map(|label| format_ident!("{label}_{}", activation.name().to_lowercase()));
            self.activation(&activation, label);
        }
    }

    fn repeat(
        &mut self,
        count: &Size,
        body: Vec<LabeledLayer>,
        (label, span, text): (Option<Ident>, Span, String),
    ) {
        let (krate, before) = (self.krate, self.shape.clone());
        let count = self.check(count, "`Repeat`", "copy");
        let row = self.row(body);
        let mut ty = { quote!(#krate::layers::Repeat) };
        if before.differs(&row.output) {
            let (takes, gives, times) = (before.text(), row.output.text(), count.text());
            self.error(span, format!("`Repeat<{times}>` puts copies of its layers one behind the other, and they take `{takes}` and put out `{gives}`; these must be equal"));
            ty = self.recovered(&before, &row.output);
        } else {
            let inside = &row.ty;
            ty = quote!(#ty<#inside, #count>);
        }
        let times = |each: Option<usize>| each.zip(count.value).and_then(|(a, b)| a.checked_mul(b));
        let row = Row { parameters: times(row.parameters), macs: times(row.macs), ..row };
        let stage = Stage::new(label, "repeat", ty, before, row.output.clone(), span, text);
        self.push_rows(&[row], stage);
    }

    fn parallel(
        &mut self,
        join: Join,
        branches: Vec<Vec<LabeledLayer>>,
        (label, span, text): (Option<Ident>, Span, String),
    ) {
        let (krate, before) = (self.krate, self.shape.clone());
        let spans: Vec<_> =
            branches.iter().map(|layers| layers.last().map_or(span, |last| last.span)).collect();
        let rows: Vec<_> = branches.into_iter().map(|layers| self.row(layers)).collect();
        let outputs: Vec<_> = rows.iter().map(|row| row.output.clone()).zip(spans).collect();
        let (output, word) = match join {
            Join::Add => (self.added(&outputs), quote!(Add)),
            Join::Concat => (self.concatenated(&outputs, span), quote!(Concat)),
        };
        let known = output.is_some();
        let output = output.unwrap_or_else(|| outputs[0].0.clone());
        let ty = if known {
            let types: Vec<_> = rows.iter().map(|row| row.ty.clone()).collect();
            let branches = crate::expand::row::beside(krate, &types);
            let z = output.tokens(krate);
            quote!(#krate::layers::Parallel<#krate::layers::#word, #branches, #z>)
        } else {
            self.recovered(&before, &output)
        };
        let stage = Stage::new(label, "parallel", ty, before, output, span, text);
        self.push_rows(&rows, stage);
    }

    /// The shape of all branches; none where they differ.
    fn added(&mut self, outputs: &[(Shape, Span)]) -> Option<Shape> {
        let (first, _) = &outputs[0];
        let mut alike = true;
        for (output, span) in &outputs[1..] {
            if output.differs(first) {
                let (a, b) = (first.text(), output.text());
                self.error(*span, format!("`Parallel(add: ..)` adds what its branches put out, and that is `{a}` of the first and `{b}` of this one"));
                alike = false;
            }
        }
        alike.then(|| first.clone())
    }

    /// The shape of all branches side by side; none where they cannot be.
    fn concatenated(&mut self, outputs: &[(Shape, Span)], span: Span) -> Option<Shape> {
        let krate = self.krate;
        let (first, _) =
            outputs.iter().find(|(shape, _)| !matches!(shape, Shape::OutputOf(..))).unwrap_or(&outputs[0]);
        let kept = |shape: &Shape| match shape {
            Shape::Image([_, h, w]) => Some(vec![h.clone(), w.clone()]),
            Shape::Sequence([steps, _]) => Some(vec![steps.clone()]),
            Shape::Vector(_) => Some(Vec::new()),
            Shape::OutputOf(..) => None,
        };
        let wanted = kept(first).unwrap_or_default();
        for (output, span) in outputs {
            let Some(kept) = kept(output) else {
                if wanted.is_empty() {
                    continue;
                }
                let (a, b) = (first.text(), output.text());
                self.error(*span, format!("`Parallel(concat: ..)` puts `{a}` beside {b}, whose sizes are known to its type alone; end this branch in a layer of the table"));
                return None;
            };
            let differ = |(a, b): (&Size, &Size)| {
                a.value.zip(b.value).is_some_and(|(a, b)| a != b && !(a == 0 || b == 0))
            };
            if kept.len() != wanted.len() || (kept.iter().zip(&wanted).any(differ) && output.differs(first)) {
                let (a, b) = (first.text(), output.text());
                let what = match first {
                    Shape::Image(_) => "images of the same rows and columns",
                    Shape::Sequence(_) => "sequences of as many steps",
                    _ => "vectors",
                };
                self.error(*span, format!("`Parallel(concat: ..)` puts {what} side by side, and the first branch puts out `{a}`, this one `{b}`"));
                return None;
            }
        }
        let widths: Vec<_> = outputs
            .iter()
            .map(|(shape, _)| match shape {
                Shape::Image([width, ..]) | Shape::Sequence([_, width]) => width.clone(),
                other => other.len(krate),
            })
            .collect();
        let sizes: Vec<_> = widths.iter().collect();
        let terms = widths.iter().map(Size::value_tokens);
        let sum = |v: &[usize]| v.iter().try_fold(0_usize, |sum, n| sum.checked_add(*n));
        let width = Size::computed(&sizes, sum, quote!(#(#terms)+*), span);
        let width = self.check_computed(width, "how much the branches put out together", span);
        Some(match first {
            Shape::Image([_, h, w]) => Shape::Image([width, h.clone(), w.clone()]),
            Shape::Sequence([steps, _]) => Shape::Sequence([steps.clone(), width]),
            _ => Shape::Vector(width),
        })
    }

    /// The stage, with what is known of the rows inside.
    fn push_rows(&mut self, rows: &[Row], stage: Stage) {
        let own = rows.iter().flat_map(|row| row.own.clone()).chain(stage.own).collect();
        let known = !matches!(stage.input, Shape::OutputOf(..));
        let fits = known && rows.iter().all(|row| row.fits);
        let asked = rows.iter().find(|row| !row.fits).or(rows.first());
        let entry = asked.and_then(|row| row.entry.clone()).unwrap_or(stage.entry);
        let learns = stage.learns && rows.iter().all(|row| row.learns);
        let parameters = rows.iter().map(|row| row.parameters).sum();
        let macs = rows.iter().map(|row| row.macs).sum();
        self.push(Stage { fits, entry, learns, own, parameters, macs, ..stage });
    }

    /// After a mistake: a layer between these shapes.
    fn recovered(&self, input: &Shape, output: &Shape) -> TokenStream {
        let (krate, scalar) = (self.krate, &self.scalar);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        quote!(#krate::recovered::Recovered<#x, #z, #scalar>)
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
