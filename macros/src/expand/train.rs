//! `impl Train`: forward and backward, mirror images in straight lines.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::target::{Target, evenly, local, pass, pass_mut};
use crate::resolve::Stage;

pub(super) fn implement(target: &Target) -> TokenStream {
    let Target { krate, generics, this, network, broken, bounds: own } = target;
    let (last, hidden) = network.stages.split_last().expect("an expanded network has a layer");
    // The passes of the layers before the last, evenly nested, and the last one's tape; and the same with its name for each.
    let last_type = &last.ty;
    let passes =
        evenly(&hidden.iter().map(|Stage { ty, .. }| code!(#krate::Pass<#ty, { __B }>)).collect::<Vec<_>>());
    let name = |stage: &Stage| {
        let name = local(&stage.name);
        code!(#name)
    };
    let (hidden_names, last_name) = (hidden.iter().map(name).collect::<Vec<_>>(), name(last));
    let names = evenly(&hidden_names);
    let names = code!((#names, #last_name));
    let bounds = bounds(target);
    let [mut forward, mut infer, mut backward, mut in_place] = if *broken {
        [
            code!(let _ = (x, tape, z);),
            code!(let _ = (x, tape, z);),
            code!(let _ = (x, tape, dz, dx, gradient);),
            code!(let _ = (x, tape, dz, dx, room);),
        ]
    } else {
        let forward = self::forward(target, &code!(forward), &code!(forward));
        let infer = self::forward(target, &code!(activate), &code!(infer_on_tape));
        let backward =
            self::backward(target, &code!(backward), &code!(backward_through), &code!(&), &code!(gradient));
        let in_place = self::backward(
            target,
            &code!(backward_in_place),
            &code!(backward_through_in_place),
            &code!(&mut),
            &code!(room),
        );
        [forward, infer, backward, in_place]
    };
    if !*broken {
        [forward, infer, backward, in_place] =
            [forward, infer, backward, in_place].map(|lines| code!(let #names = tape; #lines));
    }
    let tapes = |reference: TokenStream| {
        let hidden = hidden_names.iter().map(move |name| code!(#reference #name.tape));
        hidden.chain([last_name.clone()]).collect::<Vec<_>>()
    };
    let (tapes_mut, tapes) = (tapes(code!(&mut)), tapes(code!(&)));
    let fields: Vec<_> = network.stages.iter().map(|stage| &stage.name).collect();
    let types: Vec<_> = network.stages.iter().map(|stage| &stage.ty).collect();
    code! {
        #[automatically_derived]
        impl<#generics> #krate::Train for #this where #own #bounds {
            type Tape<const __B: usize> = (#passes, <#last_type as #krate::Train>::Tape<{ __B }>);
            const LEAST: usize = #krate::stack::largest(&[#(<#types as #krate::Train>::LEAST),*]);
            #[inline]
            fn forward<const __B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { __B }>,
                tape: &mut Self::Tape<{ __B }>,
                z: &mut #krate::layer::Output<Self, { __B }>,
            ) {
                #forward
            }
            #[inline]
            fn infer_on_tape<const __B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { __B }>,
                tape: &mut Self::Tape<{ __B }>,
                z: &mut #krate::layer::Output<Self, { __B }>,
            ) {
                #infer
            }
            #[inline]
            fn backward<const __B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { __B }>,
                tape: &mut Self::Tape<{ __B }>,
                dz: &#krate::layer::Output<Self, { __B }>,
                dx: ::core::option::Option<&mut #krate::layer::Input<Self, { __B }>>,
                gradient: &mut Self,
            ) {
                #backward
            }
            #[inline]
            fn backward_in_place<const __B: usize>(
                &mut self,
                x: &#krate::layer::Input<Self, { __B }>,
                tape: &mut Self::Tape<{ __B }>,
                dz: &#krate::layer::Output<Self, { __B }>,
                dx: ::core::option::Option<&mut #krate::layer::Input<Self, { __B }>>,
                room: &mut Self,
            ) {
                #in_place
            }
            fn randomize<const __B: usize>(tape: &mut Self::Tape<{ __B }>, rng: &mut impl #krate::rand_core::Rng) {
                let #names = tape;
                #(<#types as #krate::Train>::randomize::<{ __B }>(#tapes_mut, rng);)*
            }
            fn absorb<const __B: usize>(&mut self, tape: &Self::Tape<{ __B }>) {
                let #names = tape;
                #(#krate::Train::absorb::<{ __B }>(&mut self.#fields, #tapes);)*
            }
        }
    }
}

/// That the layers learn which the macro does not know to.
///
/// A bound that is false is allowed where it names a lifetime: then the impl is passed over, and what asks for it says why.
/// In a generic network such a bound would hide the layer's shapes from the compiler; there every layer must learn.
fn bounds(Target { krate, network, generics, .. }: &Target) -> TokenStream {
    let mut bounds: Vec<TokenStream> = Vec::new();
    for Stage { ty, span, learns, .. } in &network.stages {
        let bound = quote_spanned! {*span=>
            for<'learns> #ty: #krate::Train,
            for<'learns> <#ty as #krate::Layer>::Activation: #krate::activation::Differentiable,
        };
        let twice = bounds.iter().any(|other| other.to_string() == bound.to_string());
        if !learns && !twice && generics.is_empty() {
            bounds.push(bound);
        }
    }
    bounds.into_iter().collect()
}

/// From `x` to `z` by way of the tape: `inner` of each layer's pass, `outer` of the last layer.
fn forward(Target { krate, network, .. }: &Target, inner: &TokenStream, outer: &TokenStream) -> TokenStream {
    let (last, hidden) = network.stages.split_last().expect("an expanded network has a layer");
    let mut lines = TokenStream::new();
    let mut x = code!(x);
    for stage in hidden {
        let (name, local, from) = (&stage.name, local(&stage.name), pass(krate, stage, &x));
        lines.extend(code!(#krate::Pass::#inner(#local, &self.#name, #from);));
        x = code!(&#local.output);
    }
    let (name, tape, from) = (&last.name, local(&last.name), pass(krate, last, &x));
    lines.extend(code!(#krate::Train::#outer(&self.#name, #from, #tape, z);));
    lines
}

/// From `dz` to `dx`, the other way round: `inner` of each layer's pass, `outer` of the last layer; a layer is borrowed by
/// `reference`, and its gradient is in `sums`.
fn backward(
    Target { krate, network, .. }: &Target,
    outer: &TokenStream,
    inner: &TokenStream,
    reference: &TokenStream,
    sums: &TokenStream,
) -> TokenStream {
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
                #krate::Train::#outer(#reference self.#name, #x, #place, dz, #dx, &mut #sums.#name);
            }
        } else {
            code! {
                #krate::Pass::#inner(#place, #reference self.#name, #x, #dx, &mut #sums.#name);
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
