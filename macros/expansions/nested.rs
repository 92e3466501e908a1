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
impl ::constrata::Parameters for Nested {
    type Scalar = f32;
    const TENSORS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::TENSORS;
    const PARAMETERS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::PARAMETERS;
    const BUFFERS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::BUFFERS;
    #[inline]
    fn tensor(&self, mut index: usize) -> &[f32] {
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.flatten1,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.encoder,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.dense3,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.gelu4,
            &mut index,
        ) {
            return found;
        }
        &[]
    }
    #[inline]
    fn tensor_mut(&mut self, mut index: usize) -> &mut [f32] {
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.flatten1,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.encoder,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.dense3,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.gelu4,
            &mut index,
        ) {
            return found;
        }
        &mut []
    }
    #[inline]
    fn role(index: usize) -> ::constrata::Role {
        <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::role(
            index,
        )
    }
}
#[automatically_derived]
impl ::constrata::Layer for Nested {
    type Input = ::constrata::Image<1, 4, 4>;
    type Output = ::constrata::Vector<2>;
    type Activation = <::constrata::layers::Pointwise<
        ::constrata::activation::Gelu,
        ::constrata::Vector<2>,
        f32,
    > as ::constrata::Layer>::Activation;
    const NAME: ::constrata::Text = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::NAME;
    const MACS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::MACS;
    const SCRATCH: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::OUTPUTS
        - ::constrata::stack::output_bytes::<
            ::constrata::layers::Pointwise<
                ::constrata::activation::Gelu,
                ::constrata::Vector<2>,
                f32,
            >,
        >();
    const LOCALS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::LOCALS;
    const SUITS: ::core::option::Option<::constrata::Initialization> = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::SUITS;
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let mut flatten1 = ::core::mem::MaybeUninit::uninit();
        let flatten1 = ::constrata::stack::scratch::<
            ::constrata::layers::Flatten<::constrata::Image<1, 4, 4>, 16, f32>,
            { __B },
        >(&mut flatten1);
        ::constrata::Layer::activate(&self.flatten1, x, flatten1);
        let mut encoder = ::core::mem::MaybeUninit::uninit();
        let encoder = ::constrata::stack::scratch::<
            super::Encoder,
            { __B },
        >(&mut encoder);
        ::constrata::Layer::activate(
            &self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(flatten1),
            encoder,
        );
        let mut dense3 = ::core::mem::MaybeUninit::uninit();
        let dense3 = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<16, 2, ::constrata::activation::Identity, f32, 0>,
            { __B },
        >(&mut dense3);
        ::constrata::Layer::activate(
            &self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(encoder),
            dense3,
        );
        ::constrata::Layer::infer(&self.gelu4, dense3, z);
    }
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const __FUSED: bool, const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let mut flatten1 = ::core::mem::MaybeUninit::uninit();
        let flatten1 = ::constrata::stack::scratch::<
            ::constrata::layers::Flatten<::constrata::Image<1, 4, 4>, 16, f32>,
            { __B },
        >(&mut flatten1);
        ::constrata::Layer::activate_as::<__FUSED, { __B }>(&self.flatten1, x, flatten1);
        let mut encoder = ::core::mem::MaybeUninit::uninit();
        let encoder = ::constrata::stack::scratch::<
            super::Encoder,
            { __B },
        >(&mut encoder);
        ::constrata::Layer::activate_as::<
            __FUSED,
            { __B },
        >(
            &self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(flatten1),
            encoder,
        );
        let mut dense3 = ::core::mem::MaybeUninit::uninit();
        let dense3 = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<16, 2, ::constrata::activation::Identity, f32, 0>,
            { __B },
        >(&mut dense3);
        ::constrata::Layer::activate_as::<
            __FUSED,
            { __B },
        >(
            &self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(encoder),
            dense3,
        );
        ::constrata::Layer::activate_as::<__FUSED, { __B }>(&self.gelu4, dense3, z);
    }
    fn inspect<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
        visit: &mut impl ::core::ops::FnMut(
            ::constrata::Row,
            &[<Self as ::constrata::Parameters>::Scalar],
        ),
    ) {
        let mut flatten1 = ::core::mem::MaybeUninit::uninit();
        let flatten1 = ::constrata::stack::scratch::<
            ::constrata::layers::Flatten<::constrata::Image<1, 4, 4>, 16, f32>,
            { __B },
        >(&mut flatten1);
        ::constrata::Layer::inspect(&self.flatten1, x, flatten1, visit);
        let mut encoder = ::core::mem::MaybeUninit::uninit();
        let encoder = ::constrata::stack::scratch::<
            super::Encoder,
            { __B },
        >(&mut encoder);
        ::constrata::Layer::inspect(
            &self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(flatten1),
            encoder,
            visit,
        );
        let mut dense3 = ::core::mem::MaybeUninit::uninit();
        let dense3 = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<16, 2, ::constrata::activation::Identity, f32, 0>,
            { __B },
        >(&mut dense3);
        ::constrata::Layer::inspect(
            &self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(encoder),
            dense3,
            visit,
        );
        ::constrata::Layer::inspect(&self.gelu4, dense3, z, visit);
    }
    fn initialize(
        &mut self,
        with: ::core::option::Option<::constrata::Initialization>,
        rng: &mut impl ::constrata::rand_core::Rng,
    ) {
        ::constrata::Layer::initialize(
            &mut self.flatten1,
            with.or(::constrata::stack::suits(&self.encoder)),
            rng,
        );
        ::constrata::Layer::initialize(
            &mut self.encoder,
            with.or(::constrata::stack::suits(&self.dense3)),
            rng,
        );
        ::constrata::Layer::initialize(
            &mut self.dense3,
            with.or(::constrata::stack::suits(&self.gelu4)),
            rng,
        );
        ::constrata::Layer::initialize(&mut self.gelu4, with, rng);
    }
    fn rows(visit: &mut impl ::core::ops::FnMut(::constrata::Row)) {
        <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::rows(
            visit,
        );
    }
    fn modules(visit: &mut impl ::core::ops::FnMut(::constrata::modules::Module)) {
        visit(::constrata::modules::Module::Open {
            chain: false,
        });
        <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::modules(
            visit,
        );
        visit(::constrata::modules::Module::Close);
    }
}
#[automatically_derived]
impl ::constrata::Train for Nested
where
    for<'learns> super::Encoder: ::constrata::Train,
    for<'learns> <super::Encoder as ::constrata::Layer>::Activation: ::constrata::activation::Differentiable,
{
    type Tape<const __B: usize> = (
        (
            (
                ::constrata::Pass<
                    ::constrata::layers::Flatten<::constrata::Image<1, 4, 4>, 16, f32>,
                    { __B },
                >,
                ::constrata::Pass<super::Encoder, { __B }>,
            ),
            ::constrata::Pass<
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >,
        ),
        <::constrata::layers::Pointwise<
            ::constrata::activation::Gelu,
            ::constrata::Vector<2>,
            f32,
        > as ::constrata::Train>::Tape<{ __B }>,
    );
    const LEAST: usize = ::constrata::stack::largest(
        &[
            <::constrata::layers::Flatten<
                ::constrata::Image<1, 4, 4>,
                16,
                f32,
            > as ::constrata::Train>::LEAST,
            <super::Encoder as ::constrata::Train>::LEAST,
            <::constrata::layers::Dense<
                16,
                2,
                ::constrata::activation::Identity,
                f32,
                0,
            > as ::constrata::Train>::LEAST,
            <::constrata::layers::Pointwise<
                ::constrata::activation::Gelu,
                ::constrata::Vector<2>,
                f32,
            > as ::constrata::Train>::LEAST,
        ],
    );
    #[inline]
    fn forward<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        tape: &mut Self::Tape<{ __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let (((flatten1, encoder), dense3), gelu4) = tape;
        ::constrata::Pass::forward(flatten1, &self.flatten1, x);
        ::constrata::Pass::forward(
            encoder,
            &self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(&flatten1.output),
        );
        ::constrata::Pass::forward(
            dense3,
            &self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(&encoder.output),
        );
        ::constrata::Train::forward(&self.gelu4, &dense3.output, gelu4, z);
    }
    #[inline]
    fn infer_on_tape<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        tape: &mut Self::Tape<{ __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let (((flatten1, encoder), dense3), gelu4) = tape;
        ::constrata::Pass::activate(flatten1, &self.flatten1, x);
        ::constrata::Pass::activate(
            encoder,
            &self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(&flatten1.output),
        );
        ::constrata::Pass::activate(
            dense3,
            &self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(&encoder.output),
        );
        ::constrata::Train::infer_on_tape(&self.gelu4, &dense3.output, gelu4, z);
    }
    #[inline]
    fn backward<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        tape: &mut Self::Tape<{ __B }>,
        dz: &::constrata::layer::Output<Self, { __B }>,
        dx: ::core::option::Option<&mut ::constrata::layer::Input<Self, { __B }>>,
        gradient: &mut Self,
    ) {
        let (((flatten1, encoder), dense3), gelu4) = tape;
        ::constrata::Train::backward(
            &self.gelu4,
            &dense3.output,
            gelu4,
            dz,
            ::core::option::Option::Some(&mut dense3.gradient),
            &mut gradient.gelu4,
        );
        ::constrata::Pass::backward_through(
            dense3,
            &self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(&encoder.output),
            ::core::option::Option::Some(
                ::constrata::stack::pass_mut::<
                    <super::Encoder as ::constrata::Layer>::Output,
                    ::constrata::layers::Dense<
                        16,
                        2,
                        ::constrata::activation::Identity,
                        f32,
                        0,
                    >,
                    { __B },
                >(&mut encoder.gradient),
            ),
            &mut gradient.dense3,
        );
        ::constrata::Pass::backward_through(
            encoder,
            &self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(&flatten1.output),
            ::core::option::Option::Some(
                ::constrata::stack::pass_mut::<
                    ::constrata::Vector<16>,
                    super::Encoder,
                    { __B },
                >(&mut flatten1.gradient),
            ),
            &mut gradient.encoder,
        );
        ::constrata::Pass::backward_through(
            flatten1,
            &self.flatten1,
            x,
            dx,
            &mut gradient.flatten1,
        );
    }
    #[inline]
    fn backward_in_place<const __B: usize>(
        &mut self,
        x: &::constrata::layer::Input<Self, { __B }>,
        tape: &mut Self::Tape<{ __B }>,
        dz: &::constrata::layer::Output<Self, { __B }>,
        dx: ::core::option::Option<&mut ::constrata::layer::Input<Self, { __B }>>,
        room: &mut Self,
    ) {
        let (((flatten1, encoder), dense3), gelu4) = tape;
        ::constrata::Train::backward_in_place(
            &mut self.gelu4,
            &dense3.output,
            gelu4,
            dz,
            ::core::option::Option::Some(&mut dense3.gradient),
            &mut room.gelu4,
        );
        ::constrata::Pass::backward_through_in_place(
            dense3,
            &mut self.dense3,
            ::constrata::stack::pass::<
                <super::Encoder as ::constrata::Layer>::Output,
                ::constrata::layers::Dense<
                    16,
                    2,
                    ::constrata::activation::Identity,
                    f32,
                    0,
                >,
                { __B },
            >(&encoder.output),
            ::core::option::Option::Some(
                ::constrata::stack::pass_mut::<
                    <super::Encoder as ::constrata::Layer>::Output,
                    ::constrata::layers::Dense<
                        16,
                        2,
                        ::constrata::activation::Identity,
                        f32,
                        0,
                    >,
                    { __B },
                >(&mut encoder.gradient),
            ),
            &mut room.dense3,
        );
        ::constrata::Pass::backward_through_in_place(
            encoder,
            &mut self.encoder,
            ::constrata::stack::pass::<
                ::constrata::Vector<16>,
                super::Encoder,
                { __B },
            >(&flatten1.output),
            ::core::option::Option::Some(
                ::constrata::stack::pass_mut::<
                    ::constrata::Vector<16>,
                    super::Encoder,
                    { __B },
                >(&mut flatten1.gradient),
            ),
            &mut room.encoder,
        );
        ::constrata::Pass::backward_through_in_place(
            flatten1,
            &mut self.flatten1,
            x,
            dx,
            &mut room.flatten1,
        );
    }
    fn randomize<const __B: usize>(
        tape: &mut Self::Tape<{ __B }>,
        rng: &mut impl ::constrata::rand_core::Rng,
    ) {
        let (((flatten1, encoder), dense3), gelu4) = tape;
        <::constrata::layers::Flatten<
            ::constrata::Image<1, 4, 4>,
            16,
            f32,
        > as ::constrata::Train>::randomize::<{ __B }>(&mut flatten1.tape, rng);
        <super::Encoder as ::constrata::Train>::randomize::<
            { __B },
        >(&mut encoder.tape, rng);
        <::constrata::layers::Dense<
            16,
            2,
            ::constrata::activation::Identity,
            f32,
            0,
        > as ::constrata::Train>::randomize::<{ __B }>(&mut dense3.tape, rng);
        <::constrata::layers::Pointwise<
            ::constrata::activation::Gelu,
            ::constrata::Vector<2>,
            f32,
        > as ::constrata::Train>::randomize::<{ __B }>(gelu4, rng);
    }
    fn absorb<const __B: usize>(&mut self, tape: &Self::Tape<{ __B }>) {
        let (((flatten1, encoder), dense3), gelu4) = tape;
        ::constrata::Train::absorb::<{ __B }>(&mut self.flatten1, &flatten1.tape);
        ::constrata::Train::absorb::<{ __B }>(&mut self.encoder, &encoder.tape);
        ::constrata::Train::absorb::<{ __B }>(&mut self.dense3, &dense3.tape);
        ::constrata::Train::absorb::<{ __B }>(&mut self.gelu4, gelu4);
    }
}
impl Nested {
    /// How many parameters the network has.
    pub const PARAMETERS: usize = <Self as ::constrata::Parameters>::PARAMETERS;
    /// Multiply-adds for one sample.
    pub const MACS: usize = <Self as ::constrata::Layer>::MACS;
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
const _: () = ::constrata::budget::sound("Nested", ::core::mem::size_of::<Nested>());
