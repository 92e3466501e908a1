use core::array::{from_mut, from_ref};
use core::ops::{Deref, DerefMut};

use rand_core::Rng;

#[cfg(feature = "std")]
use crate::c::{C, ToC};
use crate::layer::{Input, Output};
use crate::module::{Cost, Describe, Folded, Initialize, Node, Predict, TensorSpec};
use crate::{
    Initialization, Layer, Learn, Module, Numbers, Row, Sequence, Shape, Stream, Text, Train, Vector,
};

/// A layer of vectors at every step of a sequence, with the same parameters: what `Dense<8, Relu>` is after `[50, 3] =>` in the DSL.
///
/// ```text
/// z_t = layer(x_t)            dx_t = layer'(dz_t)    dW += sum over the steps        of each step t
/// ```
///
/// `Dense`, `LayerNorm`, `RmsNorm`, `PRelu`, `Swish` and `Maxout` act on each step, as `nn.Linear`, `nn.LayerNorm(N)` and `nn.RMSNorm(N)` act
/// on the last axis of PyTorch's `[B, T, N]`, and as Keras' layers do. The slopes of `PRelu` belong to the features and are those
/// of all steps (Keras: `PReLU(shared_axes=[1])`). A sample of a sequence is a batch of its steps, so the layer is called with as many
/// samples, and nothing is copied.
///
/// `Dropout`, and activations that stand alone, act on each number, and `Softmax` on each step, without this type.
///
/// The parameters are those of the layer, by its names: `net.dense1.weights`. Files, architecture text, C and PyTorch's names are
/// the same as without steps; the table of layers says `per step`. It has a row for what is inside, be it a network.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 2] => Dense<1> }
/// let mut net = Net::zeros();
/// net.dense1.weights.fill(1.0);
/// assert_eq!(net.predict(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), [[3.0], [7.0], [11.0]]);
/// assert_eq!((Net::PARAMETERS, Net::MACS), (2 + 1, 3 * 2));
/// assert!(Net::summary().to_string().contains("Dense<1, Identity> per step | [3, 1]"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Module)]
#[module(own(Describe, Initialize, Predict, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(transparent, bound(serialize = "L: serde::Serialize", deserialize = "L: serde::Deserialize<'de>"))
)]
#[repr(transparent)]
pub struct PerStep<L: Module, const STEPS: usize> {
    /// The layer at every step.
    pub layer: L,
}

impl<L: Module, const STEPS: usize> PerStep<L, STEPS> {
    /// This layer at every step.
    ///
    /// ```
    /// use constrata::{Network, layers::{Dense, PerStep}};
    /// let double = PerStep::<_, 3>::new(<Dense<1, 1>>::new([2.0].into(), [0.0].into()));
    /// assert_eq!(double.predict(&[[1.0], [2.0], [3.0]]), [[2.0], [4.0], [6.0]]);
    /// ```
    pub const fn new(layer: L) -> Self {
        PerStep { layer }
    }
}

/// The parameters are the layer's.
impl<L: Module, const STEPS: usize> Deref for PerStep<L, STEPS> {
    type Target = L;
    fn deref(&self) -> &L {
        &self.layer
    }
}

