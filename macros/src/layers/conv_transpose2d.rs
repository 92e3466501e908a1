//! `ConvTranspose2d<OUT, K, Act, stride = 2, ..>` of an image, whose pixels are the windows.

use quote::quote;

use super::Spec;
use crate::declaration::{Choice, Value, Written};
use crate::resolve::{AXES, Convolution, Pad, Pads, Resolver, Stage, Walk};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    sizes: 2,
    activation: true,
    options: &["stride", "pad", "output_pad", "dilation", "groups", "bias"],
    wants: "its channels and its kernel: `ConvTranspose2d<16, 3>` or `ConvTranspose2d<16, 4, Relu, stride = 2>`",
    ..Spec::new("ConvTranspose2d", "conv_transpose", resolve)
};

const PADS: Pads = Pads { words: &[], wanted: "a number or `[ROWS, COLUMNS]`" };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let (krate, span) = (resolver.krate, layer.span);
    let [channels, rows, columns] = resolver.image(layer);
    let outputs = resolver.one(&layer.sizes[0], "`ConvTranspose2d`", "channel");
    let kernel = resolver.pair(&layer.sizes[1], "`ConvTranspose2d`", "row and column", false);
    let groups = resolver.option(layer, "groups", "group", Size::number(1, span));
    let groups = resolver.dividing(groups, [(&channels, "come in"), (&outputs, "go out")]);
    let walk = resolver.walk(layer, &PADS, Walk::new(kernel.clone()));
    let more = output_pad(resolver, layer);
    let none = [0; 2].map(|zero| Size::number(zero, span));
    let pads = if let Pad::By(pads) = &walk.pad { pads.clone() } else { none };
    let mut size = |axis: usize, n: &Size| {
        let sizes = [n, &kernel[axis], &walk.stride[axis], &walk.dilation[axis], &pads[axis], &more[axis]];
        widened(resolver, layer, AXES[axis], sizes)
    };
    let mut windows = [size(0, &rows), Size::guess(span)];
    // one number is one mistake
    if !windows[0].guess || rows.guess {
        windows[1] = size(1, &columns);
    }
    let patch = resolver.patch(layer, &outputs, &groups, &kernel);
    let window = walk.window(pads);
    let [height, width] = windows;
    let output = Shape::Image([outputs.clone(), height, width]);
    let pixels = rows.value.zip(columns.value).and_then(|(h, w)| h.checked_mul(w));
    let weights = [channels.clone(), patch.clone()];
    let (x, z) = (Shape::Image([channels.clone(), rows, columns]).tokens(krate), output.tokens(krate));
    let ty = quote!(ConvTranspose2d<#x, #z, #krate::Window<#(#window),*>, #channels, #outputs, #patch);
    let convolution = Convolution { ty, weights, biases: outputs, pixels, groups: Some(groups), output };
    resolver.convolution(layer, convolution)
}

/// How many rows and columns come out in addition.
fn output_pad(resolver: &mut Resolver, layer: &Written) -> [Size; 2] {
    match layer.choice("output_pad") {
        Some(Choice { value: Value::Sizes(list), .. }) => {
            return resolver.pair(list, "`output_pad`", "zero", true);
        }
        Some(Choice { name, .. }) => {
            resolver.error(name.span(), "`output_pad` is a number or `[ROWS, COLUMNS]`");
        }
        None => {}
    }
    [0; 2].map(|zero| Size::number(zero, layer.span))
}

/// How far the windows reach along an axis: image, window, stride, dilation, padding, padding of the output.
fn widened(resolver: &mut Resolver, layer: &Written, axis: &str, sizes: [&Size; 6]) -> Size {
    let (krate, span, text) = (resolver.krate, layer.span, layer.text());
    let arguments = sizes.map(Size::value_tokens);
    let value = |v: &[usize]| {
        let reach = (v[1] - 1).checked_mul(v[3])?.checked_add(1)?;
        let all = (v[0] - 1).checked_mul(v[2])?.checked_add(reach)?.checked_add(v[5])?;
        all.checked_sub(2 * v[4]).filter(|left| *left > 0)
    };
    let size = Size::computed(&sizes, value, quote!(#krate::window::widened(#(#arguments),*)), span);
    if size.guess && !sizes.iter().any(|size| size.guess) {
        let message = format!("`{text}` leaves no {axis}: `pad` takes away more than there is");
        resolver.error(sizes[4].span, message);
    }
    resolver.check_computed(size, &format!("how many {axis} `{text}` gives"), span)
}
