// network! { pub struct Xor: 2 => hidden: Dense<8, Tanh> => output: Dense<1, Sigmoid> }

///
///| field | layer | output | parameters | multiply-adds |
///|---|---|---|--:|--:|
///| | input | 2 | | |
///| `hidden` | `Dense<8, Tanh>` | 8 | 24 | 16 |
///| `output` | `Dense<1, Sigmoid>` | 1 | 9 | 8 |
///
///33 parameters, 132 bytes; 24 multiply-adds a sample.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
#[repr(C)]
pub struct Xor {
    ///`Dense<8, Tanh>`
    pub hidden: ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
    ///`Dense<1, Sigmoid>`
    pub output: ::constrata::layers::Dense<8, 1, ::constrata::activation::Sigmoid, f32>,
}
::constrata::__flat!(
    [] Xor, [] { hidden : ::constrata::layers::Dense < 2, 8,
    ::constrata::activation::Tanh, f32 >, output : ::constrata::layers::Dense < 8, 1,
    ::constrata::activation::Sigmoid, f32 > }
);
::constrata::__zeroable!(
    [] Xor, [< Xor as ::constrata::stack::Stacked > ::Layers :
    ::constrata::bytemuck::Zeroable,] { hidden, output }
);
#[automatically_derived]
impl ::constrata::stack::Stacked for Xor {
    type Layers = (
        ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
        ::constrata::layers::Dense<8, 1, ::constrata::activation::Sigmoid, f32>,
    );
    #[inline(always)]
    fn layers(
        &self,
    ) -> <<Xor as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Refs<
        '_,
    > {
        (&self.hidden, &self.output)
    }
    #[inline(always)]
    fn layers_mut(
        &mut self,
    ) -> <<Xor as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Muts<
        '_,
    > {
        (&mut self.hidden, &mut self.output)
    }
}
::constrata::__layer!(
    [] Xor, [], learns[], streams[for < 'streams > < < Xor as ::constrata::stack::Stacked
    > ::Layers as ::constrata::stack::Stack > ::Ones : ::constrata::stack::StreamStack <
    Row = < Xor as ::constrata::stack::Stacked > ::Layers >,]
);
impl Xor {
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
    /// Bytes of everything that training sample by sample needs, but for an optimizer's moments: the network, a
    /// gradient, a pass and a sample.
    pub const TRAINING_BYTES: usize = <Self as ::constrata::Learn>::TRAINING_BYTES;
    /// The most stack that training sample by sample takes, on a 32-bit microcontroller.
    pub const TRAINING_STACK_BYTES: usize = <Self as ::constrata::Learn>::TRAINING_STACK_BYTES;
    /// The architecture as text.
    pub const ARCHITECTURE: &'static str = <Self as ::constrata::Network>::ARCHITECTURE;
    /// A hash of the scalar and the architecture.
    pub const ARCHITECTURE_HASH: u64 = <Self as ::constrata::Network>::ARCHITECTURE_HASH;
}
impl Xor
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
const _: () = ::constrata::budget::sound("Xor", ::core::mem::size_of::<Xor>());
