//! What all convolutions have: weights, perhaps a bias, groups.

use proc_macro2::TokenStream;
use quote::quote;

use super::{PADS, Resolver, Stage, Walk, Walked};
use crate::declaration::Written;
use crate::shape::Shape;
use crate::size::Size;

/// A convolution whose sizes are known.
pub(crate) struct Convolution {
    /// The type up to its activation.
    pub(crate) ty: TokenStream,
    /// Rows and columns of the weights.
    pub(crate) weights: [Size; 2],
    pub(crate) biases: Size,
    /// How often the weights are used.
    pub(crate) pixels: Option<usize>,
    pub(crate) groups: Option<Size>,
    pub(crate) output: Shape,
}

impl Resolver<'_> {
    /// The layer, with its bias, its activation and its groups where there are several.
    pub(crate) fn convolution(&mut self, layer: &Written, convolution: Convolution) -> Stage {
        let Convolution { ty, weights: [rows, patch], biases, pixels, groups, output } = convolution;
        let (bias, krate) = (self.bias(layer), self.krate);
        let (scalar, carried) = (&self.scalar, self.carried(layer.activation.as_ref()));
        let biased = Size::number(usize::from(bias), layer.span);
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
        Stage { parameters, macs, ..self.stage(layer, ty, output) }
    }

    /// A convolution of an image, whose channels and `outputs` come in `groups`.
    pub(crate) fn conv2d(
        &mut self,
        layer: &Written,
        [channels, rows, columns]: [Size; 3],
        outputs: Size,
        kernel: [Size; 2],
        groups: Size,
    ) -> Stage {
        let groups = self.dividing(groups, [(&channels, "come in"), (&outputs, "go out")]);
        let walk = self.walk(layer, &PADS, Walk::new(kernel.clone()));
        let Walked { window, windows } = self.windows(layer, &walk, [&rows, &columns]);
        let patch = self.patch(layer, &channels, &groups, &kernel);
        let pixels = windows[0].value.zip(windows[1].value).and_then(|(h, w)| h.checked_mul(w));
        let [height, width] = windows;
        let input = Shape::Image([channels, rows, columns]);
        let output = Shape::Image([outputs.clone(), height, width]);
        let (krate, weights) = (self.krate, [outputs.clone(), patch.clone()]);
        let (x, z) = (input.tokens(krate), output.tokens(krate));
        let ty = quote!(Conv2d<#x, #z, #krate::Window<#(#window),*>, #outputs, #patch);
        let convolution = Convolution { ty, weights, biases: outputs, pixels, groups: Some(groups), output };
        self.convolution(layer, convolution)
    }

    /// How many numbers a window has.
    pub(crate) fn patch(
        &mut self,
        layer: &Written,
        channels: &Size,
        groups: &Size,
        kernel: &[Size; 2],
    ) -> Size {
        let span = layer.span;
        let sizes = [channels, groups, &kernel[0], &kernel[1]];
        let [c, g, h, w] = sizes.map(Size::value_tokens);
        let value = |v: &[usize]| (v[0] / v[1]).max(1).checked_mul(v[2])?.checked_mul(v[3]);
        let patch = Size::computed(&sizes, value, quote!(#c / #g * #h * #w), span);
        self.check_computed(patch, "how many numbers a window has", span)
    }

    /// The groups, where they divide the channels.
    pub(crate) fn dividing(&mut self, groups: Size, channels: [(&Size, &str); 2]) -> Size {
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
