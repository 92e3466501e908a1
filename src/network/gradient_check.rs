//! The test that every layer and loss must pass: backward against finite differences.

use bytemuck::Zeroable;

use crate::layer::Input;
use crate::loss::Loss;
use crate::{Learn, Network, Shape, Targets};

/// How far [`gradient_check`] found the backward pass from the finite differences: the largest
/// `|analytic - numeric| / (1 + |analytic| + |numeric|)`.
///
/// ```
/// use constrata::{GradientCheck, gradient_check, prelude::*};
/// let mut net = <network!(f64; 1 => Dense<1>)>::zeros();
/// let GradientCheck { parameters, input } = gradient_check(&mut net, &[[2.0]], &[[3.0]], &HalfSquaredError);
/// assert!(parameters < 1e-9 && input == 0.0); // all weights are 0, so the input counts nothing
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientCheck {
    /// Over the parameters.
    pub parameters: f64,
    /// Over the input.
    pub input: f64,
}

/// Compares the gradient of the loss, by every parameter and every input number, with central differences.
///
/// ```text
/// dL/dw = (L(w + h) - L(w - h)) / 2h,  h = 1e-5
/// ```
///
/// The network comes back as it was. What is random in it (dropout) is drawn once, always the same.
///
/// In `f64` a right backward pass stays below 1e-7 or so, away from kinks (a ReLU
/// at 0). Source: the "most important test" of grenade; Bishop 2006, section 5.3.3.
///
/// ```
/// use constrata::{prelude::*, gradient_check};
/// use rand::{SeedableRng, rngs::SmallRng};
/// network! { struct Net: f64; 3 => Dense<4, Tanh> => Dense<2, Softmax> }
/// let mut net = Net::random(&mut SmallRng::seed_from_u64(1));
/// let found = gradient_check(&mut net, &[[0.3, -0.2, 0.9]], &[1_usize], &CrossEntropy);
/// assert!(found.parameters < 1e-8 && found.input < 1e-8, "{found:?}");
/// ```
pub fn gradient_check<N: Learn<Scalar = f64>, Y: Targets<N::Output, f64, B>, const B: usize>(
    network: &mut N,
    x: &Input<N, B>,
    target: &Y,
    loss: &impl Loss<N::Activation>,
) -> GradientCheck {
    const H: f64 = 1e-5;
    let (mut pass, mut gradient) = (N::pass::<B>(), N::zeros());
    N::sample_noise(&mut pass.tape, &mut Weyl(0));
    let mut dx: Input<N, B> = Zeroable::zeroed();
    pass.logits(network, x);
    pass.loss(loss, target);
    network.backward(x, &mut pass.tape, &pass.gradient, Some(&mut dx), &mut gradient);

    let mut value = |network: &N, x: &Input<N, B>| {
        pass.logits(network, x);
        pass.loss(loss, target)
    };
    let mut worst = GradientCheck { parameters: 0.0, input: 0.0 };
    for tensor in 0..N::TENSORS {
        for index in 0..network.tensor(tensor).len() {
            let w = network.tensor(tensor)[index];
            network.tensor_mut(tensor)[index] = w + H;
            let above = value(network, x);
            network.tensor_mut(tensor)[index] = w - H;
            let below = value(network, x);
            network.tensor_mut(tensor)[index] = w;
            worst.parameters =
                larger(worst.parameters, gradient.tensor(tensor)[index], (above - below) / (2.0 * H));
        }
    }
    let mut moved = *x;
    for index in 0..B * N::Input::LEN {
        let w = N::Input::numbers(x)[index];
        N::Input::numbers_mut(&mut moved)[index] = w + H;
        let above = value(network, &moved);
        N::Input::numbers_mut(&mut moved)[index] = w - H;
        let below = value(network, &moved);
        N::Input::numbers_mut(&mut moved)[index] = w;
        worst.input = larger(worst.input, N::Input::numbers(&dx)[index], (above - below) / (2.0 * H));
    }
    worst
}

/// Random enough for masks: a Weyl sequence, mixed (Steele, Lea and Flood 2014, SplitMix).
struct Weyl(u64);

impl rand_core::TryRng for Weyl {
    type Error = core::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        Ok(mixed ^ mixed >> 31)
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in bytes.chunks_mut(8) {
            let number = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
        Ok(())
    }
}

/// The larger of `worst` and this error; NaN counts as infinite, so that it does not pass unseen.
fn larger(worst: f64, analytic: f64, numeric: f64) -> f64 {
    let error = (analytic - numeric).abs() / (1.0 + analytic.abs() + numeric.abs());
    if error.is_nan() { f64::INFINITY } else { worst.max(error) }
}