impl<L: Module, const STEPS: usize> DerefMut for PerStep<L, STEPS> {
    fn deref_mut(&mut self) -> &mut L {
        &mut self.layer
    }
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>>,
{
    /// One for all that is inside.
    const ROW: Row = Row {
        layer: const { &L::NAME.text(" per step") }.as_str(),
        output: const { &<Sequence<STEPS, OUT> as Shape>::NAME }.as_str(),
        parameters: L::PARAMETERS,
        macs: STEPS * L::COST.macs,
    };
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Layer for PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>>,
{
    type Scalar = L::Scalar;
    type Input = Sequence<STEPS, IN>;
    type Output = Sequence<STEPS, OUT>;
    type Activation = L::Activation;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &Input<Self, B>, z: &mut Output<Self, B>) {
        for (x, z) in x.iter().zip(z) {
            self.layer.infer::<STEPS>(x, z);
        }
    }
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Describe for PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>>,
{
    const NAME: Text = L::CALLED;
    // the steps are the samples of one call
    const COST: Cost = {
        let cost = L::COST;
        assert!(
            STEPS >= cost.min_batch,
            "PerStep: too few steps for the statistics that the layer takes of them"
        );
        let (scratch_bytes, stack_bytes) = (STEPS * cost.scratch_bytes, STEPS * cost.stack_bytes);
        Cost { scratch_bytes, stack_bytes, min_batch: 1, ..cost.times(STEPS) }
    };
    const INIT_HINT: Option<Initialization> = L::INIT_HINT;
    const FOLDED: Folded = L::FOLDED;
    const STATE_DICT: &'static [TensorSpec] = L::STATE_DICT;

    fn nodes(visit: &mut impl FnMut(Node)) {
        let mut row = Some(Self::ROW);
        L::nodes(&mut |node| visit(node.under(&mut row)));
    }
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Initialize for PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>>,
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        self.layer.initialize(with, rng);
    }

    fn initialize_before(
        &mut self,
        with: Option<Initialization>,
        next: Option<Initialization>,
        rng: &mut impl Rng,
    ) {
        self.layer.initialize_before(with, next, rng);
    }
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Predict for PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>>,
{
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &Input<Self, B>, y: &mut Output<Self, B>) {
        for (x, y) in x.iter().zip(y) {
            self.layer.activate_as::<FUSED, STEPS>(x, y);
        }
    }

    fn inspect<const B: usize>(
        &self,
        x: &Input<Self, B>,
        y: &mut Output<Self, B>,
        visit: &mut impl FnMut(Row, &[L::Scalar]),
    ) {
        self.activate(x, y);
        visit(Self::ROW, Self::Output::flat(y));
    }
}

#[cfg(feature = "std")]
impl<L, const STEPS: usize, const IN: usize, const OUT: usize> ToC for PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>> + ToC,
{
    fn c(c: &mut C) {
        c.per_step([STEPS, IN, OUT], L::c);
    }
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Train for PerStep<L, STEPS>
where
    L: Learn<Input = Vector<IN>, Output = Vector<OUT>>,
{
    type Tape<const B: usize> = [L::Tape<STEPS>; B];

    #[inline]
    fn forward<const B: usize>(&self, x: &Input<Self, B>, tape: &mut Self::Tape<B>, z: &mut Output<Self, B>) {
        for ((x, tape), z) in x.iter().zip(tape).zip(z) {
            self.layer.forward::<STEPS>(x, tape, z);
        }
    }

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        dz: &Output<Self, B>,
        mut dx: Option<&mut Input<Self, B>>,
        gradient: &mut Self,
    ) {
        for (sample, ((x, tape), dz)) in x.iter().zip(tape).zip(dz).enumerate() {
            let dx = dx.as_mut().and_then(|dx| dx.get_mut(sample));
            self.layer.backward::<STEPS>(x, tape, dz, dx, &mut gradient.layer);
        }
    }
}

impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Learn for PerStep<L, STEPS>
where
    L: Learn<Input = Vector<IN>, Output = Vector<OUT>>,
{
    #[inline]
    fn infer_on_tape<const B: usize>(
        &self,
        x: &Input<Self, B>,
        tape: &mut Self::Tape<B>,
        z: &mut Output<Self, B>,
    ) {
        for ((x, tape), z) in x.iter().zip(tape).zip(z) {
            self.layer.infer_on_tape::<STEPS>(x, tape, z);
        }
    }

    fn sample_noise<const B: usize>(tape: &mut Self::Tape<B>, rng: &mut impl Rng) {
        for tape in tape {
            L::sample_noise::<STEPS>(tape, rng);
        }
    }

    fn update_buffers<const B: usize>(&mut self, tape: &Self::Tape<B>) {
        for tape in tape {
            self.layer.update_buffers::<STEPS>(tape);
        }
    }
}

/// Fails where a layer that would act on each step is given a sequence whose shape only the compiler knows.
#[doc(hidden)]
pub const fn is_one_row<S: Shape>() {
    assert!(
        S::ROW == S::LEN,
        "this layer acts on each step of a sequence, and the macro does not see how many there are: write `Reshape<[STEPS, N]>` before it"
    );
}

/// A step is a sample of the layer.
#[diagnostic::do_not_recommend]
impl<L, const STEPS: usize, const IN: usize, const OUT: usize> Stream for PerStep<L, STEPS>
where
    L: Module<Input = Vector<IN>, Output = Vector<OUT>>,
{
    type State = ();

    #[inline(always)]
    fn infer_step(&self, _: &mut (), x: &[L::Scalar; IN], z: &mut [L::Scalar; OUT]) {
        self.layer.infer(from_ref(x), from_mut(z));
    }

    #[inline(always)]
    fn activate_step<const FUSED: bool>(&self, _: &mut (), x: &[L::Scalar; IN], y: &mut [L::Scalar; OUT]) {
        self.layer.activate_as::<FUSED, 1>(from_ref(x), from_mut(y));
    }
}
