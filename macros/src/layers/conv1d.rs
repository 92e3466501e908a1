//! `Conv1d<OUT, K, Act, pad = causal, ..>` over the steps of a sequence.

use quote::quote;

use super::Spec;
use crate::declaration::{Choice, Value, Written};
use crate::resolve::{Convolution, Pad, Pads, Resolver, Stage, Walk};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    sizes: 2,
    activation: true,
    options: &["stride", "pad", "dilation", "bias"],
    wants: "its features and its kernel: `Conv1d<16, 3>` or `Conv1d<16, 3, Relu, pad = causal>`",
    ..Spec::new("Conv1d", "conv1d", resolve)
};

const PADS: Pads =
    Pads { words: &["valid", "same", "causal"], wanted: "`valid`, `same`, `causal` or a number" };

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let (krate, span) = (resolver.krate, layer.span);
    let [steps, features] = resolver.sequence(layer);
    let outputs = resolver.one(&layer.sizes[0], "`Conv1d`", "feature");
    let size = resolver.one(&layer.sizes[1], "`Conv1d`", "step");
    for Choice { name, value } in &layer.options {
        if let Value::Sizes(list) = value
            && list.sizes.len() != 1
        {
            // that leaves nothing to go on with: the shape stays what it was
            resolver.error(list.span, format!("`{name}` is a number here"));
            let before = resolver.shape.clone();
            let ty = resolver.recovered(&before, &before);
            return resolver.stage(layer, ty, before);
        }
    }
    let one = Size::number(1, span);
    let kernel = [size, one.clone()];
    let walk = resolver.walk(layer, &PADS, Walk::new(kernel.clone()));
    let (count, pad) = resolver.along(layer, &walk, (0, "steps"), &steps);
    let patch = resolver.patch(layer, &features, &one, &kernel);
    let along = |[size, _]: &[Size; 2]| [size.clone(), one.clone()];
    let (stride, dilation) = (along(&walk.stride), along(&walk.dilation));
    // what ends at the step it is for, and is for each
    let is_one = |size: &Size| size.value == Some(1);
    let looks_back = matches!(walk.pad, Pad::Causal) || is_one(&kernel[0]) && pad.value == Some(0);
    let causal = looks_back && is_one(&stride[0]);
    let window = if causal {
        let (size, apart) = (&kernel[0], &dilation[0]);
        quote!(Causal<#size, #apart, #pad>)
    } else {
        let window = Walk { stride, dilation, ..walk }.window([pad, Size::number(0, span)]);
        quote!(Window<#(#window),*>)
    };
    let output = Shape::Sequence([count.clone(), outputs.clone()]);
    let (x, z) = (Shape::Sequence([steps, features]).tokens(krate), output.tokens(krate));
    let ty = quote!(Conv1d<#x, #z, #krate::#window, #outputs, #patch);
    let weights = [outputs.clone(), patch];
    let convolution = Convolution { ty, weights, biases: outputs, pixels: count.value, groups: None, output };
    resolver.convolution(layer, convolution)
}
