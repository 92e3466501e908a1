use core::marker::PhantomData;
use core::mem::MaybeUninit;

use bytemuck::Zeroable;
use nalgebra::SMatrix;
use rand_core::Rng;

use super::cell::{Cell, State};
use crate::activation::Identity;
#[cfg(feature = "std")]
use crate::c::{C as Writer, Names, ToC};
use crate::kernel::{self, Fusing, fusing};
use crate::memory::scratch;
use crate::module::called::called;
use crate::module::initialization::uniform;
use crate::module::{Cost, Describe, Initialize, TensorSpec};
use crate::{Initialization, Layer, Module, Scalar, Sequence, Stream, Text};

/// A layer that goes through a sequence step by step and remembers: [`Lstm`](super::Lstm), [`Gru`](super::Gru), [`Rnn`](super::Rnn), by its
/// cell `C`.
///
/// ```text
/// a = W x_t + b    u = U h + d    h, memory = cell(a, u, h, memory)    z_t = h        t = 0 .. STEPS
/// dW += da x_t^T   dU += du h_before^T    db += da    dd += du    dx_t = W^T da    dh_before = cell' + U^T du
/// ```
///
/// Forward, all samples of a batch go side by side, step after step. Backward, only what goes through U does: each gradient is one
/// product over all steps of a sample, as a sample of a sequence is a batch of its steps.
///
/// ```
/// use constrata::{layers::{Recurrent, RnnCell}, activation::Relu, Network, Parameters};
/// // 3 steps of one number, one unit: h = relu(x + h), the sum so far
/// let mut sum = Recurrent::<RnnCell<Relu>, 3, 1, 1, 1>::zeros();
/// sum.weights[0] = 1.0;
/// sum.recurrent[0] = 1.0;
/// assert_eq!(sum.predict(&[[1.0], [2.0], [3.0]]), [[1.0], [3.0], [6.0]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: Scalar + serde::Serialize",
        deserialize = "T: Scalar + serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
pub struct Recurrent<
    C,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T = f32,
    const BIAS: usize = 1,
    const REVERSE: bool = false,
> {
    /// W: what the inputs count for the gates.
    #[weights]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub weights: SMatrix<T, G, N>,
    /// U: what the units of the step before count for the gates.
    #[weights]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub recurrent: SMatrix<T, G, H>,
    /// b: one column, or none.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub bias: SMatrix<T, G, BIAS>,
    /// d: one column, or none.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub recurrent_bias: SMatrix<T, G, BIAS>,
    #[cfg_attr(feature = "serde", serde(skip))]
    cell: PhantomData<C>,
}

impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    pub(super) const FITS: () = assert!(G == C::GATES * H, "Recurrent: G is the number of gates times H");

    /// One step: `y = h`, of the state behind it.
    ///
    /// ```
    /// use constrata::{bytemuck::Zeroable, layers::{Gru, GruCell, State}, prelude::*};
    /// let mut gru = Gru::<3, 1, 2, 6>::zeros(); // 3 steps of one number, 2 units
    /// gru.initialize(None, &mut rand::rng());
    /// let (x, mut state, mut y) = ([[0.1], [0.2], [0.3]], State::<GruCell, f32, 2>::zeroed(), [[0.0; 2]; 3]);
    /// (0..3).for_each(|t| gru.step(&mut state, &x[t], &mut y[t]));
    /// assert_eq!(y, gru.predict(&x));
    /// # use constrata::module::Initialize;
    /// ```
    #[inline]
    pub fn step(&self, state: &mut State<C, T, H>, x: &[T; N], y: &mut [T; H]) {
        use core::array::{from_mut, from_ref};
        let State { h, memory } = state;
        let (mut a, mut u) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let (a, u) = (scratch::<T, [[T; G]; 1]>(&mut a), scratch::<T, [[T; G]; 1]>(&mut u));
        self.steps(from_ref(x), [a, u], &mut [Zeroable::zeroed()], from_mut(h), from_mut(memory));
        *y = state.h;
    }

    /// One step of `B` samples side by side: of the two arrays, the first becomes what backward wants of the gates.
    #[inline(always)]
    pub(super) fn steps<const B: usize>(
        &self,
        x: &[[T; N]; B],
        [gates, u]: [&mut [[T; G]; B]; 2],
        kept: &mut [C::Kept<T, H>; B],
        h: &mut [[T; H]; B],
        memory: &mut [C::Memory<T, H>; B],
    ) {
        const { Self::FITS };
        kernel::affine(&self.weights, self.bias.data.0.first(), x, gates);
        kernel::affine(&self.recurrent, self.recurrent_bias.data.0.first(), h, u);
        fusing(G * B, Step::<C, T, H, G, B> { gates, u, kept, h, memory });
    }

    /// The place of the step that comes after `step` others.
    #[inline(always)]
    pub(super) const fn place(step: usize) -> usize {
        if REVERSE { STEPS - 1 - step } else { step }
    }
}

/// What a step does behind its products.
struct Step<'a, C: Cell, T: Scalar, const H: usize, const G: usize, const B: usize> {
    gates: &'a mut [[T; G]; B],
    u: &'a [[T; G]; B],
    kept: &'a mut [C::Kept<T, H>; B],
    h: &'a mut [[T; H]; B],
    memory: &'a mut [C::Memory<T, H>; B],
}

