// network! { pub struct Sized<T, const H: usize>: T; 4 => Dense<H, LeakyRelu<0.01>> => Dense<3, Softmax> }

///
///| field | layer | output | parameters | multiply-adds |
///|---|---|---|--:|--:|
///| | input | 4 | | |
///| `dense1` | `Dense<H, LeakyRelu<0.01>>` | H | from its type | from its type |
///| `dense2` | `Dense<3, Softmax>` | 3 | from its type | from its type |
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
#[repr(C)]
pub struct Sized<T: ::constrata::Scalar, const H: usize> {
    ///`Dense<H, LeakyRelu<0.01>>`
    pub dense1: ::constrata::layers::Dense<
        4,
        { H },
        ::constrata::activation::LeakyRelu<1, 100>,
        T,
    >,
    ///`Dense<3, Softmax>`
    pub dense2: ::constrata::layers::Dense<
        { H },
        3,
        ::constrata::activation::Softmax,
        T,
    >,
}
::constrata::__flat!(
    [T : ::constrata::Scalar, const H : usize] Sized < T, H >, [] { dense1 :
    ::constrata::layers::Dense < 4, { H }, ::constrata::activation::LeakyRelu < 1, 100 >,
    T >, dense2 : ::constrata::layers::Dense < { H }, 3,
    ::constrata::activation::Softmax, T > }
);
::constrata::__zeroable!(
    [T : ::constrata::Scalar, const H : usize] Sized < T, H >, [< Sized < T, H > as
    ::constrata::stack::Stacked > ::Layers : ::constrata::bytemuck::Zeroable,] { dense1,
    dense2 }
);
#[automatically_derived]
impl<T: ::constrata::Scalar, const H: usize> ::constrata::stack::Stacked
for Sized<T, H> {
    type Layers = (
        ::constrata::layers::Dense<
            4,
            { H },
            ::constrata::activation::LeakyRelu<1, 100>,
            T,
        >,
        ::constrata::layers::Dense<{ H }, 3, ::constrata::activation::Softmax, T>,
    );
    #[inline(always)]
    fn layers(
        &self,
    ) -> <<Sized<
        T,
        H,
    > as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Refs<'_> {
        (&self.dense1, &self.dense2)
    }
    #[inline(always)]
    fn layers_mut(
        &mut self,
    ) -> <<Sized<
        T,
        H,
    > as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Muts<'_> {
        (&mut self.dense1, &mut self.dense2)
    }
}
::constrata::__layer!(
    [T : ::constrata::Scalar, const H : usize] Sized < T, H >, [], learns[], streams[for
    < 'streams > < < Sized < T, H > as ::constrata::stack::Stacked > ::Layers as
    ::constrata::stack::Stack > ::Ones : ::constrata::stack::StreamStack < Row = < Sized
    < T, H > as ::constrata::stack::Stacked > ::Layers >,]
);
impl<T: ::constrata::Scalar, const H: usize> Sized<T, H> {
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
impl<T: ::constrata::Scalar, const H: usize> Sized<T, H>
where
    for<'flat> Self: ::constrata::memory::Flat,
    for<'flat> T: ::constrata::file::Float,
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
