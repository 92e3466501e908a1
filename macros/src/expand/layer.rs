//! `impl Layer`: prediction in straight lines.

use proc_macro2::TokenStream;

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
    let [infer, activate, inspect] = [Step::Infer, Step::Activate, Step::Inspect]
        .map(|step| if *broken { code!() } else { predict(target, step) });
    // only a small network is one kernel, for which all of it has to be inlined
    let inline = if stages.len() <= 8 {
        code! {
            #[cfg_attr(target_pointer_width = "64", inline(always))]
            #[cfg_attr(target_pointer_width = "32", inline)]
        }
    } else {
        code!(#[inline])
    };
    let unused = broken.then(|| code!(let _ = (x, z);));
    let unused_visit = broken.then(|| code!(let _ = visit;));
    code! {
        #[automatically_derived]
        impl<#generics> #krate::Layer for #this where #bounds {
            type Input = #input;
            type Output = #output;
            type Activation = <#last as #krate::Layer>::Activation;
            const NAME: #krate::Text = <#layers as #krate::stack::Stack>::NAME;
            const MACS: usize = <#layers as #krate::stack::Stack>::MACS;
            const SCRATCH: usize =
                <#layers as #krate::stack::Stack>::OUTPUTS - #krate::stack::output_bytes::<#last>();
            const LOCALS: usize = <#layers as #krate::stack::Stack>::LOCALS;
            const SUITS: ::core::option::Option<#krate::Initialization> =
                <#layers as #krate::stack::Stack>::SUITS;
            #inline
            fn infer<const __B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { __B }>,
                z: &mut #krate::layer::Output<Self, { __B }>,
            ) {
                #unused
                #infer
            }
            #inline
            fn activate_as<const __FUSED: bool, const __B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { __B }>,
                z: &mut #krate::layer::Output<Self, { __B }>,
            ) {
                #unused
                #activate
            }
            fn inspect<const __B: usize>(
                &self,
                x: &#krate::layer::Input<Self, { __B }>,
                z: &mut #krate::layer::Output<Self, { __B }>,
                visit: &mut impl ::core::ops::FnMut(#krate::Row, &[<Self as #krate::Parameters>::Scalar]),
            ) {
                #unused
                #unused_visit
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
            fn modules(visit: &mut impl ::core::ops::FnMut(#krate::modules::Module)) {
                visit(#krate::modules::Module::Open { chain: false });
                <#layers as #krate::stack::Stack>::modules(visit);
                visit(#krate::modules::Module::Close);
            }
        }
    }
}

/// What the layers are asked to do.
#[derive(PartialEq)]
enum Step {
    Infer,
    Activate,
    Inspect,
}

/// Each layer's output is the next one's input.
fn predict(Target { krate, network, .. }: &Target, asked: Step) -> TokenStream {
    let inspects = asked == Step::Inspect;
    // of the hidden layers, of the last one, and with what besides
    let (step, last_step, visit) = match asked {
        Step::Infer => (code!(activate), code!(infer), code!()),
        Step::Activate => {
            (code!(activate_as::<__FUSED, { __B }>), code!(activate_as::<__FUSED, { __B }>), code!())
        }
        Step::Inspect => (code!(inspect), code!(inspect), code!(, visit)),
    };
    let (last, hidden) = network.stages.split_last().expect("an expanded network has a layer");
    let mut lines = TokenStream::new();
    let mut x = code!(x);
    for stage @ Stage { name, ty, same, .. } in hidden {
        if *same && !inspects {
            continue;
        }
        let (from, local) = (pass(krate, stage, &x), local(name));
        lines.extend(code! {
            let mut #local = ::core::mem::MaybeUninit::uninit();
            let #local = #krate::stack::scratch::<#ty, { __B }>(&mut #local);
            #krate::Layer::#step(&self.#name, #from, #local #visit);
        });
        x = code!(#local);
    }
    let (name, from) = (&last.name, pass(krate, last, &x));
    lines.extend(code!(#krate::Layer::#last_step(&self.#name, #from, z #visit);));
    lines
}
