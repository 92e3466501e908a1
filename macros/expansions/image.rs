// network! { pub struct Image: [1, 6, 6] => Conv2d<4, 3, Relu, pad = same> => Residual(Conv2d<4, 3, pad = same>, Relu) => MaxPool2d<2> => Flatten => Dense<2, Softmax> }

///
///| field | layer | output | parameters | multiply-adds |
///|---|---|---|--:|--:|
///| | input | [1, 6, 6] | | |
///| `conv1` | `Conv2d<4, 3, Relu, pad = same>` | [4, 6, 6] | 40 | 1296 |
///| `residual2` | `Residual(Conv2d<4, 3, pad = same>, Relu)` | [4, 6, 6] | 148 | 5184 |
///| `max_pool3` | `MaxPool2d<2>` | [4, 3, 3] | 0 | 0 |
///| `flatten4` | `Flatten` | 36 | 0 | 0 |
///| `dense5` | `Dense<2, Softmax>` | 2 | 74 | 72 |
///
///262 parameters, 1048 bytes; 6552 multiply-adds a sample.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
#[repr(C)]
pub struct Image {
    ///`Conv2d<4, 3, Relu, pad = same>`
    pub conv1: ::constrata::layers::Conv2d<
        ::constrata::Image<1, 6, 6>,
        ::constrata::Image<4, 6, 6>,
        ::constrata::Window<3, 3, 1, 1, 1, 1>,
        4,
        9,
        ::constrata::activation::Relu,
        f32,
    >,
    ///`Residual(Conv2d<4, 3, pad = same>, Relu)`
    pub residual2: ::constrata::layers::Residual<
        ::constrata::layers::Conv2d<
            ::constrata::Image<4, 6, 6>,
            ::constrata::Image<4, 6, 6>,
            ::constrata::Window<3, 3, 1, 1, 1, 1>,
            4,
            36,
            ::constrata::activation::Identity,
            f32,
        >,
        ::constrata::layers::Activate<
            ::constrata::activation::Identity,
            ::constrata::Image<4, 6, 6>,
            f32,
        >,
        ::constrata::activation::Relu,
        0,
    >,
    ///`MaxPool2d<2>`
    pub max_pool3: ::constrata::layers::MaxPool2d<
        ::constrata::Image<4, 6, 6>,
        ::constrata::Image<4, 3, 3>,
        ::constrata::Window<2, 2, 2, 2>,
        f32,
    >,
    ///`Flatten`
    pub flatten4: ::constrata::layers::Flatten<::constrata::Image<4, 3, 3>, 36, f32>,
    ///`Dense<2, Softmax>`
    pub dense5: ::constrata::layers::Dense<36, 2, ::constrata::activation::Softmax, f32>,
}
::constrata::__flat!(
    [] Image, [] { conv1 : ::constrata::layers::Conv2d < ::constrata::Image < 1, 6, 6 >,
    ::constrata::Image < 4, 6, 6 >, ::constrata::Window < 3, 3, 1, 1, 1, 1 >, 4, 9,
    ::constrata::activation::Relu, f32 >, residual2 : ::constrata::layers::Residual <
    ::constrata::layers::Conv2d < ::constrata::Image < 4, 6, 6 >, ::constrata::Image < 4,
    6, 6 >, ::constrata::Window < 3, 3, 1, 1, 1, 1 >, 4, 36,
    ::constrata::activation::Identity, f32 >, ::constrata::layers::Activate <
    ::constrata::activation::Identity, ::constrata::Image < 4, 6, 6 >, f32 >,
    ::constrata::activation::Relu, 0 >, max_pool3 : ::constrata::layers::MaxPool2d <
    ::constrata::Image < 4, 6, 6 >, ::constrata::Image < 4, 3, 3 >, ::constrata::Window <
    2, 2, 2, 2 >, f32 >, flatten4 : ::constrata::layers::Flatten < ::constrata::Image <
    4, 3, 3 >, 36, f32 >, dense5 : ::constrata::layers::Dense < 36, 2,
    ::constrata::activation::Softmax, f32 > }
);
::constrata::__zeroable!(
    [] Image, [< Image as ::constrata::stack::Stacked > ::Layers :
    ::constrata::bytemuck::Zeroable,] { conv1, residual2, max_pool3, flatten4, dense5 }
);
#[automatically_derived]
impl ::constrata::stack::Stacked for Image {
    type Layers = (
        (
            (
                ::constrata::layers::Conv2d<
                    ::constrata::Image<1, 6, 6>,
                    ::constrata::Image<4, 6, 6>,
                    ::constrata::Window<3, 3, 1, 1, 1, 1>,
                    4,
                    9,
                    ::constrata::activation::Relu,
                    f32,
                >,
                ::constrata::layers::Residual<
                    ::constrata::layers::Conv2d<
                        ::constrata::Image<4, 6, 6>,
                        ::constrata::Image<4, 6, 6>,
                        ::constrata::Window<3, 3, 1, 1, 1, 1>,
                        4,
                        36,
                        ::constrata::activation::Identity,
                        f32,
                    >,
                    ::constrata::layers::Activate<
                        ::constrata::activation::Identity,
                        ::constrata::Image<4, 6, 6>,
                        f32,
                    >,
                    ::constrata::activation::Relu,
                    0,
                >,
            ),
            ::constrata::layers::MaxPool2d<
                ::constrata::Image<4, 6, 6>,
                ::constrata::Image<4, 3, 3>,
                ::constrata::Window<2, 2, 2, 2>,
                f32,
            >,
        ),
        (
            ::constrata::layers::Flatten<::constrata::Image<4, 3, 3>, 36, f32>,
            ::constrata::layers::Dense<36, 2, ::constrata::activation::Softmax, f32>,
        ),
    );
    #[inline(always)]
    fn layers(
        &self,
    ) -> <<Image as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Refs<
        '_,
    > {
        (
            ((&self.conv1, &self.residual2), &self.max_pool3),
            (&self.flatten4, &self.dense5),
        )
    }
    #[inline(always)]
    fn layers_mut(
        &mut self,
    ) -> <<Image as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::Muts<
        '_,
    > {
        (
            ((&mut self.conv1, &mut self.residual2), &mut self.max_pool3),
            (&mut self.flatten4, &mut self.dense5),
        )
    }
}
::constrata::__layer!(
    [] Image, [], learns[], streams[for < 'streams > < < Image as
    ::constrata::stack::Stacked > ::Layers as ::constrata::stack::Stack > ::Ones :
    ::constrata::stack::StreamStack < Row = < Image as ::constrata::stack::Stacked >
    ::Layers >,]
);
impl Image {
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
impl Image
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
const _: () = ::constrata::budget::sound("Image", ::core::mem::size_of::<Image>());
