//! One training pass through a layer: the tape, the output, and the gradient on its way back.

use crate::activation::{Activation, Differentiable};
use crate::layer::Input;
use crate::loss::{self, Loss};
use crate::network::targets::Targets;
use crate::shape::rows_of;
use crate::stack::TrainStack;
use crate::{Batch, Learn, Numbers, Scalar, Shape};

/// All that one training pass of `B` samples through `L` writes; a network's tape holds one for each layer
/// but the last.
///
/// Its size is known ([`size_of`]), it starts as zeros ([`bytemuck::Zeroable`]), and so it can be a `static` on a
/// microcontroller or a [`boxed`](crate::boxed) value on a laptop.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct And: 2 => Dense<1, Sigmoid> }
/// let (mut net, mut gradient, mut pass) = (And::zeros(), And::zeros(), And::pass());
/// let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// let target = [[0.0], [0.0], [0.0], [1.0]];
/// for _ in 0..2000 {
///     gradient.fill(0.0);
///     pass.logits(&net, &x);
///     pass.loss(&BinaryCrossEntropy, &target);
///     pass.backward(&net, &x, &mut gradient);
///     Sgd.step(&mut net, &gradient, &mut (), 1.0);
/// }
/// assert!(net.predict(&[1.0, 1.0])[0] > 0.9 && net.predict(&[1.0, 0.0])[0] < 0.1);
/// ```
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Pass<L: TrainStack, const B: usize> {
    /// What the layer remembers.
    pub tape: L::Tape<B>,
    /// `z` after [`logits`](Self::logits), `y` once activated.
    pub output: Batch<L::Output, L::Scalar, B>,
    /// The derivative of the loss: by `y` on arrival, by `z` once through the activation.
    pub gradient: Batch<L::Output, L::Scalar, B>,
}

crate::__zeroable!([L: TrainStack, const B: usize] Pass<L, B>, [] { tape, output, gradient });

impl<L: Learn, const B: usize> Pass<L, B> {
    /// `z = layer(x)`, and no activation yet: what a loss begins with.
    #[inline]
    pub fn logits(&mut self, layer: &L, x: &Input<L, B>) {
        layer.forward(x, &mut self.tape, &mut self.output);
    }

    /// `y = f(layer(x))`: what the next layer begins with.
    ///
    /// ```
    /// use constrata::{layers::Dense, activation::Relu, prelude::*};
    /// let layer = Dense::<1, 2, Relu>::new([1.0, -1.0].into(), [0.0, 0.0].into());
    /// let mut pass = Dense::pass();
    /// pass.forward(&layer, &[[3.0], [-3.0]]);
    /// assert_eq!(pass.output, [[3.0, 0.0], [0.0, 3.0]]);
    /// ```
    #[inline]
    pub fn forward(&mut self, layer: &L, x: &Input<L, B>) {
        self.logits(layer, x);
        L::Activation::apply(L::Output::flat_mut(&mut self.output), L::Output::ROW);
    }

