use core::marker::PhantomData;

use super::cell::{Cell, add, gate};
use super::recurrent::Recurrent;
use crate::activation::{Activation, Differentiable, Tanh};
#[cfg(feature = "std")]
use crate::c::C;
use crate::{Scalar, Text};

/// The plain recurrent layer (Elman's): `Rnn<H>` or `Rnn<H, Relu>` in the DSL, after a sequence `[STEPS, N]`. It puts out h at every
/// step, `[STEPS, H]`.
///
/// ```text
/// h = f(W x_t + b + U h_before + d)        0 before the first step
///
/// da = f'(a) dh        dh_before = U^T da    dx_t = W^T da
/// dW += da x_t^T       dU += da h_before^T   db += da    dd += da
/// ```
///
/// f is `Tanh` where none is written. It stands inside the recurrence, and what comes out is h: behind the layer there is no
/// activation.
///
/// | option | |
/// |---|---|
/// | `bias = false` | without b and d |
/// | `reverse = true` | from the last step to the first; what comes out stays at its step |
///
/// The weights are those of PyTorch's `nn.RNN`, by its names in its files: `weight_ih_l0` is W (`H x N`), `weight_hh_l0` U (`H x H`),
/// `bias_ih_l0` b and `bias_hh_l0` d. How they begin is said at [`Lstm`](super::Lstm). It forgets within some ten steps: beyond,
/// take [`Gru`](super::Gru) or `Lstm`. `G` is `H`.
///
/// Source: Elman 1990.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 1] => Rnn<1, Relu> => LastStep } // 3 steps of one number, and one number
/// let mut net = Net::zeros();
/// net.rnn1.weights[0] = 1.0;
/// net.rnn1.recurrent[0] = 2.0;
/// assert_eq!(net.predict(&[[1.0], [1.0], [1.0]]), [1.0 + 2.0 * (1.0 + 2.0 * 1.0)]);
/// ```
pub type Rnn<
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    A = Tanh,
    T = f32,
    const BIAS: usize = 1,
    const REVERSE: bool = false,
> = Recurrent<RnnCell<A>, STEPS, N, H, G, T, BIAS, REVERSE>;

/// One step of an [`Rnn`], with the activation `A`.
///
/// ```
/// use constrata::layers::{Cell, RnnCell};
/// assert_eq!(<RnnCell as Cell>::GATES, 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RnnCell<A = Tanh>(PhantomData<A>);

impl<A: Differentiable> Cell for RnnCell<A> {
    const NAME: &'static str = "Rnn";
    const OURS: bool = true;
    const ACTIVATION: Option<Text> = Some(<A as Activation>::CALLED);
    const GATES: usize = 1;
    type Memory<T: Scalar, const H: usize> = ();
    type Kept<T: Scalar, const H: usize> = ();

    #[inline(always)]
    fn forward<const FUSED: bool, T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        u: &[[T; H]],
        _kept: &mut (),
        h: &mut [T; H],
        _memory: &mut (),
    ) {
        add(gates, u);
        let [y] = gates else { return };
        gate::<A, FUSED, T, H>(y);
        *h = *y;
    }

    #[inline(always)]
    fn backward<T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        _kept: &mut (),
        _h: &[T; H],
        _memory: &(),
        dh: &mut [T; H],
        _dmemory: &mut (),
    ) {
        let [y] = gates else { return };
        A::backward(y, dh, H);
        (*y, *dh) = (*dh, [T::ZERO; H]);
    }

    #[cfg(feature = "std")]
    fn c(c: &mut C, units: usize) -> std::string::String {
        let activation = c.apart(|c| A::c(c, "h", units));
        std::format!("for (size_t j = 0; j < {units}; j++) h[j] = gates[j] + through[j];\n{activation}")
    }
}
