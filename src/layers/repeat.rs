use core::mem::{MaybeUninit, swap};

use rand_core::Rng;

use crate::activation::{Activation, Differentiable};
#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Folded, Form, Initialize, Node, Part, Predict};
use crate::shape::MatchesInput;
use crate::{Initialization, Layer, Learn, Module, Numbers, Pass, Row, Shape, Text, Train};

/// `N` copies of its layers one behind the other, each with parameters of its own: `Repeat<50>(Dense<64, Relu>)` in the DSL.
///
/// ```text
/// x_1 = f(layer_1(x))    x_2 = f(layer_2(x_1))    ..    z = layer_N(x_N-1)
/// dx_i-1 = layer_i'(f'(x_i) dx_i)
/// ```
///
/// The copies are an array and the computation a loop, so that a hundred of them take as long to compile as one, and as much
/// code. Input and output have the same shape. Each copy is drawn
/// as a network of its own would be.
///
/// In PyTorch it would be `nn.Sequential(*[.. for _ in range(N)])`, where each copy is a `Sequential` again if it is more than one module.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Deep: 4 => Dense<8> => Repeat<50>(Residual(Dense<8, Relu> => Dense<8>)) => Dense<2, Softmax> }
/// assert_eq!(Deep::PARAMETERS, (4 * 8 + 8) + 50 * 2 * (8 * 8 + 8) + (8 * 2 + 2));
/// let mut net = Deep::boxed(&mut rand::rng());
/// net.repeat2.layers[49].branch.rest.bias.fill(1.0); // of the last block
/// assert!(net.predict(&[1.0, 2.0, 3.0, 4.0])[0].is_finite());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize, Predict, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(serialize = "L: serde::Serialize", deserialize = "L: serde::Deserialize<'de>"))
)]
#[repr(C)]
pub struct Repeat<L: Module, const N: usize>
where
    L::Output: MatchesInput<L, L::Input>,
{
    /// The copies, from the first to the last.
    #[cfg_attr(feature = "serde", serde(with = "copies"))]
    pub layers: [L; N],
}

impl<L: Module, const N: usize> Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    const SOME: () = assert!(N > 0, "Repeat: there is no copy");

    /// Layer by layer: `step` of each but the last, `last` of that.
    #[inline(always)]
    fn walk<const B: usize>(
        &self,
        x: &Input<L, B>,
        z: &mut Output<L, B>,
        mut step: impl FnMut(&L, &Input<L, B>, &mut Output<L, B>, bool),
    ) {
        const { Self::SOME };
        let mut h = MaybeUninit::uninit();
        let h = L::Output::scratch(&mut h);
        // so that the last one writes `z`
        let (mut from, mut to) = if N.is_multiple_of(2) { (z, h) } else { (h, z) };
        for (index, layer) in self.layers.iter().enumerate() {
            step(layer, if index == 0 { x } else { L::Output::pass(from) }, to, index + 1 == N);
            swap(&mut from, &mut to);
        }
    }
}

impl<L: Module, const N: usize> Layer for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    type Scalar = L::Scalar;
    type Input = L::Input;
    type Output = L::Output;
    type Activation = L::Activation;

    #[inline]
    fn infer<const B: usize>(&self, x: &Input<L, B>, z: &mut Output<L, B>) {
        self.walk(x, z, |layer, x, z, last| if last { layer.infer(x, z) } else { layer.activate(x, z) });
    }
}

impl<L: Module, const N: usize> Describe for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    const NAME: Text = Text::new("Repeat<").number(N).text(">(").join(&L::CALLED).text(")");
    const FOLDED: Folded = Folded(Form::Block(
        const {
            &[
                Part::Text(&Text::new("Repeat<").number(N).text(">(")),
                Part::Layers(&L::FOLDED),
                Part::Word(")"),
            ]
        },
    ));
    const COST: Cost = L::COST.times(N).scratch(size_of::<Output<L, 1>>()).in_a_block();
    const INIT_HINT: Option<Initialization> = L::INIT_HINT;

    fn nodes(visit: &mut impl FnMut(Node)) {
        visit(Node::Block);
        for index in 0..N {
            visit(Node::Part { list: "", index: Some(index) });
            L::nodes(visit);
        }
        visit(Node::Close);
    }
}

impl<L: Module, const N: usize> Initialize for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.initialize_before(with, None, rng);
    }

    fn initialize_before(
        &mut self,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        for (index, layer) in self.layers.iter_mut().enumerate() {
            layer.initialize_before(with, if index + 1 < N { L::INIT_HINT } else { next }, rng);
        }
    }
}

impl<L: Module, const N: usize> Predict for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    #[inline]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &Input<L, B>, y: &mut Output<L, B>) {
        self.walk(x, y, |layer, x, y, _| layer.activate_as::<FUSED, B>(x, y));
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<L, B>,
        y: &mut Output<L, B>,
        visit: &mut impl FnMut(Row, &[L::Scalar]),
    ) {
        self.walk(x, y, |layer, x, y, _| layer.inspect(x, y, visit));
    }
}

#[cfg(feature = "std")]
impl<L: Module + ToC, const N: usize> ToC for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    fn c(c: &mut C) {
        (0..N).for_each(|_| L::c(c));
    }
}

