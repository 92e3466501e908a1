use super::cell::{Cell, add, gate};
use super::recurrent::Recurrent;
use crate::Scalar;
use crate::activation::{Sigmoid, Tanh};
#[cfg(feature = "std")]
use crate::c::C;

/// Long short-term memory: `Lstm<H>` in the DSL, after a sequence `[STEPS, N]`. It puts out h at every step, `[STEPS, H]`.
///
/// ```text
/// i, f, o = sigmoid(W x_t + b + U h + d)    g = tanh(W x_t + b + U h + d)        of each its own rows, in the order i f g o
/// c = f c + i g                             h = o tanh(c)                        both 0 before the first step
///
/// do = dh tanh(c)    dc += dh o (1 - tanh^2 c)    di = dc g    df = dc c_before    dg = dc i    dc_before = dc f
/// da = f'(a) of each times its own                dh_before = U^T da    dx_t = W^T da
/// dW += da x_t^T     dU += da h_before^T          db += da    dd += da
/// ```
///
/// | option | |
/// |---|---|
/// | `bias = false` | without b and d |
/// | `reverse = true` | from the last step to the first; what comes out stays at its step |
///
/// The weights are those of PyTorch's `nn.LSTM`, by its names in its files: `weight_ih_l0` is W (`4H x N`), `weight_hh_l0` U
/// (`4H x H`), `bias_ih_l0` b and `bias_hh_l0` d. That there are two biases, whose sum alone counts, is for PyTorch's sake: its files
/// come in and go out as they are, and an optimizer takes the same steps. All are drawn as there, uniform on ±1 / sqrt(H); with an
/// [`Initialization`](crate::Initialization), W and U by it, and the biases 0.
///
/// Backward goes through all steps of a sample. Gradients that run through many of them may explode: clip them by their norm. `G`
/// is `4 H`, which the macro writes.
///
/// Sources: Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000 (the gate f).
///
/// ```
/// use constrata::prelude::*;
/// network! { struct Net: [3, 1] => Lstm<2> => LastStep => Dense<1> } // 3 steps of one number, and one number
/// let mut net = Net::random(&mut rand::rng());
/// assert_eq!(Net::PARAMETERS, (4 * 2) * (1 + 2 + 1 + 1) + (2 + 1));
/// assert!(net.predict(&[[0.1], [0.2], [0.3]])[0].is_finite());
///
/// let layer = &mut net.lstm1;
/// layer.fill(0.0);
/// layer.bias[4] = 1.0; // g of the first unit: it takes in half of tanh(1) at each step, and keeps half
/// let h = layer.predict(&[[0.0]; 3]);
/// let c: f32 = 0.5 * 1.0_f32.tanh();
/// assert!((h[0][0] - 0.5 * c.tanh()).abs() < 1e-6 && (h[1][0] - 0.5 * (1.5 * c).tanh()).abs() < 1e-6);
/// ```
pub type Lstm<
    const STEPS: usize,
    const N: usize,
    const H: usize,
    const G: usize,
    T = f32,
    const BIAS: usize = 1,
    const REVERSE: bool = false,
> = Recurrent<LstmCell, STEPS, N, H, G, T, BIAS, REVERSE>;

/// One step of an [`Lstm`].
///
/// ```
/// use constrata::layers::{Cell, LstmCell};
/// assert_eq!(LstmCell::GATES, 4);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LstmCell;

impl Cell for LstmCell {
    const NAME: &'static str = "Lstm";
    const OURS: bool = true;
    const GATES: usize = 4;
    type Memory<T: Scalar, const H: usize> = [T; H];
    type Kept<T: Scalar, const H: usize> = ();

    #[inline(always)]
    fn forward<const FUSED: bool, T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        u: &[[T; H]],
        _kept: &mut (),
        h: &mut [T; H],
        c: &mut [T; H],
    ) {
        add(gates, u);
        let [i, f, g, o] = gates else { return };
        gate::<Sigmoid, FUSED, T, H>(i);
        gate::<Sigmoid, FUSED, T, H>(f);
        gate::<Tanh, FUSED, T, H>(g);
        gate::<Sigmoid, FUSED, T, H>(o);
        for j in 0..H {
            c[j] = f[j] * c[j] + i[j] * g[j];
        }
        *h = *c;
        gate::<Tanh, FUSED, T, H>(h);
        for j in 0..H {
            h[j] *= o[j];
        }
    }

    #[inline(always)]
    fn backward<T: Scalar, const H: usize>(
        gates: &mut [[T; H]],
        _kept: &mut (),
        _h: &[T; H],
        c: &[T; H],
        dh: &mut [T; H],
        dc: &mut [T; H],
    ) {
        let [i, f, g, o] = gates else { return };
        for j in 0..H {
            let tanh = (f[j] * c[j] + i[j] * g[j]).tanh();
            let d_o = dh[j] * tanh;
            dc[j] += dh[j] * o[j] * (T::ONE - tanh * tanh);
            let (di, df, dg) = (dc[j] * g[j], dc[j] * c[j], dc[j] * i[j]);
            (dh[j], dc[j]) = (T::ZERO, dc[j] * f[j]);
            i[j] = di * i[j] * (T::ONE - i[j]);
            f[j] = df * f[j] * (T::ONE - f[j]);
            g[j] = dg * (T::ONE - g[j] * g[j]);
            o[j] = d_o * o[j] * (T::ONE - o[j]);
        }
    }

    #[cfg(feature = "std")]
    fn c(c: &mut C, units: usize) -> std::string::String {
        let (sigmoid, tanh) = (c.function("sigmoid"), c.function("tanh"));
        std::format!(
            "for (size_t o = 0; o < 4 * {units}; o++) gates[o] += through[o];\n\
             for (size_t j = 0; j < {units}; j++) {{\n    \
                 memory[j] = {sigmoid}(gates[{units} + j]) * memory[j] + {sigmoid}(gates[j]) * {tanh}(gates[2 * {units} + j]);\n    \
                 h[j] = {tanh}(memory[j]) * {sigmoid}(gates[3 * {units} + j]);\n\
             }}"
        )
    }
}
