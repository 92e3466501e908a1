//! `Parameters` for a struct: its fields' slices, one after the other.

mod header;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Data, DeriveInput, Error, Field, Type};

use header::{bounds, generics};

/// The two functions that walk the fields.
fn walk(krate: &TokenStream, scalar: &TokenStream, fields: &[&Ident]) -> TokenStream {
    if fields.is_empty() {
        return TokenStream::new();
    }
    code! {
        #[inline]
        fn tensor(&self, mut index: usize) -> &[#scalar] {
            #(if let ::core::option::Option::Some(found) = #krate::parameters::find(&self.#fields, &mut index) {
                return found;
            })*
            &[]
        }
        #[inline]
        fn tensor_mut(&mut self, mut index: usize) -> &mut [#scalar] {
            #(if let ::core::option::Option::Some(found) = #krate::parameters::find_mut(&mut self.#fields, &mut index) {
                return found;
            })*
            &mut []
        }
    }
}

/// One field that has parameters.
struct Part {
    name: Ident,
    ty: TokenStream,
    /// `Weights`, `Bias` or `Buffer`, where the field is marked; else the field's type says.
    role: Option<Ident>,
}

impl Part {
    fn is_buffer(&self) -> bool {
        self.role.as_ref().is_some_and(|role| role == "Buffer")
    }
}

pub(crate) fn derive(input: DeriveInput) -> syn::Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "`Parameters` is derived for a struct of layers and matrices",
        ));
    };
    let krate = quote!(::constrata);
    let (mut parts, mut fields, mut phantoms) = (Vec::new(), Vec::new(), Vec::new());
    for (index, field) in data.fields.iter().enumerate() {
        let name = field.ident.clone().unwrap_or_else(|| format_ident!("_{index}"));
        let ty = &field.ty;
        fields.push(quote!(#name: #ty));
        if is_phantom(&field.ty) {
            phantoms.push(name);
        } else {
            parts.push(Part { name, ty: ty.to_token_stream(), role: role(field) });
        }
    }
    if data.fields.iter().any(|field| field.ident.is_none()) {
        return Err(Error::new(input.ident.span(), "`Parameters` is derived for a struct with named fields"));
    }
    let scalar_parameter = input.generics.type_params().find(|parameter| parameter.ident == "T");
    let scalar = match (scalar_parameter, parts.first()) {
        (Some(_), _) => quote!(T),
        (None, Some(Part { ty, .. })) => quote!(<#ty as #krate::Parameters>::Number),
        (None, None) => {
            let message = "which numbers does it compute with? give the struct a type parameter `T`";
            return Err(Error::new(input.ident.span(), message));
        }
    };
    let (_, arguments, _) = input.generics.split_for_impl();
    let (generics, bounds) = (generics(&input.generics, &krate), bounds(&input.generics));
    let name = &input.ident;
    let this = quote!(#name #arguments);
    let types: Vec<_> = parts.iter().map(|part| &part.ty).collect();
    let roles = parts.iter().map(|Part { ty, role, .. }| match role {
        Some(role) => quote!(#krate::Role::#role),
        None => quote!(<#ty as #krate::Parameters>::role(index)),
    });
    let trained = parts
        .iter()
        .filter(|part| !part.is_buffer())
        .map(|Part { ty, .. }| quote!(<#ty as #krate::Parameters>::PARAMETERS));
    let buffers = parts.iter().filter(|part| part.is_buffer() || part.role.is_none()).map(|part| {
        let (ty, count) = (&part.ty, if part.is_buffer() { quote!(PARAMETERS) } else { quote!(BUFFERS) });
        quote!(<#ty as #krate::Parameters>::#count)
    });
    let walk = walk(&krate, &scalar, &parts.iter().map(|part| &part.name).collect::<Vec<_>>());
    let role = (!parts.is_empty()).then(|| {
        quote! {
            #[inline]
            fn role(mut index: usize) -> #krate::Role {
                #(
                    if index < <#types as #krate::Parameters>::TENSORS {
                        return #roles;
                    }
                    index -= <#types as #krate::Parameters>::TENSORS;
                )*
                let _ = index;
                #krate::Role::Weights
            }
        }
    });
    // what is passed over by its name is to be what the name says
    let named = (!phantoms.is_empty()).then(|| {
        quote! {
            let _ = |this: &Self| {
                #(let _: &::core::marker::PhantomData<_> = &this.#phantoms;)*
            };
        }
    });
    Ok(quote! {
        #krate::__zeroable!([#generics] #this, [#bounds] { #(#fields),* });
        #krate::__flat!([#generics] #this, [#bounds] { #(#fields),* });
        #[automatically_derived]
        impl<#generics> #krate::Parameters for #this where #bounds {
            type Number = #scalar;
            const TENSORS: usize = {
                #named
                0 #(+ <#types as #krate::Parameters>::TENSORS)*
            };
            const PARAMETERS: usize = 0 #(+ #trained)*;
            const BUFFERS: usize = 0 #(+ #buffers)*;
            #walk
            #role
        }
    })
}

fn role(field: &Field) -> Option<Ident> {
    let is = |mark: &str| field.attrs.iter().any(|attribute| attribute.path().is_ident(mark));
    let roles = [("weights", "Weights"), ("bias", "Bias"), ("buffer", "Buffer")];
    roles.into_iter().find(|(mark, _)| is(mark)).map(|(_, role)| format_ident!("{role}"))
}

fn is_phantom(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "PhantomData"))
}