impl<C: Cell, T: Scalar, const H: usize, const G: usize, const B: usize> Fusing for Step<'_, C, T, H, G, B> {
    type Output = ();
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        let Step { gates, u, kept, h, memory } = self;
        for b in 0..B {
            let (gates, u) = (gates[b].as_chunks_mut().0, u[b].as_chunks().0);
            C::forward::<FUSED, T, H>(gates, u, &mut kept[b], &mut h[b], &mut memory[b]);
        }
    }
}

impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> Layer for Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    type Scalar = T;
    type Input = Sequence<STEPS, N>;
    type Output = Sequence<STEPS, H>;
    type Activation = Identity;

    #[inline]
    fn infer<const B: usize>(&self, x: &[[[T; N]; STEPS]; B], z: &mut [[[T; H]; STEPS]; B]) {
        let mut places = (MaybeUninit::uninit(), MaybeUninit::uninit(), MaybeUninit::uninit());
        let now: &mut [[T; N]; B] = scratch::<T, _>(&mut places.0);
        let (a, u) = (scratch::<T, [[T; G]; B]>(&mut places.1), scratch::<T, [[T; G]; B]>(&mut places.2));
        let (mut h, mut memory, mut kept) =
            ([[T::ZERO; H]; B], [Zeroable::zeroed(); B], [Zeroable::zeroed(); B]);
        for t in (0..STEPS).map(Self::place) {
            for b in 0..B {
                now[b] = x[b][t];
            }
            self.steps(now, [&mut *a, &mut *u], &mut kept, &mut h, &mut memory);
            for b in 0..B {
                z[b][t] = h[b];
            }
        }
    }
}

impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> Describe for Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    const NAME: Text = {
        let mut name = called("a cell", Text::new(C::NAME), C::OURS).text("<").number(H);
        if let Some(activation) = &C::ACTIVATION {
            name = name.text(", ").join(activation);
        }
        name = if BIAS == 0 { name.text(", bias = false") } else { name };
        name = if REVERSE { name.text(", reverse = true") } else { name };
        name.text(">")
    };
    const COST: Cost = {
        let locals = kernel::affine_locals(N, G) + kernel::affine_locals(H, G);
        Cost::macs(STEPS * G * (N + H)).stack((N + 2 * G + 3 * H + locals) * size_of::<T>())
    };
    const STATE_DICT: &'static [TensorSpec] = &[
        TensorSpec::matrix("weight_ih_l0", G, N),
        TensorSpec::matrix("weight_hh_l0", G, H),
        TensorSpec::vector("bias_ih_l0", G),
        TensorSpec::vector("bias_hh_l0", G),
    ];
}

impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> Initialize for Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        let Self { weights, recurrent, bias, recurrent_bias, .. } = self;
        if let Some(with) = with {
            with.draw(weights.as_mut_slice(), N, H, rng);
            with.draw(recurrent.as_mut_slice(), H, H, rng);
            return [bias, recurrent_bias].into_iter().for_each(|bias| bias.fill(T::ZERO));
        }
        let all = [
            weights.as_mut_slice(),
            recurrent.as_mut_slice(),
            bias.as_mut_slice(),
            recurrent_bias.as_mut_slice(),
        ];
        for numbers in all {
            uniform(numbers, T::ONE / T::from_usize(H), rng);
        }
    }
}

// from the last step to the first, a step would have to know all that come
impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
> Stream for Recurrent<C, STEPS, N, H, G, T, BIAS, false>
{
    type State = State<C, T, H>;

    #[inline]
    fn infer_step(&self, state: &mut Self::State, x: &[T; N], z: &mut [T; H]) {
        self.step(state, x, z);
    }
}

#[cfg(feature = "std")]
impl<
    C: Cell,
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T: Scalar,
    const BIAS: usize,
    const REVERSE: bool,
> ToC for Recurrent<C, STEPS, N, H, G, T, BIAS, REVERSE>
{
    fn c(c: &mut Writer) {
        c.layer::<Self>(|c, Names { x, z, parameters: p }| {
            let real = c.real();
            let start = |bias: &str| if BIAS == 0 { "0".into() } else { std::format!("{bias}[o]") };
            let place = if REVERSE { std::format!("{} - step", STEPS - 1) } else { "step".into() };
            let memory = if size_of::<C::Memory<T, H>>() > 0 {
                std::format!(", memory[{H}] = {{0}}")
            } else {
                "".into()
            };
            let cell = C::c(c, H).replace('\n', "\n        ");
            std::format!(
                "{{\n    \
                     {real} h[{H}] = {{0}}{memory};\n    \
                     for (size_t step = 0; step < {STEPS}; step++) {{\n        \
                         const {real} *now = {x} + ({place}) * {N};\n        \
                         {real} gates[{G}], through[{G}];\n        \
                         for (size_t o = 0; o < {G}; o++) gates[o] = {};\n        \
                         for (size_t i = 0; i < {N}; i++)\n            \
                             for (size_t o = 0; o < {G}; o++) gates[o] += {}[i * {G} + o] * now[i];\n        \
                         for (size_t o = 0; o < {G}; o++) through[o] = {};\n        \
                         for (size_t i = 0; i < {H}; i++)\n            \
                             for (size_t o = 0; o < {G}; o++) through[o] += {}[i * {G} + o] * h[i];\n        \
                         {cell}\n        \
                         for (size_t j = 0; j < {H}; j++) {z}[({place}) * {H} + j] = h[j];\n    \
                     }}\n\
                 }}",
                start(&p[2]),
                p[0],
                start(&p[3]),
                p[1]
            )
        });
    }
}
