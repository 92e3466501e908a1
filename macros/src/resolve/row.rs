//! Layers in a row as one: what is inside a block.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Resolver, Stage};
use crate::declaration::LabeledLayer;
use crate::shape::Shape;

/// What [`Stage`] says of a layer.
pub(crate) struct Row {
    pub(crate) ty: TokenStream,
    pub(crate) output: Shape,
    fits: bool,
    entry: Option<TokenStream>,
    learns: bool,
    own: Vec<TokenStream>,
    parameters: Option<usize>,
    macs: Option<usize>,
}

impl Row {
    /// So many copies of it.
    pub(crate) fn times(self, count: Option<usize>) -> Self {
        let times = |each: Option<usize>| each.zip(count).and_then(|(a, b)| a.checked_mul(b));
        Row { parameters: times(self.parameters), macs: times(self.macs), ..self }
    }
}

impl Stage {
    /// The stage of a block, with what is known of the rows inside.
    pub(crate) fn around(self, rows: &[Row]) -> Stage {
        let stage = self;
        let own = rows.iter().flat_map(|row| row.own.clone()).chain(stage.own).collect();
        let known = !matches!(stage.input, Shape::OutputOf(..));
        let fits = known && rows.iter().all(|row| row.fits);
        let asked = rows.iter().find(|row| !row.fits).or(rows.first());
        let entry = asked.and_then(|row| row.entry.clone()).unwrap_or(stage.entry);
        let learns = stage.learns && rows.iter().all(|row| row.learns);
        let parameters = rows.iter().map(|row| row.parameters).sum();
        let macs = rows.iter().map(|row| row.macs).sum();
        Stage { fits, entry, learns, own, parameters, macs, ..stage }
    }
}

impl Resolver<'_> {
    /// The layers, which begin with the shape so far; that stays what it was.
    pub(crate) fn row(&mut self, layers: &[LabeledLayer]) -> Row {
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

    /// After a mistake: a layer between these shapes.
    pub(crate) fn recovered(&self, input: &Shape, output: &Shape) -> TokenStream {
        let (krate, scalar) = (self.krate, &self.scalar);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        quote!(#krate::recovered::Recovered<#x, #z, #scalar>)
    }
}
