//! The item form: a struct with a field for each layer.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Attribute;

use super::constants::constants;
use super::row;
use super::target::Target;
use crate::declaration::Head;
use crate::resolve::{Resolved, Stage};
use crate::shape::Shape;
use crate::summary;
use crate::tokens::located;

pub(super) fn expand(krate: &TokenStream, head: &Head, network: &Resolved, broken: bool) -> TokenStream {
    let Head { attributes, visibility, name, .. } = head;
    let (generics, arguments) = generics(krate, head);
    let fields: Vec<_> = network.stages.iter().map(|stage| &stage.name).collect();
    let types: Vec<_> = network.stages.iter().map(|stage| &stage.ty).collect();
    let texts = network.stages.iter().map(|stage| format!("`{}`", stage.text));
    let table = summary::table(network);
    let derive = derive(attributes);
    let this = code!(#name #arguments);
    let own: Vec<_> = network.stages.iter().flat_map(|stage| &stage.own).collect();
    // A bound that names a lifetime may be false: then the impls are passed over, and only the check below complains.
    let bounds = code!(#(for<'own> (#own): #krate::activation::Activation,)*);
    let checks = own.iter().map(|own| code!(const _: () = #krate::activation::is_activation::<#own>();));
    let sizes = network.checks.iter().map(|check| code!(const _: () = #check;));
    let text = name.to_string();
    // where it is generic, what makes a network asks
    let size = (arguments.is_empty() && !broken).then(|| {
        let krate = located(krate, name.span());
        quote_spanned!(name.span()=> const _: () = #krate::budget::sound(#text, ::core::mem::size_of::<#name>());)
    });
    let checks = code!(#(#checks)* #(#sizes)* #size);
    let target = Target { krate, generics: generics.clone(), this: this.clone(), network, broken, bounds };
    let (stacked, joins, constants) = (stacked(&target), joins(&target), constants(&target));
    code! {
        #(#attributes)*
        #(#[doc = #table])*
        #derive
        #[repr(C)]
        #visibility struct #name <#generics> {
            #(#[doc = #texts] pub #fields: #types,)*
        }
        #stacked
        #constants
        #joins
        #checks
    }
}

/// The layers as one type, and lent as one row.
fn stacked(target @ Target { krate, generics, this, network, bounds, .. }: &Target) -> TokenStream {
    let (learn, stream) = (learn(target), stream(target));
    let fields: Vec<_> = network.stages.iter().map(|stage| &stage.name).collect();
    let types: Vec<_> = network.stages.iter().map(|stage| stage.ty.clone()).collect();
    let layers = row::lent(&types);
    let lent = row::lent(&fields.iter().map(|field| code!(&self.#field)).collect::<Vec<_>>());
    let lent_mut = row::lent(&fields.iter().map(|field| code!(&mut self.#field)).collect::<Vec<_>>());
    let all = code!(<#this as #krate::stack::Stacked>::Layers);
    code! {
        #krate::__flat!([#generics] #this, [#bounds] { #(#fields: #types),* });
        #krate::__zeroable!([#generics] #this, [#all: #krate::bytemuck::Zeroable, #bounds] {
            #(#fields),*
        });
        #[automatically_derived]
        impl<#generics> #krate::stack::Stacked for #this where #bounds {
            type Layers = #layers;
            #[inline(always)]
            fn layers(&self) -> <#all as #krate::stack::Stack>::Refs<'_> {
                #lent
            }
            #[inline(always)]
            fn layers_mut(&mut self) -> <#all as #krate::stack::Stack>::Muts<'_> {
                #lent_mut
            }
        }
        #krate::__layer!([#generics] #this, [#bounds], learns [#learn], streams [#stream]);
    }
}

/// That the layers learn which the macro does not know to.
///
/// A bound that is false is allowed where it names a lifetime: then the impl is passed over, and what asks for it says why.
/// In a generic network such a bound would hide the layer's shapes from the compiler; there every layer must learn.
fn learn(Target { krate, network, generics, .. }: &Target) -> TokenStream {
    let mut bounds: Vec<TokenStream> = Vec::new();
    for Stage { ty, span, learns, .. } in &network.stages {
        let bound = quote_spanned! {*span=>
            for<'learns> #ty: #krate::Learn,
            for<'learns> <#ty as #krate::Layer>::Activation: #krate::activation::Differentiable,
        };
        let twice = bounds.iter().any(|other| other.to_string() == bound.to_string());
        if !learns && !twice && generics.is_empty() {
            bounds.push(bound);
        }
    }
    bounds.into_iter().collect()
}

/// That all layers run step by step, in the same way.
fn stream(Target { krate, this, .. }: &Target) -> TokenStream {
    let row = code!(<#this as #krate::stack::Stacked>::Layers);
    code!(for<'streams> <#row as #krate::stack::Stack>::Ones: #krate::stack::StreamStack<Row = #row>,)
}

/// Asks the compiler, at each layer, whether it takes what the layer before puts out, where the macro has not seen it.
fn joins(Target { krate, generics, network, broken, bounds, .. }: &Target) -> TokenStream {
    let checks =
        network.stages.iter().filter(|stage| !stage.fits || matches!(stage.input, Shape::OutputOf(..)));
    let checks: Vec<_> = checks
        .map(|stage| {
            let (ty, input) = (&stage.ty, stage.input.tokens(krate));
            located(&code!(#krate::stack::check::<#input, #ty>()), stage.span)
        })
        .collect();
    if *broken || checks.is_empty() {
        return TokenStream::new();
    }
    if generics.is_empty() {
        return code!(#(const _: () = #checks;)*);
    }
    // of sizes that are not known, the compiler asks when it checks a function, called or not
    code! {
        const _: () = {
            #[allow(dead_code)]
            fn joins<#generics>() where #bounds {
                #(#checks;)*
            }
        };
    }
}

/// What is left to emit when even the grammar failed: the name, so that its uses are no errors of their own.
pub(super) fn placeholder(head: &Head, errors: &TokenStream) -> TokenStream {
    let Head { visibility, name, .. } = head;
    code! {
        #errors
        #visibility struct #name;
    }
}

fn generics(krate: &TokenStream, head: &Head) -> (TokenStream, TokenStream) {
    let (scalar, sizes) = (head.scalar.as_ref(), &head.sizes);
    if scalar.is_none() && sizes.is_empty() {
        return (code!(), code!());
    }
    let bound = scalar.map(|scalar| code!(#scalar: #krate::Scalar,));
    let argument = scalar.map(|scalar| code!(#scalar,));
    (code!(#bound #(const #sizes: usize),*), code!(<#argument #(#sizes),*>))
}

/// The derives every network has, unless the user chose some.
fn derive(attributes: &[Attribute]) -> TokenStream {
    if attributes.iter().any(|attribute| attribute.path().is_ident("derive")) {
        return code!();
    }
    code!(#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)])
}
