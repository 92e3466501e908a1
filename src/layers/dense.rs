use core::marker::PhantomData;

use nalgebra::SMatrix;
use rand_core::Rng;

use crate::activation::{Activation, Differentiable, Identity};
#[cfg(feature = "std")]
use crate::c::{C, Names, ToC};
use crate::module::{Cost, Describe, Folded, Initialize, Predict, TensorSpec};
use crate::{Initialization, Layer, Learn, Module, Scalar, Text, Train, Vector, kernel};

/// A fully connected layer: `Dense<OUT, A>` in the DSL, `Dense<OUT, A, bias = false>` without the bias.
///
/// ```text
/// z = W x + b            dW += dz x^T    db += dz    dx = W^T dz
/// ```
///
/// `W` is `OUT x IN`, `b` has `OUT` numbers; both sum over the batch. Followed by the activation `A`.
///
/// ```
/// use constrata::{Network, layers::Dense, activation::Sigmoid};
/// use nalgebra::{matrix, vector};
/// let neuron = Dense::<2, 1, Sigmoid>::new(matrix![1.0, -1.0], vector![0.5]);
/// assert_eq!(neuron.predict(&[2.0, 2.5]), [0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Module)]
#[module(own(Describe, Initialize, Predict, Learn))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: Scalar + serde::Serialize",
        deserialize = "T: Scalar + serde::Deserialize<'de>"
    ))
)]
#[repr(C)]
// a vector of 64 bytes that crosses a line of the cache takes twice as long
#[cfg_attr(target_arch = "x86_64", repr(align(64)))]
pub struct Dense<const IN: usize, const OUT: usize, A = Identity, T = f32, const BIAS: usize = 1> {
    /// W: row `o`, column `i` is what input `i` counts for output `o`.
    #[weights]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub weights: SMatrix<T, OUT, IN>,
    /// b: one column, or none.
    #[bias]
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::parameters::allowing_nan::finite"))]
    pub bias: SMatrix<T, OUT, BIAS>,
    #[cfg_attr(feature = "serde", serde(skip))]
    activation: PhantomData<A>,
}

impl<const IN: usize, const OUT: usize, A, T, const BIAS: usize> Dense<IN, OUT, A, T, BIAS> {
    /// A layer with these weights and this bias.
    pub const fn new(weights: SMatrix<T, OUT, IN>, bias: SMatrix<T, OUT, BIAS>) -> Self {
        Dense { weights, bias, activation: PhantomData }
    }
}

impl<const IN: usize, const OUT: usize, A: Activation, T: Scalar, const BIAS: usize> Layer
    for Dense<IN, OUT, A, T, BIAS>
{
    type Scalar = T;
    type Input = Vector<IN>;
    type Output = Vector<OUT>;
    type Activation = A;

    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn infer<const B: usize>(&self, x: &[[T; IN]; B], z: &mut [[T; OUT]; B]) {
        kernel::affine(&self.weights, self.bias.data.0.first(), x, z);
    }
}

impl<const IN: usize, const OUT: usize, A: Activation, T: Scalar, const BIAS: usize> Describe
    for Dense<IN, OUT, A, T, BIAS>
{
    const NAME: Text = {
        let name = Text::new("Dense<").number(OUT).text(", ").join(&A::CALLED);
        if BIAS == 0 { name.text(", bias = false>") } else { name.text(">") }
    };
    const COST: Cost = Cost::macs(IN * OUT).stack(kernel::affine_locals(IN, OUT) * size_of::<T>());
    const FOLDED: Folded =
        Folded::affine::<Self>(const { &[Text::new("Dense<").number(OUT).text(", "), Text::new(">")] });
    const STATE_DICT: &'static [TensorSpec] =
        &[TensorSpec::matrix("weight", OUT, IN), TensorSpec::vector("bias", OUT)];
}

impl<const IN: usize, const OUT: usize, A: Activation, T: Scalar, const BIAS: usize> Initialize
    for Dense<IN, OUT, A, T, BIAS>
{
    fn initialize(&mut self, with: Option<Initialization>, rng: &mut impl Rng) {
        with.unwrap_or(A::INITIALIZATION).draw(self.weights.as_mut_slice(), IN, OUT, rng);
        self.bias.fill(T::ZERO);
    }
}

impl<const IN: usize, const OUT: usize, A: Activation, T: Scalar, const BIAS: usize> Predict
    for Dense<IN, OUT, A, T, BIAS>
{
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    #[cfg_attr(target_pointer_width = "32", inline)]
    fn activate_as<const FUSED: bool, const B: usize>(&self, x: &[[T; IN]; B], y: &mut [[T; OUT]; B]) {
        let bias = self.bias.data.0.first();
        if FUSED {
            kernel::fused_affine_activated::<A, T, IN, OUT, B>(&self.weights, bias, x, y);
        } else {
            kernel::affine_activated::<A, T, IN, OUT, B>(&self.weights, bias, x, y);
        }
    }
}

#[cfg(feature = "std")]
impl<const IN: usize, const OUT: usize, A: Activation, T: Scalar, const BIAS: usize> ToC
    for Dense<IN, OUT, A, T, BIAS>
{
    fn c(c: &mut C) {
        c.layer::<Self>(|_, Names { x, z, parameters: p }| {
            let start = if BIAS == 0 { "0".into() } else { std::format!("{}[o]", p[1]) };
            std::format!(
                "for (size_t o = 0; o < {OUT}; o++) {z}[o] = {start};\n\
                 for (size_t i = 0; i < {IN}; i++)\n    \
                 for (size_t o = 0; o < {OUT}; o++) {z}[o] += {}[i * {OUT} + o] * {x}[i];",
                p[0]
            )
        });
    }
}

impl<const IN: usize, const OUT: usize, A: Differentiable, T: Scalar, const BIAS: usize> Train
    for Dense<IN, OUT, A, T, BIAS>
{
    type Tape<const B: usize> = ();

    #[inline]
    fn backward<const B: usize>(
        &self,
        x: &[[T; IN]; B],
        _tape: &mut (),
        dz: &[[T; OUT]; B],
        dx: Option<&mut [[T; IN]; B]>,
        gradient: &mut Self,
    ) {
        kernel::affine_weights(dz, x, &mut gradient.weights);
        if let Some(bias) = gradient.bias.data.0.first_mut() {
            kernel::affine_bias(dz, bias);
        }
        if let Some(dx) = dx {
            kernel::affine_input(&self.weights, dz, dx);
        }
    }
}

impl<const IN: usize, const OUT: usize, A: Differentiable, T: Scalar, const BIAS: usize> Learn
    for Dense<IN, OUT, A, T, BIAS>
{
    #[inline]
    fn backward_in_place<const B: usize>(
        &mut self,
        x: &[[T; IN]; B],
        _tape: &mut (),
        dz: &[[T; OUT]; B],
        dx: Option<&mut [[T; IN]; B]>,
        _scratch_gradient: &mut Self,
    ) {
        if let Some(dx) = dx {
            kernel::affine_input(&self.weights, dz, dx);
        }
        kernel::affine_weights(dz, x, &mut self.weights);
        if let Some(bias) = self.bias.data.0.first_mut() {
            kernel::affine_bias(dz, bias);
        }
    }
}

crate::stream::steps_as_it_predicts!([const IN: usize, const OUT: usize, A: Activation, T: Scalar, const BIAS: usize] Dense<IN, OUT, A, T, BIAS>);
