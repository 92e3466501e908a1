// network! { pub struct Branches: 4 => Parallel(concat: Dense<3, Tanh>, Dense<2> => Relu) => Repeat<3>(Dense<5, Relu>) => Dense<1> }

///
///| field | layer | output | parameters | multiply-adds |
///|---|---|---|--:|--:|
///| | input | 4 | | |
///| `parallel1` | `Parallel(concat: Dense<3, Tanh>, Dense<2> => Relu)` | 5 | 25 | 20 |
///| `repeat2` | `Repeat<3>(Dense<5, Relu>)` | 5 | 90 | 75 |
///| `dense3` | `Dense<1>` | 1 | 6 | 5 |
///
///121 parameters, 484 bytes; 100 multiply-adds a sample.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
#[repr(C)]
pub struct Branches {
    ///`Parallel(concat: Dense<3, Tanh>, Dense<2> => Relu)`
    pub parallel1: ::constrata::layers::Parallel<
        ::constrata::layers::Concat,
        ::constrata::layers::Both<
            ::constrata::layers::Dense<4, 3, ::constrata::activation::Tanh, f32>,
            ::constrata::Chain<
                ::constrata::layers::Dense<4, 2, ::constrata::activation::Identity, f32>,
                ::constrata::layers::Activate<
                    ::constrata::activation::Relu,
                    ::constrata::Vector<2>,
                    f32,
                >,
            >,
        >,
        ::constrata::Vector<5>,
    >,
    ///`Repeat<3>(Dense<5, Relu>)`
    pub repeat2: ::constrata::layers::Repeat<
        ::constrata::layers::Dense<5, 5, ::constrata::activation::Relu, f32>,
        3,
    >,
    ///`Dense<1>`
    pub dense3: ::constrata::layers::Dense<5, 1, ::constrata::activation::Identity, f32>,
}
::constrata::__flat!(
    [] Branches, [] { parallel1 : ::constrata::layers::Parallel <
    ::constrata::layers::Concat, ::constrata::layers::Both < ::constrata::layers::Dense <
    4, 3, ::constrata::activation::Tanh, f32 >, ::constrata::Chain <
    ::constrata::layers::Dense < 4, 2, ::constrata::activation::Identity, f32 >,
    ::constrata::layers::Activate < ::constrata::activation::Relu, ::constrata::Vector <
    2 >, f32 > > >, ::constrata::Vector < 5 > >, repeat2 : ::constrata::layers::Repeat <
    ::constrata::layers::Dense < 5, 5, ::constrata::activation::Relu, f32 >, 3 >, dense3
    : ::constrata::layers::Dense < 5, 1, ::constrata::activation::Identity, f32 > }
);
::constrata::__zeroable!(
    [] Branches, [< Branches as ::constrata::stack::Stacked > ::Layers :
    ::constrata::bytemuck::Zeroable,] { parallel1, repeat2, dense3 }
);
#[automatically_derived]
impl ::constrata::stack::Stacked for Branches {
    type Layers = (
        (
            ::constrata::layers::Parallel<
                ::constrata::layers::Concat,
                ::constrata::layers::Both<
                    ::constrata::layers::Dense<4, 3, ::constrata::activation::Tanh, f32>,
                    ::constrata::Chain<
                        ::constrata::layers::Dense<
                            4,
                            2,
                            ::constrata::activation::Identity,
                            f32,
                        >,
                        ::constrata::layers::Activate<
                            ::constrata::activation::Relu,
                            ::constrata::Vector<2>,
                            f32,
                        >,
                    >,
                >,
                ::constrata::Vector<5>,
            >,
            ::constrata::layers::Repeat<
                ::constrata::layers::Dense<5, 5, ::constrata::activation::Relu, f32>,
                3,
            >,
        ),
        ::constrata::layers::Dense<5, 1, ::constrata::activation::Identity, f32>,
    );
    #[inline(always)]
    fn layers(
        &self,
    ) -> <<Branches as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Refs<
        '_,
    > {
        ((&self.parallel1, &self.repeat2), &self.dense3)
    }
    #[inline(always)]
    fn layers_mut(
        &mut self,
    ) -> <<Branches as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Muts<
        '_,
    > {
        ((&mut self.parallel1, &mut self.repeat2), &mut self.dense3)
    }
}
::constrata::__layer!(
    [] Branches, [], learns[], streams[for < 'streams > < < Branches as
    ::constrata::stack::Stacked > ::Layers as ::constrata::stack::Stack > ::Ones :
    ::constrata::stack::StreamStack < Row = < Branches as ::constrata::stack::Stacked >
    ::Layers >,]
);
impl Branches {
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
impl Branches
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
const _: () = ::constrata::budget::sound("Branches", ::core::mem::size_of::<Branches>());
