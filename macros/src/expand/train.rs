//! `impl Train`: forward and backward, mirror images in straight lines.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::item::Target;
use super::layer::{local, pass};
use crate::resolve::Stage;
use crate::shape::Shape;
use crate::size::located;

pub(super) fn implement(target: &Target) -> TokenStream {
    let Target { krate, generics, this, network, broken, bounds: own } = target;
    let (last, hidden) = network.stages.split_last().expect("an expanded network has a layer");
    // (Pass<First, B>, (Pass<Second, B>, LastTape)), and the same with a name for each.
    let last_type = &last.ty;
    let mut tape = code!(<#last_type as #krate::Train>::Tape<B>);
    let mut names = {
        let name = local(&last.name);
        code!(#name)
    };
    for Stage { name, ty, .. } in hidden.iter().rev() {
        let name = local(name);
        tape = code!((#krate::Pass<#ty, B>, #tape));
        names = code!((#name, #names));
    }
    let bounds = network.stages.iter().enumerate().filter(|(index, stage)| {
        // one bound for a layer that comes twice
        let same = |other: &Stage| other.ty.to_string() == stage.ty.to_string();
        !stage.learns && !network.stages[..*index].iter().any(same)
    });
    let bounds = bounds.map(|(_, Stage { ty, span, .. })| {
        // A bound that is false is allowed where it names a lifetime: then the impl is passed over, and what asks for
        // it says why.
        let (known, activation) = (known(target, ty), code!(<#ty as #krate::Layer>::Activation));
        quote_spanned!(*span=> for<'learns> #ty: #krate::Train #known, for<'learns> #activation: #krate::activation::Differentiable,)
    });
    let (mut forward, mut backward) = if *broken {
        (code!(let _ = (x, tape, z);), code!(let _ = (x, tape, dz, dx, gradient);))
    } else {
        (self::forward(target), self::backward(target))
    };
    if !*broken {
        forward = code!(let #names = tape; #forward);
        backward = code!(let #names = tape; #backward);
    }
    let visit = |hook: &dyn Fn(&Stage, TokenStream) -> TokenStream| -> TokenStream {
        let hidden = hidden.iter().map(|stage| {
            let name = local(&stage.name);
            (stage, code!(#name.tape))
        });
        let last_name = local(&last.name);
        hidden
            .map(|(stage, tape)| hook(stage, code!(#tape)))
            .chain([hook(last, code!(*#last_name))])
            .collect()
    };
    let randomize =
        visit(&|Stage { ty, .. }, tape| code!(<#ty as #krate::Train>::randomize::<B>(&mut #tape, rng);));
    let absorb =
        visit(&|Stage { name, .. }, tape| code!(#krate::Train::absorb::<B>(&mut self.#name, &#tape);));
    code! {
        #[automatically_derived]
        impl<#generics> #krate::Train for #this where #own #(#bounds)* {
            type Tape<const B: usize> = #tape;
            #[inline]
            fn forward<const B: usize>(
                &self,
                x: &#krate::layer::Input<Self, B>,
                tape: &mut Self::Tape<B>,
                z: &mut #krate::layer::Output<Self, B>,
            ) {
                #forward
            }
            #[inline]
            fn backward<const B: usize>(
                &self,
                x: &#krate::layer::Input<Self, B>,
                tape: &mut Self::Tape<B>,
                dz: &#krate::layer::Output<Self, B>,
                dx: ::core::option::Option<&mut #krate::layer::Input<Self, B>>,
                gradient: &mut Self,
            ) {
                #backward
            }
            fn randomize<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl #krate::rand_core::Rng) {
                let #names = tape;
                #randomize
            }
            fn absorb<const B: usize>(&mut self, tape: &Self::Tape<B>) {
                let #names = tape;
                #absorb
            }
        }
    }
}

/// What the bound of a generic network must say besides: where rustc has a bound it looks at no impl, and so knows of
/// the layer's scalar and shapes no more than this.
fn known(Target { krate, generics, network, .. }: &Target, ty: &TokenStream) -> TokenStream {
    if generics.is_empty() {
        return code!();
    }
    let places = || {
        let stages = network.stages.iter().enumerate();
        stages.filter(|(_, stage)| stage.ty.to_string() == ty.to_string())
    };
    let known = |shape: &Shape| (!matches!(shape, Shape::OutputOf(..))).then(|| shape.tokens(krate));
    let input = places().find_map(|(_, stage)| known(&stage.input));
    // The layer behind takes what this one puts out; one of the table says it in numbers.
    let behind = |learns: bool| {
        let behind = places().filter_map(|(index, _)| network.stages.get(index + 1));
        let behind = behind.filter(move |next| next.learns == learns);
        behind.map(|Stage { ty, .. }| code!(<#ty as #krate::Layer>::Input))
    };
    let output = places().find_map(|(_, stage)| known(&stage.output));
    let output = output.or_else(|| behind(true).chain(behind(false)).next());
    let (scalar, input, output) = (&network.scalar, input.into_iter(), output.into_iter());
    code!(<Scalar = #scalar #(, Input = #input)* #(, Output = #output)*>)
}

fn forward(Target { krate, network, .. }: &Target) -> TokenStream {
    let (last, hidden) = network.stages.split_last().expect("an expanded network has a layer");
    let mut lines = TokenStream::new();
    let mut x = code!(x);
    for stage in hidden {
        let (name, local, from) = (&stage.name, local(&stage.name), pass(krate, stage, &x));
        lines.extend(code!(#krate::Pass::forward(#local, &self.#name, #from);));
        x = code!(&#local.output);
    }
    let (name, tape, from) = (&last.name, local(&last.name), pass(krate, last, &x));
    lines.extend(code!(#krate::Train::forward(&self.#name, #from, #tape, z);));
    lines
}

fn backward(Target { krate, network, .. }: &Target) -> TokenStream {
    let mut lines = TokenStream::new();
    for (index, stage) in network.stages.iter().enumerate().rev() {
        let (name, place) = (&stage.name, local(&stage.name));
        let (x, dx) = match index.checked_sub(1).map(|before| local(&network.stages[before].name)) {
            Some(before) => (code!(&#before.output), {
                let dx = pass_mut(krate, stage, &code!(&mut #before.gradient));
                code!(::core::option::Option::Some(#dx))
            }),
            None => (code!(x), first_dx(krate, stage)),
        };
        let x = pass(krate, stage, &x);
        lines.extend(if index + 1 == network.stages.len() {
            code! {
                #krate::Train::backward(&self.#name, #x, #place, dz, #dx, &mut gradient.#name);
            }
        } else {
            code! {
                #krate::Pass::backward_through(#place, &self.#name, #x, #dx, &mut gradient.#name);
            }
        });
    }
    lines
}

/// The gradient of the network's own input, as its first layer takes it.
fn first_dx(krate: &TokenStream, stage: &Stage) -> TokenStream {
    let dx = code!(dx);
    if stage.fits {
        return dx;
    }
    let pass = pass_mut(krate, stage, &dx);
    code!(match dx {
        ::core::option::Option::Some(dx) => ::core::option::Option::Some(#pass),
        ::core::option::Option::None => ::core::option::Option::None,
    })
}

fn pass_mut(krate: &TokenStream, stage: &Stage, dx: &TokenStream) -> TokenStream {
    if stage.fits && !matches!(stage.input, Shape::OutputOf(..)) {
        return dx.clone();
    }
    let (ty, input) = (&stage.ty, stage.input.tokens(krate));
    let pass = located(&code!(#krate::layer::pass_mut::<#input, #ty, B>), stage.span);
    code!(#pass(#dx))
}
