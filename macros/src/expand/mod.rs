//! What is written: a struct that lends its layers as a row, or a type. All that a row of layers does is in the library.
//!
//! ```text
//! network! { pub struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid> }
//! ```
//!
//! becomes, shortened:
//!
//! ```text
//! pub struct Xor { pub hidden: Dense<2, 8, Tanh, f32>, pub output: Dense<8, 1, Sigmoid, f32> }
//!
//! impl Stacked for Xor {
//!     type Layers = (Dense<2, 8, Tanh, f32>, Dense<8, 1, Sigmoid, f32>);
//!     fn layers(&self) -> .. { (&self.hidden, &self.output) }
//!     fn layers_mut(&mut self) -> .. { (&mut self.hidden, &mut self.output) }
//! }
//! ```

mod constants;
mod item;
pub(crate) mod row;
mod target;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Error;
use syn::parse::{ParseStream, Parser};

use crate::declaration::{Body, Head};
use crate::resolve::{Resolved, resolve};
use crate::{budget, depth, parse};

/// All of `network!`.
pub(crate) fn network(tokens: TokenStream) -> TokenStream {
    let mut errors = Vec::new();
    let parser = |input: ParseStream| {
        let krate = parse::crate_path(input)?;
        let head = parse::head(input)?;
        let body = parse::body(input, &mut errors);
        if body.is_err() {
            // What is left is not looked at: its mistakes would be guesses.
            let _ = input.parse::<TokenStream>();
        }
        Ok((krate, head, body))
    };
    match parser.parse2(tokens) {
        Ok((krate, Some(head), body)) => item(&krate, head, body, errors),
        Ok((krate, None, body)) => type_form(&krate, body, errors),
        Err(error) => error.to_compile_error(),
    }
}

fn item(krate: &TokenStream, mut head: Head, body: syn::Result<Body>, mut errors: Vec<Error>) -> TokenStream {
    let checks = budget::checks(&mut head, krate, &mut errors);
    let mut body = match body {
        Ok(body) => body,
        Err(error) => {
            errors.push(error);
            return item::placeholder(&head, &compile_errors(&errors));
        }
    };
    depth::check(&mut body, &mut errors);
    let network = resolve(body, krate, &head.sizes, &mut errors);
    if network.stages.is_empty() {
        return item::placeholder(&head, &compile_errors(&errors));
    }
    let item = item::expand(krate, &head, &network, !errors.is_empty());
    let errors = compile_errors(&errors);
    quote!(#errors #item #checks)
}

/// `Chain<Pair<First, Second>, Third>`, where need be as what takes the declared input; after a mistake the same, with the mistakes inside.
fn type_form(krate: &TokenStream, body: syn::Result<Body>, mut errors: Vec<Error>) -> TokenStream {
    let mut body = match body {
        Ok(body) => body,
        Err(error) => {
            errors.push(error);
            return compile_errors(&errors);
        }
    };
    depth::check(&mut body, &mut errors);
    let Resolved { scalar, input, stages, .. } = resolve(body, krate, &[], &mut errors);
    let output = stages.last().map_or(&input, |stage| &stage.output).tokens(krate);
    if errors.is_empty() {
        // what the macro has not seen to fit is asked of the compiler
        let asked = stages.first().filter(|stage| !stage.fits).map(|stage| stage.entry.clone());
        let types: Vec<_> = stages.into_iter().map(|stage| stage.ty).collect();
        let network = row::by_value(krate, &types);
        let Some(entry) = asked else { return network };
        let input = input.tokens(krate);
        return quote!(<#input as #krate::stack::Declared<#entry, #network>>::Network);
    }
    let (input, errors) = (input.tokens(krate), errors.iter().map(Error::to_compile_error));
    quote! {
        <(#(#errors,)*) as #krate::recovered::Despite<
            #krate::recovered::Recovered<#input, #output, #scalar>,
        >>::Network
    }
}

fn compile_errors(errors: &[Error]) -> TokenStream {
    errors.iter().map(Error::to_compile_error).collect()
}
