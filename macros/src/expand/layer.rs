//! `impl Layer`: prediction in straight lines.

use proc_macro2::{Ident, TokenStream};

use super::target::{Target, local, pass};
use crate::resolve::Stage;

pub(super) fn implement(target: &Target) -> TokenStream {
    let Target { krate, generics, this, network, broken, bounds } = target;
    let stages = &network.stages;
    let (input, last) = (network.input.tokens(krate), &stages[stages.len() - 1]);
    let (output, last) = (last.output.tokens(krate), &last.ty);
    let initialize = stages.iter().enumerate().map(|(index, Stage { name, .. })| {
        let with = stages.get(index + 1).map_or(
            code!(with),
            |Stage { name: next, .. }| code!(with.or(#krate::stack::suits(&self.#next))),
        );
        code!(#krate::Layer::initialize(&mut self.#name, #with, rng);)
    });
    let layers = code!(<Self as #krate::stack::Stacked>::Layers);
    let infer = if *broken { code!(let _ = (x, z);) } else { infer(target) };
    let inspect = if *broken { code!(let _ = (x, y, visit);) } else { inspect(target) };
    code! {
        #[automatically_derived]
        impl<#generics> #krate::Layer for #this where #bounds {
            type Input = #input;
            type Output = #output;
            type Activation = <#last as #krate::Layer>::Activation;
            const NAME: #krate::Text = <#layers as #krate::stack::Stack>::NAME;
            const MACS: usize = <#layers as #krate::stack::Stack>::MACS;
            const SCRATCH: usize = <#layers as #krate::stack::Stack>::OUTPUTS
                - ::core::mem::size_of::<#krate::layer::Output<Self, 1>>();
            const LOCALS: usize = <#layers as #krate::stack::Stack>::LOCALS;
            const SUITS: ::core::option::Option<#krate::Initialization> =
                <#layers as #krate::stack::Stack>::SUITS;
            #[inline]
            fn infer<const B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { B }>,
                z: &mut #krate::layer::Output<Self, { B }>,
            ) {
                #infer
            }
            fn inspect<const B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { B }>,
                y: &mut #krate::layer::Output<Self, { B }>,
                visit: &mut impl ::core::ops::FnMut(#krate::Row, &[<Self as #krate::Parameters>::Scalar]),
            ) {
                #inspect
            }
            fn initialize(
                &mut self,
                with: ::core::option::Option<#krate::Initialization>,
                rng: &mut impl #krate::rand_core::Rng,
            ) {
                #(#initialize)*
            }
            fn rows(visit: &mut impl ::core::ops::FnMut(#krate::Row)) {
                <#layers as #krate::stack::Stack>::rows(visit);
            }
        }
    }
}

fn infer(target: &Target) -> TokenStream {
    let krate = target.krate;
    through(
        target,
        |name, x, y| code!(#krate::Layer::activate(&self.#name, #x, &mut #y);),
        |name, x| code!(#krate::Layer::infer(&self.#name, #x, z);),
    )
}

fn inspect(target: &Target) -> TokenStream {
    let krate = target.krate;
    through(
        target,
        |name, x, y| code!(#krate::Layer::inspect(&self.#name, #x, &mut #y, visit);),
        |name, x| code!(#krate::Layer::inspect(&self.#name, #x, y, visit);),
    )
}

/// Layer by layer: `hidden` for those whose output goes on, `last` for the last.
fn through(
    Target { krate, network, .. }: &Target,
    hidden: impl Fn(&Ident, &TokenStream, &Ident) -> TokenStream,
    last: impl Fn(&Ident, &TokenStream) -> TokenStream,
) -> TokenStream {
    let (end, stages) = network.stages.split_last().expect("an expanded network has a layer");
    let mut lines = TokenStream::new();
    let mut x = code!(x);
    for stage @ Stage { name, .. } in stages {
        let (from, local) = (pass(krate, stage, &x), local(name));
        lines.extend(code!(let mut #local = #krate::bytemuck::Zeroable::zeroed();));
        lines.extend(hidden(name, &from, &local));
        x = code!(&#local);
    }
    lines.extend(last(&end.name, &pass(krate, end, &x)));
    lines
}
