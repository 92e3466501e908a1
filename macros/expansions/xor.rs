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
impl ::constrata::stack::Stacked for Xor {
    type Layers = (
        ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
        ::constrata::layers::Dense<8, 1, ::constrata::activation::Sigmoid, f32>,
    );
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
impl ::constrata::Parameters for Xor {
    type Scalar = f32;
    const TENSORS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::TENSORS;
    const PARAMETERS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::PARAMETERS;
    const BUFFERS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::BUFFERS;
    #[inline]
    fn tensor(&self, mut index: usize) -> &[f32] {
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.hidden,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find(
            &self.output,
            &mut index,
        ) {
            return found;
        }
        &[]
    }
    #[inline]
    fn tensor_mut(&mut self, mut index: usize) -> &mut [f32] {
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.hidden,
            &mut index,
        ) {
            return found;
        }
        if let ::core::option::Option::Some(found) = ::constrata::parameters::find_mut(
            &mut self.output,
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
impl ::constrata::Layer for Xor {
    type Input = ::constrata::Vector<2>;
    type Output = ::constrata::Vector<1>;
    type Activation = <::constrata::layers::Dense<
        8,
        1,
        ::constrata::activation::Sigmoid,
        f32,
    > as ::constrata::Layer>::Activation;
    const NAME: ::constrata::Text = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::NAME;
    const MACS: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::MACS;
    const SCRATCH: usize = <<Self as ::constrata::stack::Stacked>::Layers as ::constrata::stack::Stack>::OUTPUTS
        - ::constrata::stack::output_bytes::<
            ::constrata::layers::Dense<8, 1, ::constrata::activation::Sigmoid, f32>,
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
        let mut hidden = ::core::mem::MaybeUninit::uninit();
        let hidden = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
            { __B },
        >(&mut hidden);
        ::constrata::Layer::activate(&self.hidden, x, hidden);
        ::constrata::Layer::infer(&self.output, hidden, z);
    }
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const __FUSED: bool, const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let mut hidden = ::core::mem::MaybeUninit::uninit();
        let hidden = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
            { __B },
        >(&mut hidden);
        ::constrata::Layer::activate_as::<__FUSED, { __B }>(&self.hidden, x, hidden);
        ::constrata::Layer::activate_as::<__FUSED, { __B }>(&self.output, hidden, z);
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
        let mut hidden = ::core::mem::MaybeUninit::uninit();
        let hidden = ::constrata::stack::scratch::<
            ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
            { __B },
        >(&mut hidden);
        ::constrata::Layer::inspect(&self.hidden, x, hidden, visit);
        ::constrata::Layer::inspect(&self.output, hidden, z, visit);
    }
    fn initialize(
        &mut self,
        with: ::core::option::Option<::constrata::Initialization>,
        rng: &mut impl ::constrata::rand_core::Rng,
    ) {
        ::constrata::Layer::initialize(
            &mut self.hidden,
            with.or(::constrata::stack::suits(&self.output)),
            rng,
        );
        ::constrata::Layer::initialize(&mut self.output, with, rng);
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
impl ::constrata::Train for Xor {
    type Tape<const __B: usize> = (
        ::constrata::Pass<
            ::constrata::layers::Dense<2, 8, ::constrata::activation::Tanh, f32>,
            { __B },
        >,
        <::constrata::layers::Dense<
            8,
            1,
            ::constrata::activation::Sigmoid,
            f32,
        > as ::constrata::Train>::Tape<{ __B }>,
    );
    const LEAST: usize = ::constrata::stack::largest(
        &[
            <::constrata::layers::Dense<
                2,
                8,
                ::constrata::activation::Tanh,
                f32,
            > as ::constrata::Train>::LEAST,
            <::constrata::layers::Dense<
                8,
                1,
                ::constrata::activation::Sigmoid,
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
        let (hidden, output) = tape;
        ::constrata::Pass::forward(hidden, &self.hidden, x);
        ::constrata::Train::forward(&self.output, &hidden.output, output, z);
    }
    #[inline]
    fn infer_on_tape<const __B: usize>(
        &self,
        x: &::constrata::layer::Input<Self, { __B }>,
        tape: &mut Self::Tape<{ __B }>,
        z: &mut ::constrata::layer::Output<Self, { __B }>,
    ) {
        let (hidden, output) = tape;
        ::constrata::Pass::activate(hidden, &self.hidden, x);
        ::constrata::Train::infer_on_tape(&self.output, &hidden.output, output, z);
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
        let (hidden, output) = tape;
        ::constrata::Train::backward(
            &self.output,
            &hidden.output,
            output,
            dz,
            ::core::option::Option::Some(&mut hidden.gradient),
            &mut gradient.output,
        );
        ::constrata::Pass::backward_through(
            hidden,
            &self.hidden,
            x,
            dx,
            &mut gradient.hidden,
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
        let (hidden, output) = tape;
        ::constrata::Train::backward_in_place(
            &mut self.output,
            &hidden.output,
            output,
            dz,
            ::core::option::Option::Some(&mut hidden.gradient),
            &mut room.output,
        );
        ::constrata::Pass::backward_through_in_place(
            hidden,
            &mut self.hidden,
            x,
            dx,
            &mut room.hidden,
        );
    }
    fn randomize<const __B: usize>(
        tape: &mut Self::Tape<{ __B }>,
        rng: &mut impl ::constrata::rand_core::Rng,
    ) {
        let (hidden, output) = tape;
        <::constrata::layers::Dense<
            2,
            8,
            ::constrata::activation::Tanh,
            f32,
        > as ::constrata::Train>::randomize::<{ __B }>(&mut hidden.tape, rng);
        <::constrata::layers::Dense<
            8,
            1,
            ::constrata::activation::Sigmoid,
            f32,
        > as ::constrata::Train>::randomize::<{ __B }>(output, rng);
    }
    fn absorb<const __B: usize>(&mut self, tape: &Self::Tape<{ __B }>) {
        let (hidden, output) = tape;
        ::constrata::Train::absorb::<{ __B }>(&mut self.hidden, &hidden.tape);
        ::constrata::Train::absorb::<{ __B }>(&mut self.output, output);
    }
}
impl Xor {
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
