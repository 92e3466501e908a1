//! `Dense<OUT, Act, bias = false>`, `Dense<IN => OUT>`.

use quote::quote;

use super::{Spec, maxout};
use crate::declaration::Written;
use crate::resolve::{Resolver, Stage};
use crate::shape::Shape;
use crate::size::Size;

pub(crate) const SPEC: Spec = Spec {
    aliases: &["linear", "fullyconnected"],
    sizes: 1,
    inputs: true,
    activation: true,
    options: &["bias"],
    per_step: true,
    wants: "its number of units: `Dense<32>` or `Dense<32, Relu>`",
    ..Spec::new("Dense", "dense", resolve)
};

fn resolve(resolver: &mut Resolver, layer: &Written) -> Stage {
    let output = resolver.one(&layer.sizes[0], "`Dense`", "unit");
    let (input, fits) = inputs(resolver, layer, &output);
    // `Dense<32, Maxout<3>>` is 32 units of 3 pieces each
    let units = match layer.activation.as_ref().and_then(maxout::pieces) {
        Some(pieces) => product(resolver, &output, pieces),
        None => output,
    };
    let bias = resolver.bias(layer);
    let (krate, scalar) = (resolver.krate, &resolver.scalar);
    let carried = resolver.carried(layer.activation.as_ref());
    let columns = if bias { quote!() } else { quote!(, 0) };
    let ty = quote!(#krate::layers::Dense<#input, #units, #carried, #scalar #columns>);
    let macs = input.value.zip(units.value).and_then(|(i, o)| i.checked_mul(o));
    let biases = if bias { units.value } else { Some(0) };
    let parameters = macs.zip(biases).and_then(|(weights, biases)| weights.checked_add(biases));
    let stage = resolver.stage(layer, ty, Shape::Vector(units));
    Stage { fits, parameters, macs, ..stage }
}

/// How many inputs the layer takes, and whether the macro has seen that it is given as many.
fn inputs(resolver: &mut Resolver, layer: &Written, output: &Size) -> (Size, bool) {
    let (span, output) = (layer.span, output.text());
    let before = resolver.shape.clone();
    match (&layer.inputs, &before) {
        (Some(given), Shape::Vector(n)) => {
            let given = resolver.check(given, "`Dense`", "input");
            if let (Some(a), Some(b)) = (given.value, n.value)
                && a != b
                && !n.guess
                && !given.guess
            {
                resolver.error(
                    given.span,
                    format!("`Dense<{a} => {output}>` takes {a} inputs and is given {b}; write `Dense<{b} => {output}>`, or `Dense<{output}>`"),
                );
                return (n.clone(), true);
            }
            let seen = given.value.is_some() && n.value.is_some();
            (given, seen)
        }
        (None, Shape::Vector(n)) => (n.clone(), true),
        (Some(given), Shape::OutputOf(..)) => (given.clone(), false),
        (None, Shape::OutputOf(other, _)) => {
            let (len, other) = (before.len(resolver.krate), other.to_string().replace(' ', ""));
            if let Some(generic) = len.computes_with(resolver.generics) {
                resolver.error(
                    span,
                    format!("the output of `{other}` depends on the const generic `{generic}`, with which stable Rust cannot compute; write the inputs: `Dense<INPUTS => {output}>`"),
                );
                return (Size::guess(span), true);
            }
            (len, false)
        }
        // of a sequence it is asked for a step
        (_, Shape::Image(_) | Shape::Sequence(_)) => {
            let shape = before.text();
            resolver.error(span, format!("`Dense<{output}>` takes a vector and is given an image of shape `{shape}`; put `Flatten` before it"));
            (before.len(resolver.krate), true)
        }
    }
}

fn product(resolver: &mut Resolver, units: &Size, pieces: &Size) -> Size {
    if let Some(product) = units.value.zip(pieces.value).and_then(|(a, b)| a.checked_mul(b)) {
        return Size::number(product, units.span);
    }
    let (a, b) = (units.value_tokens(), pieces.value_tokens());
    let product = Size::expression(quote!(#a * #b), units.span);
    resolver.check_computed(product, "units times pieces", units.span)
}