    /// `y = f(layer(x))` as the network predicts it, with nothing large on the stack.
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Wide: 2 => Dense<1000, Tanh> => Dense<2, Softmax> }
    /// let (net, mut pass) = (Wide::zeros(), constrata::boxed::<Pass<Wide, 16>>());
    /// pass.activate(&net, &[[1.0, 2.0]; 16]);
    /// assert_eq!(pass.output, [[0.5, 0.5]; 16]);
    /// ```
    #[inline]
    pub fn activate(&mut self, layer: &L, x: &Input<L, B>) {
        layer.infer_on_tape(x, &mut self.tape, &mut self.output);
        L::Activation::apply(L::Output::flat_mut(&mut self.output), L::Output::ROW);
    }

    /// The loss of `z` against the target, averaged over the `B` samples, and of sequences over all steps that have a target; turns
    /// `z` into `y` and leaves the derivative by `z` in `gradient`. Where no step has one, both are 0 (in PyTorch NaN).
    #[inline]
    pub fn loss<Y: Targets<L::Output, L::Scalar, B>>(
        &mut self,
        loss: &impl Loss<L::Activation>,
        target: &Y,
    ) -> L::Scalar {
        target.write(&mut self.gradient);
        let rows = L::Scalar::from_usize(target.count());
        let mean = self.loss_of_rows(loss, rows, Y::OPTIONAL.then_some(|row| target.has(row)));
        let (value, slope) = loss.outer(mean);
        if slope != L::Scalar::ONE {
            L::Output::flat_mut(&mut self.gradient).iter_mut().for_each(|dz| *dz *= slope);
        }
        value
    }

    /// As [`loss`](Self::loss), with the target already lying in `gradient`, and these `B` samples being a part of a batch
    /// of `samples`: their share of the mean, before [`Loss::outer`]. Of sequences, a mean over the steps of all of these.
    ///
    /// ```
    /// use constrata::{Targets, prelude::*};
    /// let mut pass = <network!(1 => Dense<1>)>::pass::<2>(); // y = 0, 0
    /// [[1.0], [3.0]].write(&mut pass.gradient);
    /// assert_eq!(pass.loss_share(&MeanSquaredError, 8.0), (1.0 + 9.0) / 8.0); // two of eight samples
    /// assert_eq!(pass.gradient, [[-2.0 / 8.0], [-6.0 / 8.0]]);
    /// ```
    #[inline]
    pub fn loss_share(&mut self, loss: &impl Loss<L::Activation>, samples: L::Scalar) -> L::Scalar {
        let rows = samples * L::Scalar::from_usize(const { rows_of::<L::Output>() });
        self.loss_of_rows(loss, rows, None::<fn(usize) -> bool>)
    }

    /// The same as a part of `total` rows ([`Shape::ROW`]), of those that `has` says have a target; the derivative by the others is 0.
    #[inline]
    pub(crate) fn loss_of_rows(
        &mut self,
        loss: &impl Loss<L::Activation>,
        total: L::Scalar,
        has: Option<impl Fn(usize) -> bool>,
    ) -> L::Scalar {
        let (z, t) = (L::Output::flat_mut(&mut self.output), L::Output::flat_mut(&mut self.gradient));
        loss::of_rows(loss, [z, t], L::Output::ROW, total, has)
    }

    /// The way back, from the derivative by `z`: adds to the gradient of the parameters.
    #[inline]
    pub fn backward(&mut self, layer: &L, x: &Input<L, B>, gradient: &mut L) {
        layer.backward(x, &mut self.tape, &self.gradient, None, gradient);
    }

    /// As [`backward`](Self::backward), with the layer as its own gradient: see [`Learn::backward_in_place`].
    ///
    /// ```
    /// use constrata::prelude::*;
    /// network! { struct Line: 1 => Dense<1> }
    /// let (mut net, mut scratch_gradient, mut pass) = (Line::zeros(), Line::zeros(), Line::pass());
    /// pass.logits(&net, &[[3.0]]);
    /// pass.gradient = [[-0.5]]; // -r dL/dz
    /// pass.backward_in_place(&mut net, &[[3.0]], &mut scratch_gradient);
    /// assert_eq!((net.dense1.weights[0], net.dense1.bias[0]), (-1.5, -0.5));
    /// ```
    #[inline]
    pub fn backward_in_place(&mut self, layer: &mut L, x: &Input<L, B>, scratch_gradient: &mut L) {
        layer.backward_in_place(x, &mut self.tape, &self.gradient, None, scratch_gradient);
    }

    /// The way back of a layer inside a network: first through the activation, `dz = f'(y) dy`, then through
    /// the layer, to `dx` where it is asked for.
    ///
    /// ```
    /// use constrata::{layers::Dense, activation::Sigmoid, prelude::*};
    /// let layer = Dense::<1, 1, Sigmoid>::new([4.0].into(), [0.0].into());
    /// let (x, mut dx) = ([[0.0]], [[0.0]]);
    /// let (mut gradient, mut pass) = (Dense::zeros(), Dense::pass());
    /// pass.forward(&layer, &x);
    /// pass.gradient = [[1.0]]; // dL/dy, from the layer behind
    /// pass.backward_through(&layer, &x, Some(&mut dx), &mut gradient);
    /// assert_eq!((dx, gradient.bias[0]), ([[1.0]], 0.25)); // y (1 - y) = 1/4, times w
    /// ```
    #[inline]
    pub fn backward_through(
        &mut self,
        layer: &L,
        x: &Input<L, B>,
        dx: Option<&mut Input<L, B>>,
        gradient: &mut L,
    ) where
        L::Activation: Differentiable,
    {
        let (y, dy) = (L::Output::flat(&self.output), L::Output::flat_mut(&mut self.gradient));
        L::Activation::backward(y, dy, L::Output::ROW);
        layer.backward(x, &mut self.tape, &self.gradient, dx, gradient);
    }

    /// As [`backward_through`](Self::backward_through), with the layer as its own gradient.
    ///
    /// ```
    /// use constrata::{layers::Dense, activation::Sigmoid, prelude::*};
    /// let mut layer = Dense::<1, 1, Sigmoid>::new([4.0].into(), [0.0].into());
    /// let (x, mut dx) = ([[0.0]], [[0.0]]);
    /// let (mut scratch_gradient, mut pass) = (Dense::zeros(), Dense::pass());
    /// pass.forward(&layer, &x);
    /// pass.gradient = [[-0.5]]; // -r dL/dy
    /// pass.backward_through_in_place(&mut layer, &x, Some(&mut dx), &mut scratch_gradient);
    /// assert_eq!((dx, layer.bias[0]), ([[-0.5]], -0.125)); // times y (1 - y) = 1/4, times w
    /// ```
    #[inline]
    pub fn backward_through_in_place(
        &mut self,
        layer: &mut L,
        x: &Input<L, B>,
        dx: Option<&mut Input<L, B>>,
        scratch_gradient: &mut L,
    ) where
        L::Activation: Differentiable,
    {
        let (y, dy) = (L::Output::flat(&self.output), L::Output::flat_mut(&mut self.gradient));
        L::Activation::backward(y, dy, L::Output::ROW);
        layer.backward_in_place(x, &mut self.tape, &self.gradient, dx, scratch_gradient);
    }
}