impl<L: Learn, const N: usize> Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    /// Layer by layer, each in its pass: `step` computes what is before the activation; that of the last is copied to `z`.
    #[inline(always)]
    fn walk_tape<const B: usize>(
        &self,
        x: &Input<L, B>,
        tape: &mut [Pass<L, B>; N],
        z: &mut Output<L, B>,
        step: impl Fn(&L, &Input<L, B>, &mut Pass<L, B>),
    ) {
        let mut x = x;
        for (index, (layer, pass)) in self.layers.iter().zip(tape).enumerate() {
            step(layer, x, pass);
            if index + 1 < N {
                L::Activation::apply(L::Output::flat_mut(&mut pass.output), L::Output::ROW);
            } else {
                z.copy_from_slice(&pass.output);
            }
            x = L::Output::pass(&pass.output);
        }
    }

    /// The same from the last to the first: `step` is backward of the next one, with the derivative before the activation in
    /// its pass.
    #[inline(always)]
    fn walk_back<const B: usize>(
        x: &Input<L, B>,
        tape: &mut [Pass<L, B>; N],
        dz: &Output<L, B>,
        mut dx: Option<&mut Input<L, B>>,
        mut step: impl FnMut(&Input<L, B>, &mut Pass<L, B>, Option<&mut Input<L, B>>),
    ) where
        L::Activation: Differentiable,
    {
        let mut passes = tape.as_mut_slice();
        let mut last = true;
        while let Some((pass, before)) = passes.split_last_mut() {
            if last {
                pass.gradient.copy_from_slice(dz);
            } else {
                let (y, dy) = (L::Output::flat(&pass.output), L::Output::flat_mut(&mut pass.gradient));
                L::Activation::backward(y, dy, L::Output::ROW);
            }
            last = false;
            let (x, dx) = match before.last_mut() {
                Some(before) => {
                    (L::Output::pass(&before.output), Some(L::Output::pass_mut(&mut before.gradient)))
                }
                None => (x, dx.take()),
            };
            step(x, pass, dx);
            passes = before;
        }
    }
}

impl<L: Learn<Activation: Differentiable>, const N: usize> Train for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    type Tape<const B: usize> = [Pass<L, B>; N];

    #[inline]
    fn forward<const B: usize>(&self, x: &Input<L, B>, tape: &mut Self::Tape<B>, z: &mut Output<L, B>) {
        self.walk_tape(x, tape, z, |layer, x, pass| pass.logits(layer, x));
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<L, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<L, B>,
        dx: Option<&mut Input<L, B>>,
        gradient: &mut Self,
    ) {
        let mut layers = self.layers.iter().zip(&mut gradient.layers).rev();
        Self::walk_back(x, tape, dz, dx, |x, pass, dx| {
            if let Some((layer, gradient)) = layers.next() {
                layer.backward(x, &mut pass.tape, &pass.gradient, dx, gradient);
            }
        });
    }
}

impl<L: Learn<Activation: Differentiable>, const N: usize> Learn for Repeat<L, N>
where
    L::Output: MatchesInput<L, L::Input>,
{
    #[inline]
    fn infer_on_tape<const B: usize>(&self, x: &Input<L, B>, tape: &mut Self::Tape<B>, z: &mut Output<L, B>) {
        self.walk_tape(x, tape, z, |layer, x, pass| layer.infer_on_tape(x, &mut pass.tape, &mut pass.output));
    }

    #[inline]
    fn backward_in_place<const B: usize>(
        &mut self,
        x: &Input<L, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<L, B>,
        dx: Option<&mut Input<L, B>>,
        room: &mut Self,
    ) {
        let mut layers = self.layers.iter_mut().zip(&mut room.layers).rev();
        Self::walk_back(x, tape, dz, dx, |x, pass, dx| {
            if let Some((layer, room)) = layers.next() {
                layer.backward_in_place(x, &mut pass.tape, &pass.gradient, dx, room);
            }
        });
    }

    fn sample_noise<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng) {
        for pass in tape {
            L::sample_noise(&mut pass.tape, rng);
        }
    }

    fn update_buffers<const B: usize>(&mut self, tape: &Self::Tape<B>) {
        for (layer, pass) in self.layers.iter_mut().zip(tape) {
            layer.update_buffers(&pass.tape);
        }
    }
}

/// An array of any length, which serde knows up to 32 only.
#[cfg(feature = "serde")]
mod copies {
    use core::fmt;
    use core::marker::PhantomData;

    use bytemuck::Zeroable;
    use serde::de::{Error, SeqAccess, Visitor};
    use serde::ser::SerializeTuple;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<L: Serialize, S: Serializer, const N: usize>(
        layers: &[L; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let mut tuple = to.serialize_tuple(N)?;
        layers.iter().try_for_each(|layer| tuple.serialize_element(layer))?;
        tuple.end()
    }

    pub(super) fn deserialize<'de, L: Deserialize<'de> + Zeroable, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[L; N], D::Error> {
        struct Copies<L, const N: usize>(PhantomData<L>);
        impl<'de, L: Deserialize<'de> + Zeroable, const N: usize> Visitor<'de> for Copies<L, N> {
            type Value = [L; N];
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{N} layers")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut layers: A) -> Result<[L; N], A::Error> {
                let mut found: [L; N] = Zeroable::zeroed();
                for (index, layer) in found.iter_mut().enumerate() {
                    *layer = layers.next_element()?.ok_or_else(|| Error::invalid_length(index, &self))?;
                }
                Ok(found)
            }
        }
        from.deserialize_tuple(N, Copies(PhantomData))
    }
}
