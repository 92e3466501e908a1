// network! { pub struct Nested: [1, 4, 4] => Flatten => encoder: super::Encoder => Dense<16 => 2, Gelu, bias = false> }

///
///| field | layer | output | parameters | multiply-adds |
///|---|---|---|--:|--:|
///| | input | [1, 4, 4] | | |
///| `flatten1` | `Flatten` | 16 | 0 | 0 |
///| `encoder` | `super::Encoder` | the output of super::Encoder | from its type | from its type |
///| `dense3` | `Dense<2, Gelu, bias = false>` | 2 | 32 | 32 |
///| `gelu4` | `Gelu` | 2 | 0 | 0 |
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
#[repr(C)]
pub struct Nested {
    ///`Flatten`
    pub flatten1: ::constrata::layers::Flatten<::constrata::Image<1, 4, 4>, 16, f32>,
    ///`super::Encoder`
    pub encoder: super::Encoder,
    ///`Dense<2, Gelu, bias = false>`
    pub dense3: ::constrata::layers::Dense<
        16,
        2,
        ::constrata::activation::Identity,
        f32,
        0,
    >,
    ///`Gelu`
    pub gelu4: ::constrata::layers::Pointwise<
        ::constrata::activation::Gelu,
        ::constrata::Vector<2>,
        f32,
    >,
}
::constrata::__flat!(
    [] Nested, [] { flatten1 : ::constrata::layers::Flatten < ::constrata::Image < 1, 4,
    4 >, 16, f32 >, encoder : super::Encoder, dense3 : ::constrata::layers::Dense < 16,
    2, ::constrata::activation::Identity, f32, 0 >, gelu4 :
    ::constrata::layers::Pointwise < ::constrata::activation::Gelu, ::constrata::Vector <
    2 >, f32 > }
);
::constrata::__zeroable!(
    [] Nested, [< Nested as ::constrata::stack::Stacked > ::Layers :
    ::constrata::bytemuck::Zeroable,] { flatten1, encoder, dense3, gelu4 }
);
#[automatically_derived]
impl ::constrata::stack::Stacked for Nested {
    type Layers = (
        (
            ::constrata::layers::Flatten<::constrata::Image<1, 4, 4>, 16, f32>,
            super::Encoder,
        ),
        (
            ::constrata::layers::Dense<16, 2, ::constrata::activation::Identity, f32, 0>,
            ::constrata::layers::Pointwise<
                ::constrata::activation::Gelu,
                ::constrata::Vector<2>,
                f32,
            >,
        ),
    );
    #[inline(always)]
    fn layers(
        &self,
    ) -> <<Nested as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Refs<
        '_,
    > {
        ((&self.flatten1, &self.encoder), (&self.dense3, &self.gelu4))
    }
    #[inline(always)]
    fn layers_mut(
        &mut self,
    ) -> <<Nested as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Muts<
        '_,
    > {
        ((&mut self.flatten1, &mut self.encoder), (&mut self.dense3, &mut self.gelu4))
    }
}
::constrata::__layer!(
    [] Nested, [], learns[for < 'learns > super::Encoder : ::constrata::Learn, for <
    'learns > < super::Encoder as ::constrata::Layer > ::Activation :
    ::constrata::activation::Differentiable,], streams[for < 'streams > < < Nested as
    ::constrata::stack::Stacked > ::Layers as ::constrata::stack::Stack > ::Ones :
    ::constrata::stack::StreamStack < Row = < Nested as ::constrata::stack::Stacked >
    ::Layers >,]
);
impl Nested {
    /// How many parameters the network has.
    pub const PARAMETERS: usize = <Self as ::constrata::Parameters>::PARAMETERS;
    /// Multiply-adds for one sample.
    pub const MACS: usize = <Self as ::constrata::Network>::MACS;
    /// Bytes of the parameters.
    pub const PARAMETER_BYTES: usize = <Self as ::constrata::Network>::PARAMETER_BYTES;
    /// Bytes of activations while it predicts one sample.
    pub const INFERENCE_BYTES: usize = <Self as ::constrata::Network>::INFERENCE_BYTES;
    /// The most stack that predicting one sample takes, on a 32-bit microcontroller.
    pub const STACK_BYTES: usize = <Self as ::constrata::Network>::STACK_BYTES;
    /// The architecture as text.
    pub const ARCHITECTURE: &'static str = <Self as ::constrata::Network>::ARCHITECTURE;
    /// A hash of the scalar and the architecture.
    pub const ARCHITECTURE_HASH: u64 = <Self as ::constrata::Network>::ARCHITECTURE_HASH;
}
impl Nested
where
    for<'flat> Self: ::constrata::memory::Flat,
    for<'flat> f32: ::constrata::file::Float,
{
    /// The network in a file that `save` wrote, read and checked by the compiler:
    /// `static NET: .. = ..::from_bytes(include_bytes!("..net"));`.
    ///
    /// # Panics
    /// Where the file is damaged, holds another network, or a `Model` whose scaler would be lost; in a `const` or a
    /// `static`, that is an error of the build.
    #[track_caller]
    #[must_use]
    pub const fn from_bytes(file: &[u8]) -> Self {
        ::constrata::file::from_bytes::<Self>(file)
    }
}
const _: () = ::constrata::stack::check::<::constrata::Vector<16>, super::Encoder>();
const _: () = ::constrata::stack::check::<
    <super::Encoder as ::constrata::Layer>::Output,
    ::constrata::layers::Dense<16, 2, ::constrata::activation::Identity, f32, 0>,
>();
const _: () = ::constrata::layers::is_one_row::<
    <super::Encoder as ::constrata::Layer>::Output,
>();
const _: () = ::constrata::budget::sound("Nested", ::core::mem::size_of::<Nested>());
