//! Pools: one number for each window of a channel.

use proc_macro2::Ident;
use quote::quote;

use super::{PADS, Resolver, Stage, Walk, Walked};
use crate::declaration::Written;
use crate::shape::Shape;

impl Resolver<'_> {
    /// The layer, whose windows stand side by side unless a stride is given.
    pub(crate) fn pool(&mut self, layer: &Written) -> Stage {
        let name = layer.spec.name;
        let [channels, rows, columns] = self.image(layer);
        let size = self.pair(&layer.sizes[0], &format!("`{name}`"), "row and column", false);
        let walk = Walk { stride: size.clone(), exact: true, pools: true, ..Walk::new(size) };
        let walk = self.walk(layer, &PADS, walk);
        let Walked { window, windows: [height, width] } = self.windows(layer, &walk, [&rows, &columns]);
        let (krate, scalar) = (self.krate, &self.scalar);
        let input = Shape::Image([channels.clone(), rows, columns]);
        let output = Shape::Image([channels, height, width]);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        let name = Ident::new(name, layer.span);
        let ty = quote!(#krate::layers::#name<#x, #z, #krate::Window<#(#window),*>, #scalar>);
        self.stage(layer, ty, output)
    }
}
