//! Layers on images: convolutions and pools.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::window::Walked;
use super::{Resolver, Stage};
use crate::declaration::{Choice, List, Spatial, Value};
use crate::shape::Shape;
use crate::size::Size;
use crate::table::Spatial as Kind;

impl Resolver<'_> {
    pub(super) fn spatial(&mut self, layer: Spatial, label: Option<Ident>, span: Span) {
        match layer.kind {
            Kind::Conv2d | Kind::DepthwiseConv2d => self.convolution(&layer, label, span),
            Kind::MaxPool2d | Kind::AvgPool2d => self.pool(&layer, label, span),
            Kind::GlobalAvgPool => self.global_pool(&layer, label, span),
        }
    }

    /// The size that the option `name` gives, or `usual`.
    fn option(&mut self, layer: &Spatial, name: &str, of: &str, usual: Size) -> Size {
        let Some(Choice { name: option, value }) = layer.options.iter().find(|choice| choice.name == name)
        else {
            return usual;
        };
        match value {
            Value::Sizes(List { sizes, .. }) if sizes.len() == 1 => {
                self.check(&sizes[0], &format!("`{name}`"), of)
            }
            _ => {
                self.error(option.span(), format!("`{name}` is a number"));
                usual
            }
        }
    }

    /// Whether the layer has a bias.
    fn bias(&mut self, layer: &Spatial) -> bool {
        let Some(Choice { name, value }) = layer.options.iter().find(|choice| choice.name == "bias") else {
            return true;
        };
        if let Value::Flag(flag) = value {
            return *flag;
        }
        self.error(name.span(), "`bias` is `true` or `false`");
        true
    }

    /// The one size in a list.
    fn one(&mut self, list: &List, whose: &str, of: &str) -> Size {
        match list.sizes.as_slice() {
            [size] => self.check(size, whose, of),
            _ => {
                self.error(list.span, format!("{whose} takes one number here, of {of}s"));
                Size::guess(list.span)
            }
        }
    }

    fn convolution(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let (name, before) = (layer.name, self.shape.clone());
        let [channels, rows, columns] = self.image(layer, span);
        let depthwise = layer.kind == Kind::DepthwiseConv2d;
        let kernel =
            self.pair(&layer.sizes[usize::from(!depthwise)], &format!("`{name}`"), "row and column", false);
        let one = Size::number(1, span);
        let (outputs, groups) = if depthwise {
            let multiplier = self.option(layer, "multiplier", "channel", one.clone());
            let (a, b) = (channels.value_tokens(), multiplier.value_tokens());
            let sizes = [&channels, &multiplier];
            let outputs = match multiplier.value {
                Some(1) => channels.clone(),
                _ => Size::computed(&sizes, |v| v[0].checked_mul(v[1]), quote!(#a * #b), span),
            };
            (self.check_computed(outputs, "how many channels go out", span), channels.clone())
        } else {
            let outputs = self.one(&layer.sizes[0], &format!("`{name}`"), "channel");
            (outputs, self.option(layer, "groups", "group", one.clone()))
        };
        let groups = self.dividing(groups, [(&channels, "come in"), (&outputs, "go out")]);
        let walk = self.walk(layer, kernel.clone(), [one.clone(), one], false);
        let Walked { window, windows } = self.windows(layer, &walk, [&rows, &columns], span);
        let patch = {
            let (c, g, h, w) = (
                channels.value_tokens(),
                groups.value_tokens(),
                kernel[0].value_tokens(),
                kernel[1].value_tokens(),
            );
            let sizes = [&channels, &groups, &kernel[0], &kernel[1]];
            let value = |v: &[usize]| (v[0] / v[1]).max(1).checked_mul(v[2])?.checked_mul(v[3]);
            Size::computed(&sizes, value, quote!(#c / #g * #h * #w), span)
        };
        let patch = self.check_computed(patch, "how many numbers a window has", span);
        let bias = self.bias(layer);
        let (krate, scalar) = (self.krate, self.scalar.clone());
        let carried = layer.activation.as_ref().and_then(|activation| activation.carried(krate));
        let behind = if carried.is_some() { None } else { layer.activation.clone() };
        let carried = carried.unwrap_or_else(|| quote!(#krate::activation::Identity));
        let input = Shape::Image([channels, rows, columns]);
        let output = Shape::Image([outputs.clone(), windows[0].clone(), windows[1].clone()]);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        let tail = match (bias, groups.value) {
            (true, Some(1)) => quote!(),
            (false, Some(1)) => quote!(, 0),
            _ => {
                let bias = usize::from(bias);
                let bias = Size::number(bias, span);
                quote!(, #bias, #groups)
            }
        };
        let ty = quote!(#krate::layers::Conv2d<#x, #z, #krate::Window<#(#window),*>, #outputs, #patch, #carried, #scalar #tail>);
        let weights = outputs.value.zip(patch.value).and_then(|(o, p)| o.checked_mul(p));
        let pixels = windows[0].value.zip(windows[1].value).and_then(|(h, w)| h.checked_mul(w));
        let macs = weights.zip(pixels).and_then(|(weights, pixels)| weights.checked_mul(pixels));
        let biases = if bias { outputs.value } else { Some(0) };
        let parameters = weights.zip(biases).and_then(|(weights, biases)| weights.checked_add(biases));
        let activation = layer.activation.as_ref();
        let (learns, own) = (activation.is_none_or(|a| a.learns()), activation.and_then(|a| a.own()));
        let fits = !matches!(before, Shape::OutputOf(..));
        let kind = if depthwise { "depthwise" } else { "conv" };
        let stage = Stage::new(label.clone(), kind, ty, before, output, span, layer.text());
        self.push(Stage { fits, learns, own, parameters, macs, ..stage });
        if let Some(activation) = behind {
            let label =
                label.map(|label| quote::format_ident!("{label}_{}", activation.name().to_lowercase()));
            self.activation(&activation, label);
        }
    }

    /// The groups, where they divide the channels.
    fn dividing(&mut self, groups: Size, channels: [(&Size, &str); 2]) -> Size {
        for (channels, what) in channels {
            if let (Some(n), Some(g)) = (channels.value, groups.value)
                && n % g != 0
                && !channels.guess
                && !groups.guess
            {
                self.error(
                    groups.span,
                    format!("`groups = {g}` does not divide the {n} channels that {what}"),
                );
                return Size::guess(groups.span);
            }
        }
        groups
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
    fn plain(
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
