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
impl<T: ::constrata::Scalar, const H: usize> ::constrata::Parameters for Sized<T, H> {
    type Scalar = T;
    const TENSORS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::TENSORS;
    const PARAMETERS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::PARAMETERS;
    const BUFFERS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::BUFFERS;
    #[inline]
    fn tensor(&self, mut index: usize) -> &[T] {
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.dense1,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.dense2,
            &mut index,
        ) {
            return found;
        }
        &[]
    }
    #[inline]
    fn tensor_mut(&mut self, mut index: usize) -> &mut [T] {
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.dense1,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.dense2,
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
impl<T: ::constrata::Scalar, const H: usize> ::constrata::Layer for Sized<T, H> {
    type Input = ::constrata::Vector<4>;
    type Output = ::constrata::Vector<3>;
    type Activation = <::constrata::layers::Dense<
        { H },
        3,
        ::constrata::activation::Softmax,
        T,
    > as ::constrata::Layer>::Activation;
    const NAME: ::constrata::Text = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::NAME;
    const MACS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::MACS;
    const SCRATCH: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::OUTPUTS
        - ::constrata::stack::output_bytes::<
            ::constrata::layers::Dense<{ H }, 3, ::constrata::activation::Softmax, T>,
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
        let mut dense1 = ::core::mem::MaybeUninit::uninit();
        let dense1 = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<
                4,
                { H },
                ::constrata::activation::LeakyRelu<1, 100>,
                T,
            >,
            { __B },
        >(&mut dense1);
        ::constrata::Layer::activate(&self.dense1, x, dense1);
        ::constrata::Layer::infer(&self.dense2, dense1, z);
    }
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const __FUSED: bool, const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let mut dense1 = ::core::mem::MaybeUninit::uninit();
        let dense1 = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<
                4,
                { H },
                ::constrata::activation::LeakyRelu<1, 100>,
                T,
            >,
            { __B },
        >(&mut dense1);
        ::constrata::Layer::activate_as::<__FUSED, { __B }>(&self.dense1, x, dense1);
        ::constrata::Layer::activate_as::<__FUSED, { __B }>(&self.dense2, dense1, z);
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
        let mut dense1 = ::core::mem::MaybeUninit::uninit();
        let dense1 = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<
                4,
                { H },
                ::constrata::activation::LeakyRelu<1, 100>,
                T,
            >,
            { __B },
        >(&mut dense1);
        ::constrata::Layer::inspect(&self.dense1, x, dense1, visit);
        ::constrata::Layer::inspect(&self.dense2, dense1, z, visit);
    }
    fn initialize(
        &mut self,
        with: ::core::option::Option<::constrata::Initialization>,
        rng: &mut impl ::constrata::rand_core::Rng,
    ) {
        ::constrata::Layer::initialize(
            &mut self.dense1,
            with.or(::constrata::stack::suits(&self.dense2)),
            rng,
        );
        ::constrata::Layer::initialize(&mut self.dense2, with, rng);
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
impl<T: ::constrata::Scalar, const H: usize> ::constrata::Train for Sized<T, H> {
    type Tape<const __B: usize> = (
        ::constrata::Pass<
            ::constrata::layers::Dense<
                4,
                { H },
                ::constrata::activation::LeakyRelu<1, 100>,
                T,
            >,
            { __B },
        >,
        <::constrata::layers::Dense<
            { H },
            3,
            ::constrata::activation::Softmax,
            T,
        > as ::constrata::Train>::Tape<{ __B }>,
    );
    const LEAST: usize = ::constrata::stack::largest(
        &[
            <::constrata::layers::Dense<
                4,
                { H },
                ::constrata::activation::LeakyRelu<1, 100>,
                T,
            > as ::constrata::Train>::LEAST,
            <::constrata::layers::Dense<
                { H },
                3,
                ::constrata::activation::Softmax,
                T,
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
        let (dense1, dense2) = tape;
        ::constrata::Pass::forward(dense1, &self.dense1, x);
        ::constrata::Train::forward(&self.dense2, &dense1.output, dense2, z);
    }
    #[inline]
    fn infer_on_tape<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        tape: &mut Self::Tape<{ __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let (dense1, dense2) = tape;
        ::constrata::Pass::activate(dense1, &self.dense1, x);
        ::constrata::Train::infer_on_tape(&self.dense2, &dense1.output, dense2, z);
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
        let (dense1, dense2) = tape;
        ::constrata::Train::backward(
            &self.dense2,
            &dense1.output,
            dense2,
            dz,
            ::core::option::Option::Some(&mut dense1.gradient),
            &mut gradient.dense2,
        );
        ::constrata::Pass::backward_through(
            dense1,
            &self.dense1,
            x,
            dx,
            &mut gradient.dense1,
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
        let (dense1, dense2) = tape;
        ::constrata::Train::backward_in_place(
            &mut self.dense2,
            &dense1.output,
            dense2,
            dz,
            ::core::option::Option::Some(&mut dense1.gradient),
            &mut room.dense2,
        );
        ::constrata::Pass::backward_through_in_place(
            dense1,
            &mut self.dense1,
            x,
            dx,
            &mut room.dense1,
        );
    }
    fn randomize<const __B: usize>(
        tape: &mut Self::Tape<{ __B }>,
        rng: &mut impl ::constrata::rand_core::Rng,
    ) {
        let (dense1, dense2) = tape;
        <::constrata::layers::Dense<
            4,
            { H },
            ::constrata::activation::LeakyRelu<1, 100>,
            T,
        > as ::constrata::Train>::randomize::<{ __B }>(&mut dense1.tape, rng);
        <::constrata::layers::Dense<
            { H },
            3,
            ::constrata::activation::Softmax,
            T,
        > as ::constrata::Train>::randomize::<{ __B }>(dense2, rng);
    }
    fn absorb<const __B: usize>(&mut self, tape: &Self::Tape<{ __B }>) {
        let (dense1, dense2) = tape;
        ::constrata::Train::absorb::<{ __B }>(&mut self.dense1, &dense1.tape);
        ::constrata::Train::absorb::<{ __B }>(&mut self.dense2, dense2);
    }
}
impl<T: ::constrata::Scalar, const H: usize> Sized<T, H> {
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
    /// Bytes of everything that training sample by sample needs, but for an optimizer's moments: the network, a
    /// gradient, a pass and a sample.
    pub const TRAINING_BYTES: usize = <Self as ::constrata::Train>::TRAINING_BYTES;
    /// The most stack that training sample by sample takes, on a 32-bit microcontroller.
    pub const TRAINING_STACK_BYTES: usize = <Self as ::constrata::Train>::TRAINING_STACK_BYTES;
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
