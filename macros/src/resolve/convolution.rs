//! Convolutions: of images, of sequences, transposed.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::window::{AXES, Pad, Walk, Walked};
use super::{Resolver, Stage};
use crate::declaration::{Activation, Choice, List, Spatial, Value};
use crate::shape::Shape;
use crate::size::Size;
use crate::table::Spatial as Kind;
use crate::tokens::located;

/// A convolution whose sizes are known.
struct Convolution {
    kind: &'static str,
    /// The type up to its activation.
    ty: TokenStream,
    /// Rows and columns of the weights.
    weights: [Size; 2],
    biases: Size,
    /// How often the weights are used.
    pixels: Option<usize>,
    groups: Option<Size>,
    output: Shape,
}

impl Resolver<'_> {
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

    pub(super) fn convolution(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let name = layer.name;
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
        let patch = self.patch(&channels, &groups, &kernel, span);
        let input = Shape::Image([channels, rows, columns]);
        let output = Shape::Image([outputs.clone(), windows[0].clone(), windows[1].clone()]);
        let (krate, weights) = (self.krate, [outputs.clone(), patch.clone()]);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        let ty = quote!(Conv2d<#x, #z, #krate::Window<#(#window),*>, #outputs, #patch);
        let pixels = windows[0].value.zip(windows[1].value).and_then(|(h, w)| h.checked_mul(w));
        let kind = if depthwise { "depthwise" } else { "conv" };
        let convolution =
            Convolution { kind, ty, weights, biases: outputs, pixels, groups: Some(groups), output };
        self.finish(layer, convolution, label, span);
    }

    /// A transposed convolution: of an image whose pixels are the windows.
    pub(super) fn transposed(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let [channels, rows, columns] = self.image(layer, span);
        let name = format!("`{}`", layer.name);
        let outputs = self.one(&layer.sizes[0], &name, "channel");
        let kernel = self.pair(&layer.sizes[1], &name, "row and column", false);
        let one = Size::number(1, span);
        let groups = self.option(layer, "groups", "group", one.clone());
        let groups = self.dividing(groups, [(&channels, "come in"), (&outputs, "go out")]);
        let walk = self.walk(layer, kernel.clone(), [one.clone(), one], false);
        let none = Size::number(0, span);
        let mut more = [none.clone(), none.clone()];
        if let Some(Choice { value, name }) = layer.options.iter().find(|choice| choice.name == "output_pad")
        {
            match value {
                Value::Sizes(list) => more = self.pair(list, "`output_pad`", "zero", true),
                _ => self.error(name.span(), "`output_pad` is a number or `[ROWS, COLUMNS]`"),
            }
        }
        let pads = if let Pad::By(pads) = &walk.pad { pads.clone() } else { [none.clone(), none] };
        let krate = self.krate;
        let mut widened = |axis: usize, n: &Size| {
            let sizes =
                [n, &kernel[axis], &walk.stride[axis], &walk.dilation[axis], &pads[axis], &more[axis]];
            let arguments = sizes.map(Size::value_tokens);
            let value = |v: &[usize]| {
                let reach = (v[1] - 1).checked_mul(v[3])?.checked_add(1)?;
                let all = (v[0] - 1).checked_mul(v[2])?.checked_add(reach)?.checked_add(v[5])?;
                all.checked_sub(2 * v[4]).filter(|left| *left > 0)
            };
            let size = Size::computed(&sizes, value, quote!(#krate::window::widened(#(#arguments),*)), span);
            if size.guess && !sizes.iter().any(|size| size.guess) {
                self.error(
                    pads[axis].span,
                    format!(
                        "`{}` leaves no {}: `pad` takes away more than there is",
                        layer.text(),
                        AXES[axis]
                    ),
                );
            }
            self.check_computed(size, &format!("how many {} `{}` gives", AXES[axis], layer.text()), span)
        };
        let mut windows = [widened(0, &rows), Size::guess(span)];
        if !windows[0].guess || rows.guess {
            windows[1] = widened(1, &columns);
        }
        let patch = self.patch(&outputs, &groups, &kernel, span);
        let window = self.window(&walk, pads);
        let output = Shape::Image([outputs.clone(), windows[0].clone(), windows[1].clone()]);
        let pixels = rows.value.zip(columns.value).and_then(|(h, w)| h.checked_mul(w));
        let weights = [channels.clone(), patch.clone()];
        let (x, z) = (Shape::Image([channels.clone(), rows, columns]).tokens(krate), output.tokens(krate));
        let ty = quote!(ConvTranspose2d<#x, #z, #krate::Window<#(#window),*>, #channels, #outputs, #patch);
        let (kind, biases) = ("conv_transpose", outputs);
        let convolution = Convolution { kind, ty, weights, biases, pixels, groups: Some(groups), output };
        self.finish(layer, convolution, label, span);
    }

    /// A convolution over the steps of a sequence.
    pub(super) fn steps(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let krate = self.krate;
        let [steps, features] = match &self.shape {
            Shape::Sequence(sizes) => sizes.clone(),
            Shape::OutputOf(..) => {
                let shape = self.shape.tokens(krate);
                [quote!(STEPS), quote!(FEATURES)].map(|size| {
                    Size::expression(located(&quote!(<#shape as #krate::Steps>::#size), span), span)
                })
            }
            other => {
                let kind = if let Shape::Vector(_) = other { "a vector of" } else { "an image of shape" };
                let (text, shape) = (layer.text(), other.text());
                self.error(span, format!("`{text}` takes a sequence and is given {kind} `{shape}`; a sequence has two sizes: `[STEPS, N] => ..`"));
                [Size::guess(span), Size::guess(span)]
            }
        };
        let name = format!("`{}`", layer.name);
        let outputs = self.one(&layer.sizes[0], &name, "feature");
        let size = self.one(&layer.sizes[1], &name, "step");
        for Choice { name, value } in &layer.options {
            if let Value::Sizes(list) = value
                && list.sizes.len() != 1
            {
                self.error(list.span, format!("`{name}` is a number here"));
                return self.finish_nothing(layer, label, span);
            }
        }
        let one = Size::number(1, span);
        let kernel = [size, one.clone()];
        let walk = self.walk(layer, kernel.clone(), [one.clone(), one.clone()], false);
        let (count, pad) = self.along(layer, &walk, (0, "steps"), &steps, span);
        let patch = self.patch(&features, &one, &kernel, span);
        let along = |[size, _]: &[Size; 2]| [size.clone(), one.clone()];
        let (stride, dilation) = (along(&walk.stride), along(&walk.dilation));
        let walk = Walk { stride, dilation, ..walk };
        let window = self.window(&walk, [pad, Size::number(0, span)]);
        let output = Shape::Sequence([count.clone(), outputs.clone()]);
        let (x, z) = (Shape::Sequence([steps, features]).tokens(krate), output.tokens(krate));
        let ty = quote!(Conv1d<#x, #z, #krate::Window<#(#window),*>, #outputs, #patch);
        let weights = [outputs.clone(), patch];
        let (kind, biases, pixels) = ("conv1d", outputs, count.value);
        let convolution = Convolution { kind, ty, weights, biases, pixels, groups: None, output };
        self.finish(layer, convolution, label, span);
    }

    /// After a mistake that leaves nothing to go on with: the shape stays what it was.
    fn finish_nothing(&mut self, layer: &Spatial, label: Option<Ident>, span: Span) {
        let (before, krate) = (self.shape.clone(), self.krate);
        let shape = before.tokens(krate);
        let ty = quote!(Reshape<#shape, #shape);
        self.plain(layer, "mistake", ty, before.clone(), before, label, span);
    }

    /// How many numbers a window has.
    fn patch(&mut self, channels: &Size, groups: &Size, kernel: &[Size; 2], span: Span) -> Size {
        let sizes = [channels, groups, &kernel[0], &kernel[1]];
        let [c, g, h, w] = sizes.map(Size::value_tokens);
        let value = |v: &[usize]| (v[0] / v[1]).max(1).checked_mul(v[2])?.checked_mul(v[3]);
        let patch = Size::computed(&sizes, value, quote!(#c / #g * #h * #w), span);
        self.check_computed(patch, "how many numbers a window has", span)
    }

    /// What all convolutions have: weights, perhaps a bias, an activation.
    fn finish(&mut self, layer: &Spatial, convolution: Convolution, label: Option<Ident>, span: Span) {
        let Convolution { kind, ty, weights: [rows, patch], biases, pixels, groups, output } = convolution;
        let (before, bias, krate) = (self.shape.clone(), self.bias(layer), self.krate);
        let scalar = &self.scalar;
        let activation = layer.activation.as_ref();
        let carried = activation.and_then(|activation| activation.carried(krate));
        let behind = if carried.is_some() { None } else { layer.activation.clone() };
        let carried = carried.unwrap_or_else(|| quote!(#krate::activation::Identity));
        let biased = Size::number(usize::from(bias), span);
        let tail = match groups {
            Some(groups) if groups.value != Some(1) => quote!(, #biased, #groups),
            _ if bias => quote!(),
            _ => quote!(, #biased),
        };
        let ty = quote!(#krate::layers::#ty, #carried, #scalar #tail>);
        let weights = rows.value.zip(patch.value).and_then(|(rows, patch)| rows.checked_mul(patch));
        let macs = weights.zip(pixels).and_then(|(weights, pixels)| weights.checked_mul(pixels));
        let biases = if bias { biases.value } else { Some(0) };
        let parameters = weights.zip(biases).and_then(|(weights, biases)| weights.checked_add(biases));
        let learns = activation.is_none_or(Activation::learns);
        let own = activation.map(Activation::own).unwrap_or_default();
        let fits = !matches!(before, Shape::OutputOf(..));
        let stage = Stage::new(label.clone(), kind, ty, before, output, span, layer.text());
        self.push(Stage { fits, learns, own, parameters, macs, ..stage });
        if let Some(activation) = behind {
            let label = label.map(|label| format_ident!("{label}_{}", activation.name().to_lowercase()));
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
}
