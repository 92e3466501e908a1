//! Layers of vectors, which act on each step of a sequence.

use proc_macro2::Ident;
use quote::quote;

use super::{Resolver, Stage};
use crate::declaration::Written;
use crate::layers::ResolveLayer;
use crate::shape::Shape;
use crate::size::mentions;
use crate::tokens::located;

impl Resolver<'_> {
    /// What becomes of the layer that `resolve` knows of vectors.
    pub(super) fn per_step(&mut self, layer: &Written, resolve: ResolveLayer) -> Stage {
        let (krate, before) = (self.krate, self.shape.clone());
        match &before {
            Shape::Sequence([steps, features]) => {
                self.shape = Shape::Vector(features.clone());
                let stage = resolve(self, layer);
                self.shape = before.clone();
                let inside = &stage.ty;
                let ty = quote!(#krate::layers::PerStep<#inside, #steps>);
                let output = match stage.output {
                    Shape::Vector(outputs) => Shape::Sequence([steps.clone(), outputs]),
                    other => other,
                };
                let macs = stage.macs.zip(steps.value).and_then(|(macs, steps)| macs.checked_mul(steps));
                let text = format!("{} per step", stage.text);
                Stage { entry: ty.clone(), ty, input: before, output, macs, text, ..stage }
            }
            Shape::OutputOf(..) => {
                let (shape, stage) = (before.tokens(krate), resolve(self, layer));
                // what is generic cannot be asked here; of a `Dense`, which writes its inputs then, the compiler asks the shape
                let scalar = syn::parse2::<Ident>(self.scalar.clone())
                    .ok()
                    .filter(|name| name != "f32" && name != "f64");
                if !self.generics.iter().chain(&scalar).any(|generic| mentions(shape.clone(), generic)) {
                    self.checks.push(located(&quote!(#krate::layers::is_one_row::<#shape>()), layer.span));
                }
                stage
            }
            _ => resolve(self, layer),
        }
    }
}
