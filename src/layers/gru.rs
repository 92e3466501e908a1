use super::cell::{Cell, gate};
use super::recurrent::Recurrent;
use crate::Scalar;
use crate::activation::{Sigmoid, Tanh};
#[cfg(feature = "std")]
use crate::c::C;

/// The gated recurrent unit: `Gru<H>` in the DSL, after a sequence `[STEPS, N]`. It puts out h at every step, `[STEPS, H]`.
///
/// ```text
/// r, z = sigmoid(W x_t + b + U h + d)    n = tanh(W x_t + b + r (U h + d))        of each its own rows, in the order r z n
/// h = (1 - z) n + z h_before                                                      0 before the first step
///
/// dz = dh (h_before - n)    dn = dh (1 - z)    dr = da_n (U h + d)_n    du_n = da_n r
/// da = f'(a) of each times its own; du = da but for n        dh_before = dh z + U^T du    dx_t = W^T da
/// dW += da x_t^T    dU += du h_before^T    db += da    dd += du
/// ```
///
/// Of the two kinds there are it is that of PyTorch, cuDNN and Keras: r multiplies what the product made, d with it, and not what
/// goes into the product (in ONNX, `linear_before_reset = 1`). So b and d are two biases here.
///
/// | option | |
/// |---|---|
/// | `bias = false` | without b and d |
/// | `reverse = true` | from the last step to the first; what comes out stays at its step |
///
/// The weights are those of PyTorch's `nn.GRU`, by its names in its files: `weight_ih_l0` is W (`3H x N`), `weight_hh_l0` U
/// (`3H x H`), `bias_ih_l0` b and `bias_hh_l0` d. How they begin is said at [`Lstm`](super::Lstm). `G` is `3 H`, which the macro
/// writes.
///
/// Source: Cho et al. 2014.
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 1] => Gru<2> => LastStep => Dense<1> } // 3 steps of one number, and one number
/// let mut net = Net::random(&mut rand::rng());
/// assert_eq!(Net::PARAMETERS, (3 * 2) * (1 + 2 + 1 + 1) + (2 + 1));
/// assert!(net.predict(&[[0.1], [0.2], [0.3]])[0].is_finite());
///
/// let layer = &mut net.gru1;
/// layer.fill(0.0);
/// layer.bias[4] = 1.0; // n of the first unit: it goes half of the way to tanh(1) at each step
/// let (h, n) = (layer.predict(&[[0.0]; 3]), 1.0_f32.tanh());
/// assert!((h[0][0] - 0.5 * n).abs() < 1e-6 && (h[1][0] - 0.75 * n).abs() < 1e-6);
/// ```
pub type Gru<
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T = f32,
    const BIAS: usize = 1,
    const REVERSE: bool = false,
> = Recurrent<GruCell, STEPS, N, H, G, T, BIAS, REVERSE>;

/// One step of a [`Gru`].
///
/// ```
/// use constrata::layers::{Cell, GruCell};
/// assert_eq!(GruCell::GATES, 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GruCell;

impl Cell for GruCell {
    const NAME: &'static str = "Gru";
    const OURS: bool = true;
    const GATES: usize = 3;
    type Memory<T: Scalar, const H: usize> = ();
    /// n of U h + d; behind backward, of du.
    type Kept<T: Scalar, const H: usize> = [T; H];

    #[inline(always)]
    fn forward<const FUSED: bool, T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        u: &[[T; H]],
        kept: &mut [T; H],
        h: &mut [T; H],
        _memory: &mut (),
    ) {
        let ([r, z, n], [u_r, u_z, u_n]) = (gates, u) else { return };
        for j in 0..H {
            r[j] += u_r[j];
            z[j] += u_z[j];
        }
        gate::<Sigmoid, FUSED, T, H>(r);
        gate::<Sigmoid, FUSED, T, H>(z);
        for j in 0..H {
            n[j] += r[j] * u_n[j];
        }
        gate::<Tanh, FUSED, T, H>(n);
        for j in 0..H {
            h[j] = (T::ONE - z[j]) * n[j] + z[j] * h[j];
        }
        *kept = *u_n;
    }

    #[inline(always)]
    fn backward<T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        kept: &mut [T; H],
        h: &[T; H],
        _memory: &(),
        dh: &mut [T; H],
        _dmemory: &mut (),
    ) {
        let [r, z, n] = gates else { return };
        for j in 0..H {
            let (dz, dn) = (dh[j] * (h[j] - n[j]), dh[j] * (T::ONE - z[j]));
            dh[j] *= z[j];
            n[j] = dn * (T::ONE - n[j] * n[j]);
            let dr = n[j] * kept[j];
            kept[j] = n[j] * r[j];
            r[j] = dr * r[j] * (T::ONE - r[j]);
            z[j] = dz * z[j] * (T::ONE - z[j]);
        }
    }

    #[inline(always)]
    fn through_u<T: Scalar, const H: usize>(da: &mut [[T; H]], kept: &[T; H]) {
        if let [_, _, n] = da {
            *n = *kept;
        }
    }

    #[cfg(feature = "std")]
    fn c(c: &mut C, units: usize) -> std::string::String {
        let (real, sigmoid, tanh) = (c.real(), c.function("sigmoid"), c.function("tanh"));
        std::format!(
            "for (size_t j = 0; j < {units}; j++) {{\n    \
                 const {real} r = {sigmoid}(gates[j] + through[j]);\n    \
                 const {real} kept = {sigmoid}(gates[{units} + j] + through[{units} + j]);\n    \
                 h[j] = (1 - kept) * {tanh}(gates[2 * {units} + j] + r * through[2 * {units} + j]) + kept * h[j];\n\
             }}"
        )
    }
}
