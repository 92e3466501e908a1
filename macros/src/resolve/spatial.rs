//! Layers on images and sequences: which is which, and the pools.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::window::Walked;
use super::{Resolver, Stage};
use crate::declaration::Spatial;
use crate::shape::Shape;
use crate::table::Spatial as Kind;

impl Resolver<'_> {
    pub(super) fn spatial(&mut self, layer: Spatial, label: Option<Ident>, span: Span) {
        match layer.kind {
            Kind::Conv2d | Kind::DepthwiseConv2d => self.convolution(&layer, label, span),
            Kind::ConvTranspose2d => self.transposed(&layer, label, span),
            Kind::Conv1d => self.steps(&layer, label, span),
            Kind::Reshape => self.reshape(&layer, label, span),
            Kind::Upsample => self.upsample(&layer, label, span),
            Kind::ZeroPad => self.zero_pad(&layer, label, span),
            Kind::MaxPool2d | Kind::AvgPool2d => self.pool(&layer, label, span),
            Kind::GlobalAvgPool => self.global_pool(&layer, label, span),
            Kind::BatchNorm | Kind::LayerNorm | Kind::GroupNorm => self.norm(&layer, label, span),
        }
    }

    fn pool(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let before = self.shape.clone();
        let [channels, rows, columns] = self.image(layer, span);
        let size = self.pair(&layer.sizes[0], &format!("`{}`", layer.name), "row and column", false);
        let walk = self.walk(layer, size.clone(), size, true);
        let Walked { window, windows: [height, width] } = self.windows(layer, &walk, [&rows, &columns], span);
        let krate = self.krate;
        let input = Shape::Image([channels.clone(), rows, columns]);
        let output = Shape::Image([channels, height, width]);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        let (name, kind) = match layer.kind {
            Kind::MaxPool2d => (quote!(MaxPool2d), "max_pool"),
            _ => (quote!(AvgPool2d), "avg_pool"),
        };
        let ty = quote!(#name<#x, #z, #krate::Window<#(#window),*>);
        self.plain(layer, kind, ty, before, output, label, span);
    }

    fn global_pool(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let before = self.shape.clone();
        let [channels, rows, columns] = self.image(layer, span);
        let ty = quote!(GlobalAvgPool<#channels, #rows, #columns);
        self.plain(layer, "global_avg_pool", ty, before, Shape::Vector(channels), label, span);
    }

    /// A layer without parameters, whose type lacks the scalar.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn plain(
        &mut self,
        layer: &Spatial,
        kind: &str,
        ty: TokenStream,
        before: Shape,
        output: Shape,
        label: Option<Ident>,
        span: Span,
    ) {
        let (krate, scalar) = (self.krate, &self.scalar);
        let fits = !matches!(before, Shape::OutputOf(..));
        let ty = quote!(#krate::layers::#ty, #scalar>);
        let stage = Stage::new(label, kind, ty, before, output, span, layer.text());
        self.push(Stage { fits, ..stage });
    }
}
